"""The one source of time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_pinned: ContextVar[datetime | None] = ContextVar("taskflow_pinned_time", default=None)


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _pinned.get() or datetime.now(UTC)


def today(zone: str) -> date:
    """The calendar day it is now in the IANA `zone`."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def pinned(moment: datetime) -> Iterator[None]:
    """Inside, it is `moment`: for telling a history in the demo data and in tests. Raises ValueError for naive ones."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    token = _pinned.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _pinned.reset(token)
