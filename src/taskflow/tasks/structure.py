"""Changing how tasks hang together, one at a time in a workspace, and locking those that hang together."""

from datetime import datetime

from taskflow.platform.database import fetch, fetch_value
from taskflow.platform.errors import Conflict, NotFound
from taskflow.projects import build_visibility
from taskflow.tasks.keys import split_key
from taskflow.tasks.queries import Row
from taskflow.workspaces import Member

MAX_TREE = 1000


async def lock_structure(member: Member) -> None:
    """Wait until nobody else in the workspace changes parents, dependencies or the trash; before any task is locked.

    Two changes that are right alone could make a circle together, or leave a subtask behind.
    """
    await fetch_value("select pg_advisory_xact_lock(hashtextextended($1, 0))", f"tasks.structure:{member.workspace_id}")


async def lock_tasks(member: Member, *keys: str) -> dict[str, Row]:
    """By key those of the tasks that are there and that the member may see, locked in one order for everybody."""
    names = []
    for key in keys:
        try:
            names.append(split_key(key))
        except NotFound:  # what is not a key names no task
            continue
    rows = await fetch(
        "select p.key || '-' || t.number as key, t.id, t.project_id"
        " from unnest($2::text[], $3::int[]) as k(key, number)"
        " join projects p on p.workspace_id = $1 and p.key = k.key"
        " join tasks t on t.project_id = p.id and t.number = k.number"
        f" where t.deleted_at is null and {build_visibility(member, '$4')} order by t.id for no key update of t",
        member.workspace_id,
        [project_key for project_key, _ in names],
        [number for _, number in names],
        member.id,
    )
    return {row["key"]: row for row in rows}


async def lock_tree(task: Row, deleted_at: datetime | None) -> list[Row]:
    """The task and everything below it that is in the same place: not in the trash, or in it since that moment.

    Locked in one order for everybody; the task itself is the first. The caller holds the structure, so that nothing is
    put below it meanwhile. Raises Conflict for more than MAX_TREE tasks.
    """
    rows = await fetch(
        "with recursive tree as (select id from tasks where workspace_id = $1 and id = $2"
        " union select c.id from tree join tasks c on c.workspace_id = $1 and c.parent_id = tree.id"
        " where c.deleted_at is not distinct from $3)"
        " select t.id, t.project_id, t.column_id, t.number, t.title, t.version, t.deleted_at"
        " from tasks t where t.id in (select id from tree) order by t.id for no key update of t",
        task["workspace_id"],
        task["id"],
        deleted_at,
    )
    if len(rows) > MAX_TREE:
        raise Conflict(f"At most {MAX_TREE} tasks move at once", code="too_many_subtasks")
    common = {"project_archived_at": task["project_archived_at"]}
    return [row | common for row in sorted(rows, key=lambda row: bool(row["id"] != task["id"]))]
