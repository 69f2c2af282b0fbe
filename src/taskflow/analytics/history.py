"""A task's life from its events: its stays in columns, and its end. Pure.

An event tells the old and the new value of each field. What a field was at first is the old value of its first change,
or what it is now when it never changed; so it does not matter what the event of the creation tells.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from taskflow.analytics.definitions import ASSUMED_FIRST, SPENT, STARTED

FIELDS = ("project_id", "column_id", "completed_at")
COUNTS = ("entered", "gone", "created", "reopened", "finished", "with_due", "on_time")


@dataclass(frozen=True, slots=True)
class Column:
    """What the board says of a column: its project, its category, and its place from the left."""

    project_id: UUID
    category: str
    position: int


class Stay(NamedTuple):
    """A stay of a task in a column, and how it began: created, moved, transferred or reopened."""

    place: int  # in its life, from 0
    project_id: UUID
    column_id: UUID
    opened: str
    entered_at: datetime
    entered_day: date
    left_at: datetime | None
    left_day: date | None


class Finish(NamedTuple):
    """The end of a completed task; times in seconds, None where there is none."""

    project_id: UUID
    column_id: UUID
    completed_at: datetime
    completed_day: date
    lead_seconds: int | None
    cycle_seconds: int | None
    was_on_time: bool | None
    todo_seconds: int
    doing_seconds: int
    review_seconds: int


class Open(NamedTuple):
    """A task that is not completed, where it is: since when, when it is due, what it is thought to cost, and whose."""

    project_id: UUID
    column_id: UUID
    entered_at: datetime
    due_date: date | None
    due_at: datetime | None
    estimate: Decimal | None
    member_ids: tuple[UUID, ...]


class Life(NamedTuple):
    """What of a task the rollups keep."""

    stays: tuple[Stay, ...] = ()
    finish: Finish | None = None
    open: Open | None = None


class Cell(NamedTuple):
    """Where a count of `daily_flow` stands."""

    project_id: UUID
    day: date
    column_id: UUID


class _Step(NamedTuple):
    """What was so from a moment on."""

    at: datetime
    project_id: UUID
    column_id: UUID
    opened: str


def build_life(task: Mapping[str, Any], columns: Mapping[UUID, Column], zone: str) -> Life:
    """The life of a task's row with its `events` in order; nothing of one that is in the trash."""
    if task["deleted_at"] is not None:
        return Life()
    here, steps = ZoneInfo(zone), _list_steps(task, columns)
    ends: list[datetime | None] = [step.at for step in steps[1:]]
    stays = tuple(
        Stay(place, *step[1:], step.at, _day(step.at, here), left, left and _day(left, here))
        for place, (step, left) in enumerate(zip(steps, [*ends, None], strict=True))
    )
    return Life(stays, _find_finish(task, stays, columns, here), _find_open(task, stays[-1]))


def count_life(life: Life) -> Counter[tuple[Cell, str]]:
    """What the life adds to the counts of days, by cell and name of the count."""
    counts: Counter[tuple[Cell, str]] = Counter()
    for stay in life.stays:
        cell = Cell(stay.project_id, stay.entered_day, stay.column_id)
        counts[cell, "entered"] += 1
        if stay.opened in {"created", "reopened"}:
            counts[cell, stay.opened] += 1
        if stay.left_day is not None:
            counts[Cell(stay.project_id, stay.left_day, stay.column_id), "gone"] += 1
    if life.finish is not None:
        cell = Cell(life.finish.project_id, life.finish.completed_day, life.finish.column_id)
        counts[cell, "finished"] += 1
        counts[cell, "with_due"] += life.finish.was_on_time is not None
        counts[cell, "on_time"] += life.finish.was_on_time is True
    return counts


