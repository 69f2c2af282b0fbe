"""What a file is, judged by its bytes: what somebody says about it is never believed. Pure."""

import unicodedata

HEAD_BYTES = 16 * 1024
UNKNOWN, TEXT = "application/octet-stream", "text/plain"
# What a browser may show by itself: nothing in these can run.
SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "image/avif", "image/bmp", TEXT})
# Files that are these by their bytes are named so; every other guess of the library is `UNKNOWN`.
KNOWN = SHOWN | {
    "application/pdf",
    "application/zip",
    "application/gzip",
    "application/json",
    "audio/mpeg",
    "audio/ogg",
    "audio/wav",
    "video/mp4",
    "video/webm",
    "video/quicktime",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "application/vnd.oasis.opendocument.text",
    "application/vnd.oasis.opendocument.spreadsheet",
}
_ALIASES = {"audio/x-wav": "audio/wav", "image/x-ms-bmp": "image/bmp", "application/x-gzip": "application/gzip"}
_CONTROLS = frozenset("\t\n\r\f\x1b")


def sniff(head: bytes) -> str:
    """The media type of a file that begins with `head` (HEAD_BYTES, or all of it)."""
    import puremagic  # noqa: PLC0415  its tables are large, and only those need them who take files

    try:
        guesses = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        guesses = []
    for guess in guesses:
        named = _ALIASES.get(guess.mime_type, guess.mime_type)
        if named in KNOWN and named != TEXT:
            return str(named)
    return TEXT if is_text(head) else UNKNOWN


def is_text(head: bytes) -> bool:
    """True for UTF-8 without control characters; a character that the end cuts in two is no fault."""
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        if not (error.reason == "unexpected end of data" and error.start > len(head) - 4):
            return False
        text = head[: error.start].decode()
    return bool(text) and not any(unicodedata.category(c) == "Cc" and c not in _CONTROLS for c in text)


def is_shown(media_type: str) -> bool:
    """True when a browser may show it in place; everything else is only ever saved."""
    return media_type in SHOWN
