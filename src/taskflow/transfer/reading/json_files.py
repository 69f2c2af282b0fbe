"""Reading JSON that somebody brings: bounded, and with a clear word when it is something else."""

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson

from taskflow.transfer.reading.drafts import Unreadable

MOST_BYTES = 32 * 1024 * 1024
Row = dict[str, Any]


def load_json(file: BinaryIO) -> Any:
    """What the file holds. Raises Unreadable when it is no JSON, or more than MOST_BYTES of it."""
    file.seek(0)
    return parse_json(file.read(MOST_BYTES + 1), "The file")


def load_zipped(file: BinaryIO, name: str) -> Any:
    """The JSON in the entry `name` of a zip; it is not unpacked beyond MOST_BYTES. Raises Unreadable."""
    try:
        with zipfile.ZipFile(file) as archive, archive.open(name) as entry:
            return parse_json(entry.read(MOST_BYTES + 1), name)
    except KeyError:
        raise Unreadable(f"The zip has no {name} in it") from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise Unreadable(f"The zip cannot be unpacked: {error}") from None


def parse_json(text: bytes, place: str) -> Any:
    """What `text` holds; `place` says where it is from. Raises Unreadable."""
    if len(text) > MOST_BYTES:
        raise Unreadable(f"{place} holds more than {MOST_BYTES // 1024 // 1024} MB of JSON")
    try:
        return orjson.loads(text.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        detail = f"{error.msg} at line {error.lineno}, column {error.colno}"
        raise Unreadable(f"{place} is no JSON: {detail}") from None


def list_rows(value: Any, place: str) -> Iterator[Row]:
    """The objects of a list; no list at all (None) has none. Raises Unreadable for anything else."""
    if value is None:
        return
    if not isinstance(value, list):
        raise Unreadable(f"{place} must be a list")
    for number, row in enumerate(value, start=1):
        if not isinstance(row, dict):
            raise Unreadable(f"{place}, number {number}: must be an object")
        yield row


def get_text(row: Any, *names: str) -> str:
    """The first of these fields that says something, as text; nothing for what is no object or has none of them."""
    if not isinstance(row, dict):
        return ""
    found = (row.get(name) for name in names)
    return next((str(value) for value in found if isinstance(value, str | int | float) and str(value).strip()), "")


def count_rows(value: Any) -> int:
    """How many a list has; what is no list has none."""
    return len(value) if isinstance(value, list) else 0