def _list_steps(task: Mapping[str, Any], columns: Mapping[UUID, Column]) -> list[_Step]:
    changes = [_read_change(event) for event in task["events"]]
    state = {name: _find_first(name, task, changes) for name in FIELDS}
    steps = [_Step(task["created_at"], state["project_id"], state["column_id"], "created")]
    if not any("column_id" in change for _, change in changes):
        steps = _assume_start(task, columns, steps[0]) or steps
    for at, change in changes:
        before = dict(state)
        state |= {name: new for name, (_, new) in change.items()}
        reopened = before["completed_at"] is not None and state["completed_at"] is None
        moved = state["column_id"] != before["column_id"]
        if not moved and not reopened:
            continue
        opened = "moved" if state["project_id"] == before["project_id"] else "transferred"
        # Clocks of two machines may differ: nothing ends before it began.
        moment = max(at, steps[-1].at)
        steps.append(_Step(moment, state["project_id"], state["column_id"], "reopened" if reopened else opened))
    return steps


def _read_change(event: Mapping[str, Any]) -> tuple[datetime, dict[str, tuple[Any, Any]]]:
    found = {name: event[name] for name in FIELDS if event[name] is not None}
    return event["at"], {name: (_read(name, old), _read(name, new)) for name, (old, new) in found.items()}


def _read(name: str, value: Any) -> Any:
    if value is None:
        return None
    return datetime.fromisoformat(value) if name == "completed_at" else UUID(value)


def _find_first(name: str, task: Mapping[str, Any], changes: Sequence[tuple[datetime, dict[str, Any]]]) -> Any:
    return next((change[name][0] for _, change in changes if name in change), task[name])


def _assume_start(task: Mapping[str, Any], columns: Mapping[UUID, Column], only: _Step) -> list[_Step] | None:
    """For a task in a done column whose moves nobody recorded: to do until it was completed."""
    column, done_at = columns.get(only.column_id), task["completed_at"]
    if column is None or column.category != "done" or done_at is None or done_at <= only.at:
        return None
    before = [
        (ASSUMED_FIRST.index(other.category), other.position, column_id)
        for column_id, other in columns.items()
        if other.project_id == only.project_id and other.category in ASSUMED_FIRST
    ]
    if not before:
        return None
    first = min(before)[2]
    return [only._replace(column_id=first), only._replace(at=done_at, opened="moved")]


def _find_finish(
    task: Mapping[str, Any], stays: Sequence[Stay], columns: Mapping[UUID, Column], here: ZoneInfo
) -> Finish | None:
    done_at: datetime | None = task["completed_at"]
    if done_at is None:
        return None
    categories = [column.category if (column := columns.get(stay.column_id)) else "" for stay in stays]
    is_born_done = categories[0] == "done" and done_at <= stays[0].entered_at
    started = next(
        (stay.entered_at for stay, category in zip(stays, categories, strict=True) if category in STARTED), None
    )
    spent = _sum_stays(stays, categories)
    return Finish(
        stays[-1].project_id,
        stays[-1].column_id,
        done_at,
        _day(done_at, here),
        None if is_born_done else _seconds(task["created_at"], done_at),
        None if started is None or started > done_at else _seconds(started, done_at),
        _was_on_time(task, done_at, here),
        *(int(spent[category].total_seconds()) for category in SPENT),
    )


def _sum_stays(stays: Sequence[Stay], categories: Sequence[str]) -> dict[str, timedelta]:
    """How long it was in each category, without the stay that it is in; nobody knows what else a column was: to do."""
    spent: dict[str, timedelta] = defaultdict(timedelta)
    for stay, category in zip(stays, categories, strict=True):
        if stay.left_at is not None:
            spent[category or "todo"] += stay.left_at - stay.entered_at
    return spent


def _find_open(task: Mapping[str, Any], stay: Stay) -> Open | None:
    if task["completed_at"] is not None:
        return None
    return Open(
        stay.project_id,
        stay.column_id,
        stay.entered_at,
        task["due_date"],
        task["due_at"],
        task["estimate"],
        tuple(task["member_ids"]),
    )


def _was_on_time(task: Mapping[str, Any], done_at: datetime, here: ZoneInfo) -> bool | None:
    if task["due_date"] is not None:
        return bool(_day(done_at, here) <= task["due_date"])
    return bool(done_at <= task["due_at"]) if task["due_at"] is not None else None


def _seconds(start: datetime, end: datetime) -> int:
    return max(0, int((end - start).total_seconds()))


def _day(moment: datetime, here: ZoneInfo) -> date:
    return moment.astimezone(here).date()
