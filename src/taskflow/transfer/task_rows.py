"""Tasks with all that an export says about them, batch by batch in the order asked for."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from taskflow import tasks
from taskflow.platform.database import fetch, fetch_value
from taskflow.projects import build_visibility
from taskflow.tasks import Node, Order
from taskflow.transfer.words import find_match
from taskflow.workspaces import Member

Row = dict[str, Any]
BATCH = 200  # of the longest descriptions they are 10 MB
# Read for all tasks of a batch at once, like cards: a subquery for each is slow as long as the database does not know
# yet how many there are, which is right after an import.
_BESIDE = """
    with found as materialized (
        select t.id, t.description, t.custom, t.parent_id, t.created_by from tasks t
        where t.workspace_id = $1 and t.id = any($3::uuid[])),
    people as (
        select a.task_id, json_agg(json_build_object('name', u.name, 'email', u.email) order by lower(u.name), m.id)
            as named
        from task_assignees a join members m on m.id = a.member_id join users u on u.id = m.user_id
        where a.workspace_id = $1 and a.task_id = any($3::uuid[]) group by a.task_id),
    waiting as (
        select d.blocked_id as task_id, json_agg(p.key || '-' || b.number order by p.key, b.number) as keys
        from task_dependencies d join tasks b on b.id = d.blocker_id and b.deleted_at is null
        join projects p on p.id = b.project_id
        where d.workspace_id = $1 and d.blocked_id = any($3::uuid[]) and {visible} group by d.blocked_id),
    above as (
        select pt.id, p.key || '-' || pt.number as key from tasks pt join projects p on p.id = pt.project_id
        where pt.id = any(array(select parent_id from found)) and pt.deleted_at is null)
    select t.id, t.description, t.custom, above.key as parent,
        json_build_object('name', u.name, 'email', u.email) as created_by,
        coalesce(people.named, '[]'::json) as assignees, coalesce(waiting.keys, '[]'::json) as blocked_by
    from found t join members m on m.id = t.created_by join users u on u.id = m.user_id
        left join people on people.task_id = t.id left join waiting on waiting.task_id = t.id
        left join above on above.id = t.parent_id
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """Which tasks, in which order."""

    wanted: Node
    order: Order


async def count_tasks(member: Member, selection: Selection) -> int:
    """How many tasks it holds for the member."""
    values: list[Any] = [member.workspace_id, member.id]
    condition = tasks.build_condition(member, selection.wanted, values, match=find_match())
    count: int = await fetch_value(
        f"select count(*){tasks.FROM}where t.workspace_id = $1 and t.deleted_at is null"
        f" and {build_visibility(member, '$2')} and {condition}",
        *values,
    )
    return count


async def read_tasks(member: Member, selection: Selection) -> AsyncIterator[list[Row]]:
    """All of its tasks as the member may see them, at most BATCH at a time. Guests see no addresses."""
    after: str | None = None
    while True:
        page = await tasks.list_tasks(
            member, selection.wanted, order=selection.order, after=after, limit=BATCH, match=find_match()
        )
        if page.items:
            yield await _complete(member, page.items)
        after = page.next_cursor
        if after is None:
            return


async def _complete(member: Member, cards: Sequence[Row]) -> list[Row]:
    rows = await fetch(
        _BESIDE.format(visible=build_visibility(member, "$2")),
        member.workspace_id,
        member.id,
        [card["id"] for card in cards],
    )
    beside = {row["id"]: row for row in rows}
    whole = [card | beside[card["id"]] for card in cards]
    for row in whole if member.is_guest else []:
        for person in (row["created_by"], *row["assignees"]):
            person["email"] = None
    return whole
