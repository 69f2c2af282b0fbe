"""What people say about tasks."""

from uuid import UUID

from taskflow import comments, tasks
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Comment
from taskflow.comments import CommentChanges, NewComment
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member

_COMMENTS = "/workspaces/{slug}/tasks/{task_key}/comments"
_COMMENT = _COMMENTS + "/{comment_id}"


@operation("GET", _COMMENTS, items=Comment)
async def list_comments(member: Member, task_key: str, query: PageQuery) -> Page:
    """List the comments on a task, the oldest first"""
    task = await tasks.get_task(member, task_key)
    return await comments.list_comments(task, after=query.after, limit=query.limit)


@operation(
    "POST", _COMMENTS, body=NewComment, answer=Comment,
    location="/workspaces/{slug}/tasks/{task_key}/comments/{id}", codes=("forbidden",),
)  # fmt: skip
async def post_comment(member: Member, task_key: str, body: NewComment) -> Row:
    """Comment on a task"""
    return await comments.post_comment(member, task_key, body)


@operation("GET", _COMMENT, answer=Comment)
async def get_comment(member: Member, task_key: str, comment_id: UUID) -> Row:
    """Read a comment"""
    return await comments.get_comment(await tasks.get_task(member, task_key), comment_id)


@operation("PATCH", _COMMENT, body=CommentChanges, answer=Comment, if_match="required", codes=("forbidden",))
async def edit_comment(member: Member, task_key: str, comment_id: UUID, body: CommentChanges, version: int) -> Row:
    """Change a comment of your own"""
    return await comments.edit_comment(member, task_key, comment_id, body, version=version)


@operation("DELETE", _COMMENT, current=Comment, if_match="required", codes=("forbidden",))
async def delete_comment(member: Member, task_key: str, comment_id: UUID, version: int) -> None:
    """Delete a comment of your own, or any with the role for it"""
    await comments.delete_comment(member, task_key, comment_id, version=version)
