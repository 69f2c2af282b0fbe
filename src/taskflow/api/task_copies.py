"""Copies of tasks, and tasks that go to another project."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from taskflow import tasks
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Task
from taskflow.api.schemas.transfers import TransferPreview, TransferredTask
from taskflow.platform.validation import Input, parse
from taskflow.projects import ProjectKey
from taskflow.tasks import Duplicate, Transfer
from taskflow.workspaces import Member

_TASK = "/workspaces/{slug}/tasks/{task_key}"
_REFUSED = ("forbidden", "wip_limit_reached", "too_many_subtasks")


@operation(
    "POST", _TASK + "/duplicates", body=Duplicate, answer=Task, location="/workspaces/{slug}/tasks/{key}",
    codes=_REFUSED, undo=True,
)  # fmt: skip
async def duplicate_task(member: Member, task_key: str, body: Duplicate) -> Row:
    """Copy a task

    At the end of its column, as work that is to be done. Its description, priority and dates are copied, and what
    `include` names; never comments and files.
    """
    return await tasks.duplicate_task(member, task_key, body)


@operation(
    "PUT", _TASK + "/project", body=Transfer, answer=TransferredTask, current=Task, if_match="optional",
    codes=(*_REFUSED, "project_archived", "task_blocked"), undo=True,
)  # fmt: skip
async def transfer_task(member: Member, task_key: str, body: Transfer, version: int | None) -> Row:
    """Move a task to another project

    With its subtasks. It keeps its id, its comments and its history, and gets a key of that project; its old key is
    answered 308 from then on. Labels and fields become those of the same name; `dropped` names what the project has
    no place for. `GET …/transfer` tells it before. Taken back, it has its old key again.
    """
    return await tasks.transfer_task(member, task_key, body, version=version)


class TransferQuery(Input):
    """Where the task would go."""

    project: ProjectKey = Field(examples=["APP"], description="A project's key")
    column_id: Annotated[UUID, Field(description="A column of that project")] | None = None


@operation(
    "GET",
    _TASK + "/transfer",
    query=TransferQuery,
    answer=TransferPreview,
    codes=(*_REFUSED, "project_archived", "task_blocked"),
)
async def preview_transfer(member: Member, task_key: str, query: TransferQuery) -> Row:
    """Tell what moving a task to another project would do

    Changes nothing, and is refused as moving it would be.
    """
    return await tasks.preview_transfer(member, task_key, parse(Transfer, query.model_dump(), below="/query"))
