"""When somebody does not want e-mail: hours of the day in their own zone, also over midnight. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)


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


def find_moment(day: date, at: time, zone: str, *, is_end: bool = False) -> datetime:
    """The moment when a clock on the wall of the zone shows that time of that day, in UTC.

    A time that the clock shows twice is the first of the two, or the second with `is_end`; one that it leaves out is
    as much later as it goes forward.
    """
    first, second = (
        datetime.combine(day, at.replace(tzinfo=None, fold=fold), ZoneInfo(zone)).astimezone(UTC) for fold in (0, 1)
    )
    return max(first, second) if is_end else first
