"""When a report is sent by itself: daily, weekly or monthly, by the clock on the wall of whoever gets it. Pure."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from taskflow.platform.wall_times import find_next

Rhythm = Literal["daily", "weekly", "monthly"]
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS = {"daily": 1, "weekly": 7, "monthly": 31}


@dataclass(frozen=True, slots=True)
class ReportTimes:
    """At that time of the day; weekly on the `weekday` (Monday is 1), monthly on the `month_day` or the last day."""

    rhythm: Rhythm
    send_time: time
    weekday: int
    month_day: int

    @property
    def days(self) -> int:
        """How many days before its own a report tells what was finished from: none is left out between two."""
        return _DAYS[self.rhythm]

    def find_next(self, zone: str, after: datetime) -> datetime:
        """The first moment behind `after` when a report is due in the IANA `zone`."""
        return find_next(self._is_day, self.send_time, zone, after)

    def say(self) -> str:
        """`every Monday at 08:00`."""
        at = f"at {self.send_time:%H:%M}"
        if self.rhythm == "daily":
            return f"every day {at}"
        if self.rhythm == "weekly":
            return f"every {WEEKDAYS[self.weekday - 1]} {at}"
        return f"every month on day {self.month_day} {at}"

    def _is_day(self, day: date) -> bool:
        if self.rhythm == "weekly":
            return day.isoweekday() == self.weekday
        return self.rhythm == "daily" or day.day == min(self.month_day, monthrange(day.year, day.month)[1])
