"""When somebody's next digest is due. Pure."""

from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from taskflow.notifications.quiet_hours import find_moment

Rhythm = Literal["off", "daily", "weekly"]
WEEK = 7


def find_next_digest(rhythm: Rhythm, at: time, weekday: int, zone: str, after: datetime) -> datetime | None:
    """The first moment behind `after` when it is `at` in the IANA `zone`, weekly on the `weekday` (Monday is 1).

    None when there are no digests. A day whose clock leaves the time out has its digest as much later.
    """
    if rhythm == "off":
        return None
    today = after.astimezone(ZoneInfo(zone)).date()
    for days in range(-1, WEEK + 2):
        day = today + timedelta(days=days)
        moment = find_moment(day, at, zone)
        if moment > after and (rhythm == "daily" or day.isoweekday() == weekday):
            return moment
    raise AssertionError("a week has every day")
