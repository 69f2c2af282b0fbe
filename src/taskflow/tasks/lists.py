"""Lists of tasks: filtered, sorted and paged by keyset."""

from datetime import date
from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch
from taskflow.platform.pagination import Page, build_page
from taskflow.projects import build_visibility
from taskflow.tasks.cards import FIELDS, build_cards
from taskflow.tasks.filtering import Node, TextMatch, build_condition, match_title
from taskflow.tasks.finding import begin_with, find_few
from taskflow.tasks.queries import FROM, Row
from taskflow.tasks.sorting import Order, read_sort
from taskflow.workspaces import Member

_DUE = "coalesce(t.due_date, (t.due_at at time zone t.due_zone)::date, 'infinity'::date)"
_WORK = (
    f"select {FIELDS}{FROM}join task_assignees w on w.workspace_id = t.workspace_id and w.task_id = t.id"
    " and w.member_id = {worker} where t.workspace_id = $1 and t.deleted_at is null"
)
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
    source, rest = begin_with(member, wanted, await find_few(member, wanted, limit + 1), values)
    conditions = ["t.workspace_id = $1", "t.deleted_at is null", build_visibility(member, "$2")]
    conditions.append(build_condition(member, rest, values, match=match))
    if after is not None:
        conditions.append(order.build_after(after, values))
    values.append(order.text)
    # A limit that were a parameter would be planned for as a tenth of all tasks.
    found = f"select {FIELDS}{source} where {' and '.join(conditions)} order by {order.clause} limit {limit + 1}"
    rows = await fetch(build_cards(found, order.clause, more=f"{order.columns}, ${len(values)}::text as sort"), *values)
    return build_page(rows, limit, *order.cursor_fields)


async def list_my_tasks(member: Member, *, limit: int = 300) -> list[Row]:
    """The member's open tasks, the most pressing first; `limit` of them."""
    return await list_work_of(member, member.id, limit=limit)


async def list_work_of(member: Member, worker_id: UUID, *, limit: int) -> list[Row]:
    """The open tasks of the member `worker_id` that `member` may see, the most pressing first; `limit` of them."""
    order = f"{_DUE}, t.priority desc, t.id"
    return await fetch(
        build_cards(
            f"{_WORK.format(worker='$3')} and t.completed_at is null and p.archived_at is null"
            f" and {build_visibility(member, '$2')} order by {order} limit {limit}",
            order,
        ),
        member.workspace_id,
        member.id,
        worker_id,
    )


async def list_done_by(member: Member, *, since: date, limit: int = 20) -> list[Row]:
    """The member's tasks completed since the beginning of that day in their zone, the latest first."""
    order = "t.completed_at desc, t.id"
    return await fetch(
        build_cards(
            f"{_WORK.format(worker='$2')} and t.completed_at >= $3::date::timestamp at time zone $4"
            f" and {build_visibility(member, '$2')} order by {order} limit {limit}",
            order,
        ),
        member.workspace_id,
        member.id,
        since,
        member.time_zone,
    )
