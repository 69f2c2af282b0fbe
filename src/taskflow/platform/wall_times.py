"""Times that a clock on the wall of a zone shows, across both changes of it. Pure."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
_MOST_DAYS = 64


def find_moment(day: date, at: time, zone: str, *, is_end: bool = False) -> datetime:
    """The moment when a clock on the wall of the zone shows that time of that day, in UTC.

    A time that the clock shows twice is the first of the two, or the second with `is_end`; one that it leaves out is
    as much later as it goes forward.
    """
    first, second = (
        datetime.combine(day, at.replace(tzinfo=None, fold=fold), ZoneInfo(zone)).astimezone(UTC) for fold in (0, 1)
    )
    return max(first, second) if is_end else first


def find_next(is_wanted: Callable[[date], bool], at: time, zone: str, after: datetime) -> datetime:
    """The first moment behind `after` when it is `at` in the IANA `zone` on a day that is wanted.

    A day whose clock leaves the time out has it as much later. Raises ValueError when no day of two months is wanted.
    """
    today = after.astimezone(ZoneInfo(zone)).date()
    for days in range(-1, _MOST_DAYS):
        day = today + timedelta(days=days)
        if is_wanted(day) and (moment := find_moment(day, at, zone)) > after:
            return moment
    raise ValueError("no day of two months is wanted")
