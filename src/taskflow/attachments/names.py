"""The names of files, as people give them and as headers carry them. Pure."""

import re
import unicodedata
from urllib.parse import quote

from taskflow.platform.errors import Invalid

MAX_CHARACTERS, MAX_BYTES = 200, 255
_UNSAFE = re.compile(r'[\\/:*?"<>|]')


def clean_name(given: str) -> str:
    """A name without folders, control characters, and what some systems refuse. Raises Invalid for no name at all."""
    last = given.replace("\\", "/").rpartition("/")[2]
    visible = "".join(c for c in unicodedata.normalize("NFC", last) if unicodedata.category(c)[0] != "C")
    name = _UNSAFE.sub("_", visible).strip(" .")
    if not name:
        raise Invalid.field("name", "file_name", "must be the name of a file, such as report.pdf")
    return _shorten(name)


def build_disposition(name: str, *, shown: bool) -> str:
    """The Content-Disposition header (RFC 6266): the name in ASCII for old programs, and whole."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().replace('"', "_") or "file"
    return f"{'inline' if shown else 'attachment'}; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def _shorten(name: str) -> str:
    """The name in MAX_CHARACTERS and MAX_BYTES of UTF-8; its extension stays."""
    stem, dot, extension = name.rpartition(".")
    if not dot or len(extension) > 20:  # no extension is that long
        stem, dot, extension = name, "", ""
    room = MAX_CHARACTERS - len(dot + extension)
    stem = stem[:room]
    while len((stem + dot + extension).encode()) > MAX_BYTES:
        stem = stem[:-1]
    return stem + dot + extension
