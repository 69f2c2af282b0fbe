"""From counts of days to how many tasks were in each state, and what happened in each slice of the period. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from taskflow.analytics.definitions import CATEGORIES
from taskflow.analytics.periods import Period

Row = dict[str, Any]
HAPPENED = ("created", "completed", "reopened", "with_due", "on_time")


def build_states(rows: Iterable[Mapping[str, Any]], period: Period) -> list[Row]:
    """For each day of the period how many tasks were in each state when it ended."""
    changes: dict[tuple[date, str], int] = defaultdict(int)
    present = dict.fromkeys(CATEGORIES, 0)
    for row in rows:
        if row["day"] < period.first:
            present[row["category"]] += row["net"]
        else:
            changes[row["day"], row["category"]] += row["net"]
    days = []
    for day in period.list_days():
        present = {category: count + changes[day, category] for category, count in present.items()}
        days.append({"day": day, **present})
    return days


def sum_up(rows: Iterable[Mapping[str, Any]], first: date, last: date) -> Row:
    """What happened on those days, both included."""
    within = [row for row in rows if first <= row["day"] <= last]
    return {name: sum(row[name] for row in within) for name in HAPPENED}


def slice_up(rows: Sequence[Mapping[str, Any]], period: Period) -> list[Row]:
    """What happened in each slice of the period."""
    return [{"first": first, "last": last, **sum_up(rows, first, last)} for first, last in period.slices]


def list_completed(rows: Iterable[Mapping[str, Any]], period: Period) -> list[int]:
    """How many tasks were completed on each day of the period before today: today is not over."""
    counts: dict[date, int] = defaultdict(int)
    for row in rows:
        counts[row["day"]] += row["completed"]
    return [counts[day] for day in period.list_days()[:-1]]
