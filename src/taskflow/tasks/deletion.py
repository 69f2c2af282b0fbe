"""Putting a task into the trash and taking it out, with the subtasks below it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from taskflow.platform import clock
from taskflow.platform.database import fetch_value
from taskflow.platform.unit_of_work import find_unit
from taskflow.projects import lock_columns
from taskflow.tasks.facts import write_change, write_changes
from taskflow.tasks.limits import require_room
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.structure import lock_structure, lock_tree
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission


@dataclass(frozen=True, slots=True)
class _Trashing:
    """When a unit of work puts things into the trash: what went in together is known by that moment."""

    at: datetime


async def delete_task(member: Member, key: str, *, version: int) -> None:
    """Put the task into the trash, and everything below it at the same moment.

    Raises NotFound, Forbidden, StaleVersion, or Conflict when too much hangs below it.
    """
    await lock_structure(member)
    tree = await lock_tree(await get_task(member, key), None)
    task = await get_task(member, key, lock=True)
    member.require(Permission.DELETE_TASK)
    await require_version(task, version)
    await _trash(member, task, tree)


async def restore_task(member: Member, key: str) -> Row:
    """Take the task out of the trash, where it was, and everything below it that went in with it.

    When its parent stays in the trash, it is no subtask any more. Raises NotFound, Forbidden, or Conflict for a full
    column.
    """
    await lock_structure(member)
    found = await get_task(member, key, deleted=True)
    tree = await lock_tree(found, found["deleted_at"])
    task = await get_task(member, key, lock=True, deleted=True)
    member.require(Permission.DELETE_TASK)
    await _require_room(tree)
    detached = {"parent_id": None} if await _find_trashed_parent(task) else {}
    await write_change(member, "task.restored", task, {"deleted_at": None} | detached)
    if tree[1:]:
        await write_changes(member, "task.restored", tree[1:], {"deleted_at": None})
    return await get_task(member, key)


async def take_out_again(member: Member, task: Row) -> None:
    """Take only this task out of the trash; a parent that went in with it is still its parent. The task is locked.

    Raises Forbidden, or Conflict for a full column.
    """
    member.require(Permission.DELETE_TASK)
    await _require_room([task])
    trashed = await _find_trashed_parent(task)
    detached = {"parent_id": None} if trashed not in {None, task["deleted_at"]} else {}
    await write_change(member, "task.restored", task, {"deleted_at": None} | detached)


async def put_in_again(member: Member, task: Row, **more: Any) -> None:
    """Put the locked task into the trash with everything below it; `more` are columns that it gets besides.

    Raises Forbidden.
    """
    member.require(Permission.DELETE_TASK)
    await _trash(member, task, await lock_tree(task, None), **more)


def find_moment() -> datetime:
    """The moment at which the present unit of work puts things into the trash, whenever it does."""
    unit = find_unit()
    assert unit is not None  # noqa: S101  tasks are changed in units only
    trashing: _Trashing = unit.notes.setdefault(_Trashing, _Trashing(clock.now()))
    return trashing.at


async def _trash(member: Member, task: Row, tree: Sequence[Row], **more: Any) -> None:
    if tree[1:]:
        await lock_columns({row["column_id"] for row in tree})
        await write_changes(member, "task.deleted", tree[1:], {"deleted_at": find_moment()})
    await write_change(member, "task.deleted", task, {"deleted_at": find_moment()} | more)


async def _require_room(tree: Sequence[Row]) -> None:
    """Pass when the columns of all of them have room; they are locked. Raises Conflict."""
    coming = Counter(row["column_id"] for row in tree)
    for column in (await lock_columns(coming)).values():
        require_room(column, coming=coming[column["id"]])


async def _find_trashed_parent(task: Row) -> datetime | None:
    """When the parent of the task went into the trash, if it is in it."""
    if task["parent_id"] is None:
        return None
    moment: datetime | None = await fetch_value("select deleted_at from tasks where id = $1", task["parent_id"])
    return moment
