"""Lists of tasks: filtered, sorted and paged by keyset."""

from datetime import date
from typing import Any

from taskflow.platform.database import fetch
from taskflow.platform.pagination import Page, build_page
from taskflow.projects import build_visibility
from taskflow.tasks.filtering import Node, TextMatch, build_condition, match_title
from taskflow.tasks.queries import CARD, FROM, Row
from taskflow.tasks.sorting import Order, read_sort
from taskflow.workspaces import Member

_DUE = "coalesce(t.due_date, (t.due_at at time zone t.due_zone)::date, 'infinity'::date)"
_BY_NUMBER = read_sort("number")


async def list_tasks(
    member: Member,
    wanted: Node,
    *,
    order: Order = _BY_NUMBER,
    after: str | None = None,
    limit: int = 50,
    match: TextMatch = match_title,
) -> Page:
    """A page of tasks that the member may see; `match` finds words. Raises Invalid for a cursor of another list."""
    values: list[Any] = [member.workspace_id, member.id]
    conditions = ["t.workspace_id = $1", "t.deleted_at is null", build_visibility(member, "$2")]
    conditions.append(build_condition(member, wanted, values, match=match))
    if after is not None:
        conditions.append(order.build_after(after, values))
    values += [limit + 1, order.text]
    rows = await fetch(
        f"select {CARD}, {order.columns}, ${len(values)}::text as sort {FROM} where {' and '.join(conditions)}"
        f" order by {order.clause} limit ${len(values) - 1}",
        *values,
    )
    return build_page(rows, limit, *order.cursor_fields)


async def list_my_tasks(member: Member, *, limit: int = 300) -> list[Row]:
    """The member's open tasks, the most pressing first; `limit` of them."""
    return await fetch(
        f"select {CARD} {FROM} join task_assignees mine on mine.workspace_id = t.workspace_id"
        " and mine.task_id = t.id and mine.member_id = $2"
        " where t.workspace_id = $1 and t.deleted_at is null and t.completed_at is null and p.archived_at is null"
        f" and {build_visibility(member, '$2')}"
        f" order by {_DUE}, t.priority desc, t.id limit $3",
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
