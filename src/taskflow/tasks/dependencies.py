"""Which tasks have to be done before a task, and what that forbids."""

from typing import Any

from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import Conflict
from taskflow.platform.ids import new_id
from taskflow.projects import build_visibility
from taskflow.tasks.facts import change_task
from taskflow.tasks.graph import find_path
from taskflow.tasks.models import Dependency
from taskflow.tasks.queries import Row, get_task, name_tasks
from taskflow.tasks.structure import lock_structure, lock_tasks
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission

MAX_BLOCKERS = 50
MAX_BLOCKED = 200
_WAITING = """
    with recursive waiting as (
        select $2::uuid as id
        union select d.blocked_id from waiting w join task_dependencies d on d.workspace_id = $1 and d.blocker_id = w.id
    )
    select d.blocker_id, d.blocked_id from waiting w
    join task_dependencies d on d.workspace_id = $1 and d.blocker_id = w.id
"""


async def block_task(member: Member, key: str, blocker_key: str, *, version: int | None = None) -> Row:
    """Have the task wait for the other one, of any project that the member sees; doing it twice changes nothing.

    Raises NotFound, Forbidden, StaleVersion, or Conflict for a circle, named by its `path`, or too many of them.
    """
    task, blocker = await _lock(member, key, blocker_key, version)
    if any(row["id"] == str(blocker["id"]) for row in task["blocked_by"]):
        return task
    await _require_no_circle(member, task, blocker)
    await _require_few(task, blocker)
    ids = {"blocker_id": blocker["id"], "blocked_id": task["id"]}
    await Dependency.create(id=new_id(), workspace_id=member.workspace_id, **ids)
    return await change_task(member, "task.blocked", task, {}, blocker_id=(None, blocker["id"]))


async def unblock_task(member: Member, key: str, blocker_key: str, *, version: int | None = None) -> Row:
    """Have the task wait for the other one no more; doing it twice changes nothing.

    Raises NotFound, Forbidden or StaleVersion.
    """
    task, blocker = await _lock(member, key, blocker_key, version)
    if not await execute(
        "delete from task_dependencies where workspace_id = $1 and blocked_id = $2 and blocker_id = $3",
        member.workspace_id,
        task["id"],
        blocker["id"],
    ):
        return task
    return await change_task(member, "task.unblocked", task, {}, blocker_id=(blocker["id"], None))


async def require_unblocked(member: Member, task: Row, *, force: bool = False) -> dict[str, tuple[Any, Any]]:
    """Pass when nothing open blocks the locked task, or anyway with `force`: gives what its event then says of it.

    Raises Conflict with the `blockers` that the member may see and the number of `hidden_blockers`.
    """
    if not task["blocked"]:
        return {}
    rows = await fetch(
        f"select b.id, p.key || '-' || b.number as key, b.title, {build_visibility(member, '$3')} as is_visible"
        " from task_dependencies f join tasks b on b.workspace_id = f.workspace_id and b.id = f.blocker_id"
        " join projects p on p.id = b.project_id where f.workspace_id = $1 and f.blocked_id = $2"
        " and b.completed_at is null and b.deleted_at is null order by p.key, b.number",
        member.workspace_id,
        task["id"],
        member.id,
    )
    if force:
        return {"forced": (None, True), "open_blockers": (None, [str(row["id"]) for row in rows])}
    seen = [{name: row[name] for name in ("id", "key", "title")} for row in rows if row["is_visible"]]
    hidden = len(rows) - len(seen)
    others = [f"{hidden} that you cannot see"] if hidden else []
    detail = f"{task['key']} is blocked by {', '.join([*(row['key'] for row in seen), *others])}"
    raise Conflict(detail, code="task_blocked", extra={"blockers": seen, "hidden_blockers": hidden})


async def _lock(member: Member, key: str, blocker_key: str, version: int | None) -> tuple[Row, Row]:
    await lock_structure(member)
    rows = await lock_tasks(member, key, blocker_key)
    task = await get_task(member, key, lock=True)
    blocker = rows.get(blocker_key) or await get_task(member, blocker_key)  # which says that it has moved
    member.require(Permission.EDIT_TASK)
    await require_version(task, version)
    return task, blocker


async def _require_no_circle(member: Member, task: Row, blocker: Row) -> None:
    """Pass when the blocker does not wait for the task already, over any number of others."""
    rows = await fetch(_WAITING, member.workspace_id, task["id"])
    path = find_path([(row["blocker_id"], row["blocked_id"]) for row in rows], task["id"], blocker["id"])
    if path is None:
        return
    named = await name_tasks(member, path)
    keys = [named[task_id]["key"] if task_id in named else None for task_id in path]
    detail = f"{blocker['key']} waits for {task['key']} itself" if len(path) > 1 else "A task cannot wait for itself"
    raise Conflict(detail, code="dependency_cycle", extra={"path": keys})


async def _require_few(task: Row, blocker: Row) -> None:
    rows = await fetch(
        "select count(*) filter (where blocked_id = $2) as blockers, count(*) filter (where blocker_id = $3) as blocked"
        " from task_dependencies where workspace_id = $1 and (blocked_id = $2 or blocker_id = $3)",
        task["workspace_id"],
        task["id"],
        blocker["id"],
    )
    if rows[0]["blockers"] >= MAX_BLOCKERS or rows[0]["blocked"] >= MAX_BLOCKED:
        detail = f"A task waits for at most {MAX_BLOCKERS} others, and at most {MAX_BLOCKED} wait for one"
        raise Conflict(detail, code="too_many_blockers")
