"""Identifiers: UUIDv7, so that keys sort by the moment they were made."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from taskflow.platform.errors import NotFound

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def new_id() -> UUID:
    """A new UUIDv7, monotonic within the process."""
    return uuid7()


def first_id(moment: datetime) -> UUID:
    """Below every id that was made from that moment on, above all that were made before its millisecond. Pure."""
    return UUID(int=((moment - _EPOCH) // timedelta(milliseconds=1) << 80) | (7 << 76) | (2 << 62))


def parse_id(text: str) -> UUID:
    """The UUID that `text` spells in its usual form. Raises NotFound: what is not an id names nothing."""
    value = find_id(text)
    if value is None:
        raise NotFound
    return value


def find_id(text: str) -> UUID | None:
    """The UUID that `text` spells in its usual form, or None."""
    try:
        value = UUID(text)
    except ValueError:
        return None
    return value if str(value) == text.lower() else None
