"""What a task's end state can be asked for: its place, whether it is done, who has it, its labels.

Doing it twice changes nothing. If-Match is honoured when sent and not asked for.
"""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from taskflow import tasks
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Task
from taskflow.platform.validation import Input
from taskflow.tasks import Position
from taskflow.workspaces import Member

_TASK = "/workspaces/{slug}/tasks/{task_key}"


class ForceQuery(Input):
    """What to do about open tasks that block this one."""

    force: Annotated[bool, Field(description="Complete it although open tasks block it; its event says so")] = False


@operation(
    "PUT", _TASK + "/position", body=Position, query=ForceQuery, answer=Task, if_match="optional",
    codes=("forbidden", "wip_limit_reached", "task_blocked"), undo=True,
)  # fmt: skip
async def move_task(member: Member, task_key: str, body: Position, query: ForceQuery, version: int | None) -> Row:
    """Move a task

    Into a column, before another task or at the end. A column of the category done completes it, as completing does;
    what open tasks block is not completed without `force`.
    """
    return await tasks.move_task(member, task_key, body, version=version, force=query.force)


@operation(
    "PUT", _TASK + "/completion", query=ForceQuery, answer=Task, if_match="optional",
    codes=("forbidden", "wip_limit_reached", "task_blocked"), undo=True,
)  # fmt: skip
async def complete_task(member: Member, task_key: str, query: ForceQuery, version: int | None) -> Row:
    """Complete a task

    What open tasks block is not completed without `force`. Subtasks stay as they are: `subtasks` says how many are
    open. One that recurs is followed, once, by the task in `next`: like it, open, and due when its rule says.
    """
    return await tasks.complete_task(member, task_key, version=version, force=query.force)


@operation(
    "DELETE", _TASK + "/completion", answer=Task, if_match="optional", codes=("forbidden", "wip_limit_reached"),
    undo=True,
)  # fmt: skip
async def reopen_task(member: Member, task_key: str, version: int | None) -> Row:
    """Reopen a task"""
    return await tasks.reopen_task(member, task_key, version=version)


@operation(
    "PUT", _TASK + "/assignees/{member_id}", answer=Task, if_match="optional",
    codes=("forbidden", "too_many_assignees"), undo=True,
)  # fmt: skip
async def assign_task(member: Member, task_key: str, member_id: UUID, version: int | None) -> Row:
    """Put a member on a task"""
    return await tasks.assign_task(member, task_key, member_id, version=version)


@operation(
    "DELETE", _TASK + "/assignees/{member_id}", answer=Task, if_match="optional", codes=("forbidden",),
    undo=True,
)  # fmt: skip
async def unassign_task(member: Member, task_key: str, member_id: UUID, version: int | None) -> Row:
    """Take a member off a task"""
    return await tasks.unassign_task(member, task_key, member_id, version=version)


@operation("PUT", _TASK + "/labels/{label_id}", answer=Task, if_match="optional", codes=("forbidden",), undo=True)
async def label_task(member: Member, task_key: str, label_id: UUID, version: int | None) -> Row:
    """Put a label on a task"""
    return await tasks.label_task(member, task_key, label_id, version=version)


@operation("DELETE", _TASK + "/labels/{label_id}", answer=Task, if_match="optional", codes=("forbidden",), undo=True)
async def unlabel_task(member: Member, task_key: str, label_id: UUID, version: int | None) -> Row:
    """Take a label off a task"""
    return await tasks.unlabel_task(member, task_key, label_id, version=version)
