"""Changing what a task says, and putting it into the trash and back."""

from typing import Any

from taskflow.platform import clock
from taskflow.tasks.facts import change_task, write_change
from taskflow.tasks.inputs import TaskChanges
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission

_DUE = ("due_date", "due_at", "due_zone")


async def edit_task(member: Member, key: str, changes: TaskChanges, *, version: int) -> Row:
    """Change the fields named. Raises NotFound, Forbidden, or StaleVersion with who changed what since."""
    task = await get_task(member, key, lock=True)
    member.require(Permission.EDIT_TASK)
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
    """Take the task out of the trash, where it was before. Raises NotFound or Forbidden."""
    task = await get_task(member, key, lock=True, deleted=True)
    member.require(Permission.DELETE_TASK)
    return await change_task(member, "task.restored", task, {"deleted_at": None})


def build_values(changes: TaskChanges) -> dict[str, Any]:
    """The columns to write: only what is named; a due of one kind clears the other kind. Pure."""
    named = changes.named
    if any(name in named for name in _DUE):
        named |= {name: named.get(name) for name in _DUE}
    return named
