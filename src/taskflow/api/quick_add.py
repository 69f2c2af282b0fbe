"""Making a task from one line."""

from typing import Annotated

from pydantic import Field

from taskflow import tasks
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas.quick_add import QuickPreview, QuickTaskMade
from taskflow.platform.validation import Input
from taskflow.tasks import QuickTask
from taskflow.workspaces import Member

_QUICK = "/workspaces/{slug}/projects/{project_key}/tasks/quick"


@operation(
    "POST", _QUICK, body=QuickTask, answer=QuickTaskMade, location="/workspaces/{slug}/tasks/{key}",
    codes=("forbidden", "project_archived"), undo=True,
)  # fmt: skip
async def create_quick_task(member: Member, project_key: str, body: QuickTask) -> Row:
    """Make a task from one line

    `Fix login tomorrow 9am @mateo #bug !high >Review`. Days: `today`, `tomorrow`, `friday` (the next one after today),
    `next friday` (that of next week), `next week`, `in 3 days`, `25 nov`, `2026-11-25`; times: `9am`, `14:30`, in your
    time zone. `@` a member, `@me` yourself, `#` a label, `!` a priority, `>` or `/` a column. What is not understood
    stays in the title and is told in `unknown`; text in double quotes is left alone.
    """
    return await tasks.create_quick_task(member, project_key, body)


class QuickQuery(Input):
    """The line to read."""

    text: Annotated[str, Field(max_length=500, examples=["Fix login tomorrow 9am !high"], description="The line")] = ""


@operation("GET", _QUICK, query=QuickQuery, answer=QuickPreview, codes=("forbidden",))
async def preview_quick_task(member: Member, project_key: str, query: QuickQuery) -> Row:
    """Tell what a line would make

    Changes nothing.
    """
    return await tasks.preview_quick_task(member, project_key, query.text)
