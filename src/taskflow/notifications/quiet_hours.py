"""When somebody does not want e-mail: hours of the day in their own zone, also over midnight. Pure."""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from taskflow.platform.wall_times import ONE_DAY, find_moment


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of the day until another in the IANA `zone`; where the first is later, over midnight."""

    begin: time
    until: time
    zone: str

    def find_end(self, now: datetime) -> datetime | None:
        """When the quiet hours end that `now` is in; None when it is in none.

        They are told by the clock on the wall: in the nights when it changes they are an hour shorter or longer.
        """
        today = now.astimezone(ZoneInfo(self.zone)).date()
        for day in (today - ONE_DAY, today):
            last = day + ONE_DAY if self.until <= self.begin else day
            end = find_moment(last, self.until, self.zone, is_end=True)
            if find_moment(day, self.begin, self.zone) <= now < end:
                return end
        return None
