"""Until when a notification can be put off with one click, in the viewer's zone. Pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MORNING = time(9)
LATER, LAST_HOUR = timedelta(hours=3), 21
MONDAY = 0


@dataclass(frozen=True, slots=True)
class SnoozeChoice:
    """A name for a form, what it is called, and the moment."""

    name: str
    label: str
    moment: datetime

    def describe(self, zone: str) -> str:
        """The moment in words: `Mon 09:00`."""
        return f"{self.moment.astimezone(ZoneInfo(zone)):%a %H:%M}"


def list_choices(zone: str, now: datetime) -> list[SnoozeChoice]:
    """Later today unless the day is nearly over, tomorrow morning, and the morning of the next Monday."""
    here = now.astimezone(ZoneInfo(zone))
    later = (now + LATER).replace(minute=0, second=0, microsecond=0)
    local = later.astimezone(ZoneInfo(zone))
    choices = [
        SnoozeChoice("tomorrow", "Tomorrow", build_moment_at(here.date() + timedelta(days=1), MORNING, zone)),
        SnoozeChoice("week", "Next week", build_moment_at(_find_monday(here.date()), MORNING, zone)),
    ]
    if local.date() == here.date() and local.hour <= LAST_HOUR:
        choices.insert(0, SnoozeChoice("later", "Later today", later))
    return choices


def build_moment_at(day: date, at: time, zone: str) -> datetime:
    """The moment of a time of a day in the zone; one that the clocks leave out is as much later as they go forward."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def _find_monday(day: date) -> date:
    return day + timedelta(days=(MONDAY - day.weekday()) % 7 or 7)
