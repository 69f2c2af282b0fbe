"""Lists of tasks: filtered, sorted and paged by keyset."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal
from uuid import UUID

from taskflow.platform.database import fetch
from taskflow.platform.pagination import (
    Page,
    build_page,
    read_cursor,
    read_day,
    read_id,
    read_moment,
    read_number,
)
from taskflow.projects import build_visibility
from taskflow.tasks.inputs import PRIORITIES
from taskflow.tasks.queries import CARD, FROM, Row
from taskflow.workspaces import Member

Sort = Literal["number", "-number", "updated", "-updated", "due", "-priority"]
# The expression that a list is ordered by, its type in a cursor, and whether it descends.
_SORTS: dict[str, tuple[str, str, bool]] = {
    "number": ("t.number", "bigint", False),
    "-number": ("t.number", "bigint", True),
    "updated": ("t.updated_at", "timestamptz", False),
    "-updated": ("t.updated_at", "timestamptz", True),
    "due": ("coalesce(t.due_date, (t.due_at at time zone t.due_zone)::date, 'infinity'::date)", "date", False),
    "-priority": ("t.priority", "priority", True),
}
_READERS: dict[str, Callable[[Any], object]] = {
    "bigint": read_number,
    "timestamptz": read_moment,
    "date": read_day,
    "priority": lambda value: PRIORITIES[PRIORITIES.index(value)],
}


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What a list holds; None means any. `assignee` is a member, or "none" for tasks that nobody has."""

    project_key: str | None = None
    status: Literal["open", "done", "all"] = "open"
    assignee: UUID | Literal["none"] | None = None
    priority: str | None = None
    column_id: UUID | None = None
    label: str | None = None
    text: str | None = None


async def list_tasks(
    member: Member, wanted: TaskFilter, *, sort: Sort = "number", after: str | None = None, limit: int = 50
) -> Page:
    """A page of tasks that the member may see. Raises Invalid for a cursor that is not one of this list."""
    values: list[Any] = [member.workspace_id, member.id]
    conditions = _build_conditions(member, wanted, values)
    expression, _, descends = _SORTS[sort]
    if after is not None:
        conditions.append(_build_after(after, sort, values))
    direction = "desc" if descends else "asc"
    values.append(limit + 1)
    rows = await fetch(
        f"select {CARD}, ({expression})::text as sort_value {FROM} where {' and '.join(conditions)}"
        f" order by {expression} {direction}, t.id {direction} limit ${len(values)}",
        *values,
    )
    return build_page(rows, limit, "sort_value", "id")


async def list_my_tasks(member: Member, *, limit: int = 300) -> list[Row]:
    """The member's open tasks, the most pressing first; `limit` of them."""
    return await fetch(
        f"select {CARD} {FROM} join task_assignees mine on mine.workspace_id = t.workspace_id"
        " and mine.task_id = t.id and mine.member_id = $2"
        " where t.workspace_id = $1 and t.deleted_at is null and t.completed_at is null and p.archived_at is null"
        f" and {build_visibility(member, '$2')}"
        f" order by {_SORTS['due'][0]}, t.priority desc, t.id limit $3",
        member.workspace_id,
        member.id,
        limit,
    )


async def list_done_by(member: Member, *, since: date, limit: int = 20) -> list[Row]:
    """The member's tasks completed since the beginning of that day in their zone, the latest first."""
    return await fetch(
        f"select {CARD} {FROM} join task_assignees mine on mine.workspace_id = t.workspace_id"
        " and mine.task_id = t.id and mine.member_id = $2"
        " where t.workspace_id = $1 and t.deleted_at is null and t.completed_at >= $3::date::timestamp at time zone $4"
        f" and {build_visibility(member, '$2')} order by t.completed_at desc, t.id limit $5",
        member.workspace_id,
        member.id,
        since,
        member.time_zone,
        limit,
    )


def _build_conditions(member: Member, wanted: TaskFilter, values: list[Any]) -> list[str]:
    def place(value: Any) -> str:
        values.append(value)
        return f"${len(values)}"

    conditions = ["t.workspace_id = $1", "t.deleted_at is null", build_visibility(member, "$2")]
    if wanted.project_key is not None:
        conditions.append(f"p.key = {place(wanted.project_key)}")
    if wanted.status != "all":
        conditions.append(f"t.completed_at is {'not ' if wanted.status == 'done' else ''}null")
    if wanted.assignee is not None:
        anybody = "exists (select from task_assignees f where f.workspace_id = t.workspace_id and f.task_id = t.id"
        is_none = wanted.assignee == "none"
        conditions.append(f"not {anybody})" if is_none else f"{anybody} and f.member_id = {place(wanted.assignee)})")
    if wanted.priority is not None:
        conditions.append(f"t.priority = {place(wanted.priority)}::priority")
    if wanted.column_id is not None:
        conditions.append(f"t.column_id = {place(wanted.column_id)}")
    if wanted.label is not None:
        conditions.append(
            "exists (select from task_labels f join labels l on l.id = f.label_id where f.workspace_id = t.workspace_id"
            f" and f.task_id = t.id and lower(l.name) = lower({place(wanted.label)}))"
        )
    if wanted.text:
        conditions.append(f"strpos(lower(t.title), lower({place(wanted.text)})) > 0")
    return conditions


def _build_after(after: str, sort: str, values: list[Any]) -> str:
    expression, kind, descends = _SORTS[sort]
    values += read_cursor(after, _READERS[kind], read_id)
    place = len(values)
    return f"({expression}, t.id) {'<' if descends else '>'} (${place - 1}::{kind}, ${place}::uuid)"
