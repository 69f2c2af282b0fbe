"""Completing a task and reopening it; the board follows."""

from typing import Any

from taskflow.platform import clock
from taskflow.projects import lock_column_of
from taskflow.tasks.dependencies import require_unblocked
from taskflow.tasks.facts import write_change
from taskflow.tasks.limits import require_room
from taskflow.tasks.ordering import find_first_rank
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.recurring import make_next, prepare_next
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission


async def complete_task(member: Member, key: str, *, version: int | None = None, force: bool = False) -> Row:
    """Complete it and put it on top of the done column; doing it twice changes nothing. Subtasks stay as they are.

    A task that recurs is followed by its `next`. Raises NotFound, Forbidden, StaleVersion, or Conflict for one that
    others block, unless with `force`.
    """
    task = await _load(member, key, version)
    if task["completed_at"] is not None:
        return task
    forced = await require_unblocked(member, task, force=force)
    coming = await prepare_next(member, task)
    await _change(member, "task.completed", task, "done", **forced)
    await make_next(member, task, coming)
    return await get_task(member, key)


async def reopen_task(member: Member, key: str, *, version: int | None = None) -> Row:
    """Reopen it on top of the column for work to be done; doing it twice changes nothing."""
    task = await _load(member, key, version)
    if task["completed_at"] is None:
        return task
    await _change(member, "task.reopened", task, "todo", "backlog", "doing", "review")
    return await get_task(member, key)


async def _load(member: Member, key: str, version: int | None) -> Row:
    task = await get_task(member, key, lock=True)
    member.require(Permission.EDIT_TASK)
    await require_version(task, version)
    return task


async def _change(member: Member, action: str, task: Row, *categories: str, **more: tuple[Any, Any]) -> None:
    values: dict[str, object] = {"completed_at": clock.now() if action == "task.completed" else None}
    column = await lock_column_of(task["project_id"], *categories, leaving=task["column_id"])
    if column is None:  # a board without such a column: the task stays where it is
        await write_change(member, action, task, values, **more)
        return
    require_room(column, leaving=task["column_id"])
    values |= {"column_id": column["id"], "rank": await find_first_rank(task["project_id"], column["id"])}
    await write_change(member, action, task, values, column=(task["column"]["name"], column["name"]), **more)
