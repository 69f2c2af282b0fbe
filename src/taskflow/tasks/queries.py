"""Reading tasks, always joined through the projects that the member may see."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.errors import Moved, NotFound
from taskflow.projects import SEES_PROJECT, build_visibility, find_renamed
from taskflow.tasks.cards import FIELDS, build_cards
from taskflow.tasks.former_keys import find_transferred
from taskflow.tasks.keys import split_key
from taskflow.tasks.relations import BLOCKED, SUBTASKS, build_relations
from taskflow.workspaces import Member

Row = dict[str, Any]

# By name the watchers who can still see it.
WATCHERS = f"""
    coalesce((select json_agg(json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) order by lower(u.name), m.id)
        from task_watchers w join members m on m.id = w.member_id join users u on u.id = m.user_id
        where w.workspace_id = t.workspace_id and w.task_id = t.id and {SEES_PROJECT}), '[]'::json)
"""
# Who watches it, whether the asker $4 does, and what follows it when it recurs.
_AROUND = f"""
    {WATCHERS} as watchers,
    exists (select from task_watchers w where w.workspace_id = t.workspace_id and w.task_id = t.id
        and w.member_id = $4) as watching,
    case when t.recurrence is not null then (select json_build_object('key', p.key || '-' || n.number,
        'due_date', n.due_date, 'due_at', n.due_at, 'due_zone', n.due_zone) from tasks n
        where n.workspace_id = t.workspace_id and n.recurs_from = t.id and n.project_id = t.project_id
        and n.deleted_at is null) end as next
"""

# A card: everything but the description, which is long and which a board does not show.
CARD = f"""
    t.id, t.workspace_id, t.project_id, p.key || '-' || t.number as key, t.number, t.title, t.rank, t.priority::text,
    t.start_date, t.due_date, t.due_at, t.due_zone, t.estimate, t.recurrence, t.comment_count, t.attachment_count,
    t.version, t.created_at, t.updated_at, t.completed_at, t.created_by,
    json_build_object('key', p.key, 'name', p.name, 'hue', p.hue) as project,
    json_build_object('id', c.id, 'name', c.name, 'category', c.category) as "column",
    coalesce((select json_agg(json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) order by lower(u.name), m.id)
        from task_assignees a join members m on m.id = a.member_id join users u on u.id = m.user_id
        where a.workspace_id = t.workspace_id and a.task_id = t.id), '[]'::json) as assignees,
    coalesce((select json_agg(json_build_object('id', l.id, 'name', l.name, 'hue', l.hue) order by lower(l.name), l.id)
        from task_labels tl join labels l on l.id = tl.label_id
        where tl.workspace_id = t.workspace_id and tl.task_id = t.id), '[]'::json) as labels,
    {SUBTASKS} as subtasks, {BLOCKED} as blocked
"""
FROM = " from tasks t join projects p on p.id = t.project_id join project_columns c on c.id = t.column_id "


async def get_task(member: Member, key: str, *, lock: bool = False, deleted: bool = False) -> Row:
    """The task with that key and its description, locked against other writers when asked so.

    Raises NotFound, also when the member may not see it, and Moved when it has another key now. A task in the trash
    is found with `deleted` only.
    """
    project_key, number = split_key(key)
    statement = _build_get(member, lock=lock, deleted=deleted)
    values = (member.workspace_id, project_key, number, member.id)
    row = await fetch_one(statement, *values)
    if row is not None and row["seen_version"] != row["version"]:
        # It waited for another writer: the task is as that one left it, what hangs on it as it was before.
        row = await fetch_one(statement, *values)
    if row is None:
        moved = None if deleted else await find_transferred(member, project_key, number)
        if moved is None and (renamed := await find_renamed(member, project_key)):
            moved = f"{renamed}-{number}"
        raise Moved(key, moved) if moved else NotFound
    row["subtasks"]["items"] = row.pop("subtask_items")
    return row


def _build_get(member: Member, *, lock: bool, deleted: bool) -> str:
    # Locked in a subquery: after a wait, the outer joins then follow the column that the task is in by now.
    return (
        f"select {CARD}, t.description, t.column_id, t.deleted_at, p.archived_at as project_archived_at, t.custom,"
        f" {_AROUND},"
        " coalesce((select json_agg(json_build_object('id', f.id, 'name', f.name, 'kind', f.kind,"
        "   'value', t.custom -> f.id::text) order by f.position)"
        "   from custom_fields f where f.project_id = t.project_id), '[]'::json) as fields,"
        f" {build_relations(member, '$4')},"
        f" {'(select s.version from tasks s where s.id = t.id)' if lock else 't.version'} as seen_version"
        " from projects p cross join lateral (select s.* from tasks s where s.project_id = p.id and s.number = $3"
        f"   and s.deleted_at is {'not ' if deleted else ''}null{' for no key update' if lock else ''}) t"
        " join project_columns c on c.id = t.column_id"
        f" where p.workspace_id = $1 and p.key = $2 and {build_visibility(member, '$4')}"
    )


async def list_board(member: Member, project: Row, *, per_column: int = 30) -> dict[UUID, list[Row]]:
    """The first `per_column` cards of each column by column id."""
    rows = await fetch(
        build_cards(
            f"select {FIELDS} from project_columns c join projects p on p.id = c.project_id"
            " cross join lateral (select * from tasks s"
            "   where s.workspace_id = c.workspace_id and s.project_id = c.project_id and s.column_id = c.id"
            f"   and s.deleted_at is null order by s.rank, s.id limit {per_column}) t"
            f" where c.workspace_id = $1 and c.project_id = $2 and {build_visibility(member, '$3')}",
            "c.position, t.rank, t.id",
        ),
        member.workspace_id,
        project["id"],
        member.id,
    )
    board: dict[UUID, list[Row]] = {}
    for row in rows:
        board.setdefault(row["column_id"], []).append(row)
    return board


async def list_column(
    member: Member, project: Row, column_id: UUID, *, after: tuple[str, UUID] | None, limit: int
) -> list[Row]:
    """`limit` + 1 cards of one column in its order, behind the rank and id of `after`."""
    behind = "" if after is None else " and (t.rank, t.id) > ($5, $6::uuid)"
    return await fetch(
        build_cards(
            f"select {FIELDS}{FROM}"
            f"where t.workspace_id = $1 and t.project_id = $2 and t.column_id = $3 and t.deleted_at is null{behind}"
            f" and {build_visibility(member, '$4')} order by t.rank, t.id limit {limit + 1}",
            "t.rank, t.id",
        ),
        member.workspace_id,
        project["id"],
        column_id,
        member.id,
        *(after or ()),
    )


async def name_tasks(member: Member, ids: Collection[UUID]) -> dict[UUID, Row]:
    """Key and title of those tasks by id, as far as the member may see them; `deleted`: it is in the trash."""
    rows = await fetch(
        "select t.id, p.key || '-' || t.number as key, t.title, t.deleted_at, t.deleted_at is not null as deleted"
        " from tasks t join projects p on p.id = t.project_id"
        f" where t.workspace_id = $1 and t.id = any($3::uuid[]) and {build_visibility(member, '$2')}",
        member.workspace_id,
        member.id,
        list(ids),
    )
    return {row["id"]: row for row in rows}
