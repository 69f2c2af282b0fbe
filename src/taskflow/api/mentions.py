"""Whom a comment can mention."""

from typing import Annotated

from pydantic import Field

from taskflow import comments, tasks
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Mentionable
from taskflow.platform.validation import Input
from taskflow.workspaces import Member


class MentionableQuery(Input):
    """What was typed so far."""

    q: Annotated[
        str, Field(max_length=100, examples=["pri"], description="The beginning of a handle, or of a word of a name")
    ] = ""


@operation("GET", "/workspaces/{slug}/tasks/{task_key}/mentionable", query=MentionableQuery, answer=Mentionable)
async def list_mentionable(member: Member, task_key: str, query: MentionableQuery) -> Row:
    """List whom a comment on a task can mention

    Members who can see the task, and teams with such members: the first ten by name.
    """
    task = await tasks.get_task(member, task_key)
    return {"items": await comments.list_mentionable(member, task, text=query.q)}
