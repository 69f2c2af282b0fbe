"""Keyset pages: a cursor is the sort value and the id of the last thing seen, so inserts never shift a page."""

import base64
import binascii
from dataclasses import dataclass
from typing import Any

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


def bad_cursor() -> Invalid:
    """The error for a cursor that was made up or belongs to another list."""
    detail = "is not a cursor that this list gave out"
    return Invalid(f"after: {detail}", errors=(FieldError("/after", "cursor", detail),))


def build_page(rows: list[dict[str, Any]], limit: int, *cursor_fields: str) -> Page:
    """A Page from `limit` + 1 rows; the surplus row only tells that there is more."""
    items = rows[:limit]
    more = len(rows) > limit
    return Page(items, encode_cursor(*(items[-1][name] for name in cursor_fields)) if more else None)
