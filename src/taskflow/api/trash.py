"""The trash of a workspace."""

from taskflow import tasks
from taskflow.api.operations import PageQuery, operation
from taskflow.api.schemas import Task
from taskflow.api.schemas.trash import TrashedTask
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member

_TRASH = "/workspaces/{slug}/trash"


@operation("GET", _TRASH, items=TrashedTask)
async def list_trash(member: Member, query: PageQuery) -> Page:
    """List the deleted tasks of a workspace, the latest first

    As far as you may see their projects. `DELETE …/tasks/{task_key}/deletion` takes one out again.
    """
    return await tasks.list_trash(member, after=query.after, limit=query.limit)


@operation(
    "DELETE", _TRASH + "/{task_key}", current=Task, if_match="required", codes=("forbidden", "too_many_subtasks"),
    undo="What was deleted for good is gone",
)  # fmt: skip
async def purge_task(member: Member, task_key: str, version: int) -> None:
    """Delete a task of the trash for good

    And the subtasks that went in with it. What happened to them stays in the history, and their numbers are not given
    out again.
    """
    await tasks.purge_task(member, task_key, version=version)
