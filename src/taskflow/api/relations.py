"""How tasks hang together: subtasks, and which tasks wait for others."""

from taskflow import tasks
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Card, Task
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member

_TASK = "/workspaces/{slug}/tasks/{task_key}"
_BLOCKER = _TASK + "/blockers/{blocker_key}"


@operation("GET", _TASK + "/subtasks", items=Card)
async def list_subtasks(member: Member, task_key: str, query: PageQuery) -> Page:
    """List the tasks directly below a task

    `parent` of a task says below which one it hangs: give it when you make or change a task.
    """
    return await tasks.list_subtasks(member, task_key, after=query.after, limit=query.limit)


@operation(
    "PUT", _BLOCKER, answer=Task, if_match="optional", codes=("forbidden", "dependency_cycle", "too_many_blockers"),
    undo=True,
)  # fmt: skip
async def block_task(member: Member, task_key: str, blocker_key: str, version: int | None) -> Row:
    """Have a task wait for another one

    Of any project that you may see. As long as the other one is open, this one cannot be completed without `force`.
    """
    return await tasks.block_task(member, task_key, blocker_key, version=version)


@operation("DELETE", _BLOCKER, answer=Task, if_match="optional", codes=("forbidden",), undo=True)
async def unblock_task(member: Member, task_key: str, blocker_key: str, version: int | None) -> Row:
    """Have a task wait for another one no more"""
    return await tasks.unblock_task(member, task_key, blocker_key, version=version)
