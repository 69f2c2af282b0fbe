"""When a due date is a reason to tell somebody, in their own zone. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from taskflow.notifications.reasons import ReasonName
from taskflow.platform.wall_times import ONE_DAY, find_moment

# A reminder that nobody could give in time is still given so long afterwards.
LATEST = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Due:
    """When a task is due: on a day, or at a moment; one of them is None."""

    day: date | None
    moment: datetime | None

    @property
    def text(self) -> str:
        """What tells this due date from another one."""
        return (self.day or self.moment or date.min).isoformat()


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where somebody is, and when they want to be reminded: at a time of the day, or so long before a moment."""

    zone: str
    at: time
    lead: timedelta


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why and since when somebody is to be reminded."""

    reason: ReasonName
    moment: datetime

    def name(self, task_id: UUID, due: Due) -> str:
        """What it is known by: the same for the same due date of the same task, so that it is told once."""
        return f"{task_id}:{self.reason}:{due.text}"


def list_occasions(due: Due, wishes: Wishes) -> list[Occasion]:
    """The day before, on the day and the day after at the time of day; for a moment some time before it, and at it."""
    if due.day is not None:
        days: tuple[tuple[ReasonName, date], ...] = (
            ("due_soon", due.day - ONE_DAY),
            ("due_today", due.day),
            ("overdue", due.day + ONE_DAY),
        )
        return [Occasion(reason, find_moment(day, wishes.at, wishes.zone)) for reason, day in days]
    if due.moment is not None:
        return [Occasion("due_soon", due.moment - wishes.lead), Occasion("overdue", due.moment)]
    return []


def find_occasion(due: Due, wishes: Wishes, now: datetime) -> Occasion | None:
    """The last one that has come; None when none has, or when it was too long ago to be told."""
    come = [occasion for occasion in list_occasions(due, wishes) if occasion.moment <= now]
    return come[-1] if come and now - come[-1].moment <= LATEST else None
