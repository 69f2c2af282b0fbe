"""Reacting to comments."""

from uuid import UUID

from taskflow import comments
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Comment
from taskflow.workspaces import Member

_REACTION = "/workspaces/{slug}/tasks/{task_key}/comments/{comment_id}/reactions/{emoji}"


@operation(
    "PUT", _REACTION, answer=Comment, codes=("forbidden",),
    undo="A reaction is taken back, or given again, by itself",
)  # fmt: skip
async def add_reaction(member: Member, task_key: str, comment_id: UUID, emoji: str) -> Row:
    """React to a comment"""
    return await comments.add_reaction(member, task_key, comment_id, emoji)


@operation(
    "DELETE", _REACTION, answer=Comment, codes=("forbidden",),
    undo="A reaction is taken back, or given again, by itself",
)  # fmt: skip
async def remove_reaction(member: Member, task_key: str, comment_id: UUID, emoji: str) -> Row:
    """Take a reaction of yours back"""
    return await comments.remove_reaction(member, task_key, comment_id, emoji)
