"""My work in the order of time."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from taskflow.pages.agenda import find_due_day, greet, group_by_due

WEDNESDAY = date(2026, 11, 25)


def task(name: str, **values: Any) -> dict[str, Any]:
    return {"name": name, "due_date": None, "due_at": None} | values


def test_tasks_fall_into_their_groups() -> None:
    tasks = [
        task("late", due_date=date(2026, 11, 24)),
        task("now", due_date=WEDNESDAY),
        task("sunday", due_date=date(2026, 11, 29)),
        task("monday", due_date=date(2026, 11, 30)),
        task("some day"),
    ]
    groups = group_by_due(tasks, "UTC", WEDNESDAY)
    assert {name: [item["name"] for item in found] for name, found in groups.items()} == {
        "Overdue": ["late"],
        "Today": ["now"],
        "This week": ["sunday"],
        "Later": ["monday"],
        "No date": ["some day"],
    }


def test_empty_groups_are_left_out() -> None:
    assert group_by_due([], "UTC", WEDNESDAY) == {}


def test_a_moment_falls_on_the_viewers_day() -> None:
    late = task("call", due_at=datetime(2026, 11, 25, 23, 30, tzinfo=UTC))
    assert find_due_day(late, "Europe/Berlin") == date(2026, 11, 26)
    assert find_due_day(late, "America/New_York") == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("hour", "words"), [(3, "Good evening"), (4, "Good morning"), (12, "Good afternoon"), (18, "Good evening")]
)
def test_one_is_greeted_by_the_hour(hour: int, words: str) -> None:
    assert greet(hour) == words
