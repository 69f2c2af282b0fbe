"""What people say about tasks."""

from uuid import UUID

from taskflow import comments, tasks
from taskflow.api.operations import PageQuery, operation
from taskflow.api.reading import RenderedPageQuery, RenderQuery
from taskflow.api.rows import Row
from taskflow.api.schemas import Comment, CommentVersion
from taskflow.comments import CommentChanges, NewComment
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member

_COMMENTS = "/workspaces/{slug}/tasks/{task_key}/comments"
_COMMENT = _COMMENTS + "/{comment_id}"


@operation("GET", _COMMENTS, query=RenderedPageQuery, items=Comment)
async def list_comments(member: Member, task_key: str, query: RenderedPageQuery) -> Page:
    """List the comments on a task, the oldest first"""
    task = await tasks.get_task(member, task_key)
    page = await comments.list_comments(member, task, after=query.after, limit=query.limit)
    return Page([_render(row, query.render) for row in page.items], page.next_cursor)


@operation(
    "POST", _COMMENTS, body=NewComment, answer=Comment,
    location="/workspaces/{slug}/tasks/{task_key}/comments/{id}", codes=("forbidden",), undo=True,
)  # fmt: skip
async def post_comment(member: Member, task_key: str, body: NewComment) -> Row:
    """Comment on a task

    `@handle` mentions a member or a team, who are told. What handles mean is kept as it was then; those that mean
    nobody who can see the task stay text and are named in `unknown_mentions`.
    """
    return await comments.post_comment(member, task_key, body)


@operation("GET", _COMMENT, query=RenderQuery, answer=Comment)
async def get_comment(member: Member, task_key: str, comment_id: UUID, query: RenderQuery) -> Row:
    """Read a comment"""
    task = await tasks.get_task(member, task_key)
    return _render(await comments.get_comment(member, task, comment_id), query.render)


@operation("PATCH", _COMMENT, body=CommentChanges, answer=Comment, if_match="required", codes=("forbidden",), undo=True)
async def edit_comment(member: Member, task_key: str, comment_id: UUID, body: CommentChanges, version: int) -> Row:
    """Change a comment of your own

    Whom it did not mention before is told.
    """
    return await comments.edit_comment(member, task_key, comment_id, body, version=version)


@operation("DELETE", _COMMENT, current=Comment, if_match="required", codes=("forbidden",), undo=True)
async def delete_comment(member: Member, task_key: str, comment_id: UUID, version: int) -> None:
    """Delete a comment of your own, or any with the role for it"""
    await comments.delete_comment(member, task_key, comment_id, version=version)


@operation("GET", _COMMENT + "/versions", items=CommentVersion)
async def list_comment_versions(member: Member, task_key: str, comment_id: UUID, query: PageQuery) -> Page:
    """List what a comment says and said before, the newest first"""
    task = await tasks.get_task(member, task_key)
    comment = await comments.get_comment(member, task, comment_id)
    return await comments.list_versions(comment, after=query.after, limit=query.limit)


def _render(row: Row, rendering: str | None) -> Row:
    return row | {"body_html": comments.render_comment(row)} if rendering else row
