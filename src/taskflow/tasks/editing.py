"""Changing what a task says, and putting it into the trash and back."""

from taskflow.platform import clock
from taskflow.platform.errors import Invalid
from taskflow.projects import lock_column
from taskflow.tasks.facts import change_task, write_change
from taskflow.tasks.inputs import TaskChanges
from taskflow.tasks.limits import require_room
from taskflow.tasks.merging import build_values, require_base
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission


async def edit_task(
    member: Member, key: str, changes: TaskChanges, *, version: int | None, base: TaskChanges | None = None
) -> Row:
    """Change the fields named: against `version`, or without one if they still are what they are in `base`.

    Raises NotFound, Forbidden, StaleVersion with who changed what since, MergeConflict, or Invalid for a base that
    does not go with the rest.
    """
    task = await get_task(member, key, lock=True)
    member.require(Permission.EDIT_TASK)
    if version is None:
        require_base(task, changes, base)
    elif base is not None:
        raise Invalid.field("base", "not_merging", "goes with If-Match: * only")
    await require_version(task, version)
    values = build_values(changes)
    different = {name: value for name, value in values.items() if task[name] != value}
    return await change_task(member, "task.edited", task, different) if different else task


async def delete_task(member: Member, key: str, *, version: int) -> None:
    """Put the task into the trash. Raises NotFound, Forbidden or StaleVersion."""
    task = await get_task(member, key, lock=True)
    member.require(Permission.DELETE_TASK)
    await require_version(task, version)
    await write_change(member, "task.deleted", task, {"deleted_at": clock.now()})


async def restore_task(member: Member, key: str) -> Row:
    """Take the task out of the trash, where it was. Raises NotFound, Forbidden, or Conflict for a full column."""
    task = await get_task(member, key, lock=True, deleted=True)
    member.require(Permission.DELETE_TASK)
    require_room(await lock_column(task["project_id"], task["column_id"]))
    return await change_task(member, "task.restored", task, {"deleted_at": None})
