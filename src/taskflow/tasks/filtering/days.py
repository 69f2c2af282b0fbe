"""Days as a filter names them, in the zone of whoever asks. Pure."""

import calendar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from taskflow.tasks.filtering.ast import Distance, Keyword, Value

_EARLIEST, _LATEST = date(1800, 1, 1), date(3100, 1, 1)


def resolve(value: Value, today: date) -> tuple[date, date]:
    """The first day of what `value` names, and the first day after it."""
    if isinstance(value, date):
        return value, value + timedelta(days=1)
    if isinstance(value, Distance):
        day = _go(today, value)
        return day, day + timedelta(days=1)
    assert isinstance(value, Keyword)  # noqa: S101  the parser gives nothing else for a day
    near = {"today": 0, "tomorrow": 1, "yesterday": -1}.get(value.word)
    if near is not None:
        day = today + timedelta(days=near)
        return day, day + timedelta(days=1)
    which, _, span = value.word.partition("-")
    step = {"last": -1, "this": 0, "next": 1}[which]
    if span == "week":
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=step)
        return monday, monday + timedelta(weeks=1)
    first = _add_months(today.replace(day=1), step)
    return first, _add_months(first, 1)


def start_of(day: date, zone: str) -> datetime:
    """The moment at which `day` begins in the IANA `zone`, in UTC.

    Where clocks skip midnight, that is when they skip it; where they repeat it, the first time.
    """
    return datetime.combine(day, time(), ZoneInfo(zone)).astimezone(UTC)


def _go(today: date, distance: Distance) -> date:
    if distance.unit in {"d", "w"}:
        day = today + timedelta(days=distance.amount * (7 if distance.unit == "w" else 1))
    else:
        day = _add_months(today, distance.amount * (12 if distance.unit == "y" else 1))
    return min(max(day, _EARLIEST), _LATEST)


def _add_months(day: date, months: int) -> date:
    """The same day of the month, or its last day where it has no such day."""
    count = day.year * 12 + day.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
