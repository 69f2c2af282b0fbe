"""Subtasks: which task a task hangs below, and listing those below one."""

from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch
from taskflow.platform.errors import Conflict, Invalid
from taskflow.platform.pagination import Page, build_page, read_cursor, read_number
from taskflow.projects import build_visibility
from taskflow.tasks.cards import FIELDS, build_cards
from taskflow.tasks.graph import find_path, list_ancestors, measure_height
from taskflow.tasks.queries import FROM, Row, get_task
from taskflow.tasks.structure import lock_structure, lock_tasks
from taskflow.workspaces import Member

MAX_SUBTASKS = 200
MAX_LEVELS = 10
_NEAR = """
    with recursive above as (
        select id, parent_id from tasks where workspace_id = $1 and id = $2
        union select a.id, a.parent_id from above join tasks a on a.workspace_id = $1 and a.id = above.parent_id
    ), below as (
        select id from tasks where workspace_id = $1 and id = $3
        union select c.id from below join tasks c on c.workspace_id = $1 and c.parent_id = below.id
    )
    select t.id, t.parent_id, t.project_id, t.deleted_at, p.key || '-' || t.number as key,
        (select count(*) from tasks s where t.id = $2 and s.workspace_id = $1 and s.parent_id = t.id
            and s.id is distinct from $3) as siblings
    from tasks t join projects p on p.id = t.project_id
    where t.id in (select id from above union select id from below)
"""


async def list_subtasks(member: Member, key: str, *, after: str | None = None, limit: int = 50) -> Page:
    """The cards of the tasks directly below one, by number. Raises NotFound, or Invalid for a made-up cursor."""
    task = await get_task(member, key)
    (number,) = read_cursor(after, read_number)
    found = (
        f"select {FIELDS}{FROM}where t.workspace_id = $1 and t.parent_id = $2 and t.deleted_at is null"
        f" and ($4::bigint is null or t.number > $4) and {build_visibility(member, '$3')}"
        f" order by t.number limit {limit + 1}"
    )
    rows = await fetch(build_cards(found, "t.number"), member.workspace_id, task["id"], member.id, number)
    return build_page(rows, limit, "number")


async def lock_parent(member: Member, parent: str | None, *, child: str | None = None) -> Row | None:
    """The task with the key `parent`, locked with the task `child` that is to hang below it; None for no parent.

    Raises Invalid naming `parent` when it is not a task that the member may see.
    """
    await lock_structure(member)
    if parent is None:
        return None
    row = (await lock_tasks(member, parent, *([child] if child else []))).get(parent)
    if row is None:
        raise Invalid.field("parent", "unknown_parent", "is no task that you can see")
    return row


async def require_place(
    workspace_id: UUID, project_id: UUID, parent_id: UUID, *, child_id: UUID | None = None, trash_too: bool = False
) -> None:
    """Pass when a task of the project, new or `child_id`, can hang below `parent_id`; the structure is locked.

    Raises Invalid naming `parent` for a task that is gone (with `trash_too` it may be in the trash) or of another
    project; Conflict when it would hang below itself, for more than MAX_LEVELS levels, or for more than MAX_SUBTASKS
    subtasks of one task, those in the trash included.
    """
    near = {row["id"]: row for row in await fetch(_NEAR, workspace_id, parent_id, child_id)}
    parent = near.get(parent_id)
    if parent is None or (parent["deleted_at"] is not None and not trash_too):
        raise Invalid.field("parent", "unknown_parent", "is not there any more")
    if parent["project_id"] != project_id:
        raise Invalid.field("parent", "other_project", "must be a task of the same project")
    parents: dict[UUID, UUID | None] = {row["id"]: row["parent_id"] for row in near.values()}
    above = list_ancestors(parents, parent_id)
    if child_id is not None and child_id in {parent_id, *above}:
        raise _build_cycle(near, child_id, parent_id)
    height = measure_height(parents, child_id) if child_id is not None else 0
    if len(above) + 2 + height > MAX_LEVELS:
        raise Conflict(f"Subtasks go {MAX_LEVELS} levels deep at most", code="subtasks_too_deep")
    if parent["siblings"] >= MAX_SUBTASKS:
        detail = f"A task has at most {MAX_SUBTASKS} subtasks, those in the trash included"
        raise Conflict(detail, code="too_many_subtasks")


def _build_cycle(near: dict[UUID, Row], child_id: UUID, parent_id: UUID) -> Conflict:
    down = [(row["parent_id"], row["id"]) for row in near.values() if row["parent_id"] is not None]
    path = [near[task_id]["key"] for task_id in find_path(down, child_id, parent_id) or ()]
    extra: dict[str, Any] = {"path": path}
    detail = f"{path[-1]} is {path[0]} itself or hangs below it"
    return Conflict(detail, code="subtask_cycle", extra=extra)
