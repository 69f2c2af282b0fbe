"""My work in the order of time: what is late, what is for today, and what can wait. Pure."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]
GROUPS = ("Overdue", "Today", "This week", "Later", "No date")


def group_by_due(tasks: Sequence[Row], zone: str, today: date) -> dict[str, list[Row]]:
    """The tasks by group, in their order; groups without any are left out. The week ends on Sunday."""
    groups: dict[str, list[Row]] = {name: [] for name in GROUPS}
    for task in tasks:
        groups[_choose_group(find_due_day(task, zone), today)].append(task)
    return {name: found for name, found in groups.items() if found}


def find_due_day(task: Row, zone: str) -> date | None:
    """The day on which the task is due for somebody in the IANA `zone`."""
    if task["due_at"] is not None:
        return task["due_at"].astimezone(ZoneInfo(zone)).date()  # type: ignore[no-any-return]
    return task["due_date"]  # type: ignore[no-any-return]


def greet(hour: int) -> str:
    """What one says at that hour of the day."""
    return "Good morning" if 4 <= hour < 12 else "Good afternoon" if 12 <= hour < 18 else "Good evening"


def _choose_group(day: date | None, today: date) -> str:
    if day is None:
        return "No date"
    if day < today:
        return "Overdue"
    if day == today:
        return "Today"
    sunday = today + timedelta(days=6 - today.weekday())
    return "This week" if day <= sunday else "Later"
