"""Keyset pages: a cursor is the sort value and the id of the last thing seen, so inserts never shift a page."""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson

from taskflow.platform.errors import FieldError, Invalid

DEFAULT_LIMIT, MAX_LIMIT = 50, 200


@dataclass(frozen=True, slots=True)
class Page:
    """At most `limit` items, and the cursor of the next page when there is one."""

    items: list[dict[str, Any]]
    next_cursor: str | None


def encode_cursor(*values: Any) -> str:
    """`values` (JSON scalars, dates, UUIDs) as URL-safe text."""
    return base64.urlsafe_b64encode(orjson.dumps(values, default=str)).decode().rstrip("=")


def decode_cursor(cursor: str, *, size: int) -> list[Any]:
    """The values in a cursor. Raises Invalid when it is not one of ours."""
    try:
        values = orjson.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        raise bad_cursor() from None
    if not isinstance(values, list) or len(values) != size:
        raise bad_cursor()
    return values


def read_cursor(cursor: str | None, *readers: Callable[[Any], Any]) -> list[Any]:
    """The values in a cursor, each as its reader gives it; as many None without a cursor.

    A made-up value must not reach the database, which would take offence at it. Raises Invalid.
    """
    if cursor is None:
        return [None] * len(readers)
    values = decode_cursor(cursor, size=len(readers))
    try:
        return [read(value) for read, value in zip(readers, values, strict=True)]
    except (ValueError, TypeError, OverflowError):
        raise bad_cursor() from None


def read_id(value: Any) -> UUID:
    """A UUID of a cursor. Raises ValueError."""
    return UUID(read_text(value))


def read_text(value: Any) -> str:
    """A text of a cursor. Raises ValueError."""
    if not isinstance(value, str) or "\x00" in value:
        raise ValueError("not a text")
    return value


def read_number(value: Any) -> int:
    """A whole number of a cursor, in the range of a bigint. Raises ValueError."""
    number = value if type(value) is int else int(read_text(value))
    if not 0 <= number < 2**63:
        raise ValueError("out of range")
    return number


def read_moment(value: Any) -> datetime:
    """An aware moment of a cursor. Raises ValueError or OverflowError."""
    moment = datetime.fromisoformat(read_text(value))
    if moment.tzinfo is None:
        raise ValueError("a moment without a zone")
    return moment.astimezone(UTC)


def read_day(value: Any) -> date:
    """A day of a cursor; `infinity` stands behind all others. Raises ValueError."""
    return date.max if value == "infinity" else date.fromisoformat(read_text(value))


def bad_cursor() -> Invalid:
    """The error for a cursor that was made up or belongs to another list."""
    detail = "is not a cursor that this list gave out"
    return Invalid(f"after: {detail}", errors=(FieldError("/query/after", "cursor", detail),))


def build_page(rows: list[dict[str, Any]], limit: int, *cursor_fields: str) -> Page:
    """A Page from `limit` + 1 rows; the surplus row only tells that there is more."""
    items = rows[:limit]
    more = len(rows) > limit
    return Page(items, encode_cursor(*(items[-1][name] for name in cursor_fields)) if more else None)
