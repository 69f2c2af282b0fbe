"""When somebody's next digest is due. Pure."""

from datetime import datetime, time
from typing import Literal

from taskflow.platform.wall_times import find_next

Rhythm = Literal["off", "daily", "weekly"]


def find_next_digest(rhythm: Rhythm, at: time, weekday: int, zone: str, after: datetime) -> datetime | None:
    """The first moment behind `after` when it is `at` in the IANA `zone`, weekly on the `weekday` (Monday is 1).

    None when there are no digests. A day whose clock leaves the time out has its digest as much later.
    """
    if rhythm == "off":
        return None
    return find_next(lambda day: rhythm == "daily" or day.isoweekday() == weekday, at, zone, after)
