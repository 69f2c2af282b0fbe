"""Posting, editing and deleting comments; a task's history has them all.

A comment that was deleted leaves no trace in the talk: nothing hangs below a comment, and the history keeps its text.
"""

from uuid import UUID

from taskflow.comments.inputs import CommentChanges, NewComment
from taskflow.comments.mentions import find_mentioned, write_mentions
from taskflow.comments.models import Comment
from taskflow.comments.queries import Row, get_comment, get_deleted_comment
from taskflow.platform import clock
from taskflow.platform.errors import Forbidden
from taskflow.platform.ids import new_id
from taskflow.tasks import count_comment, get_task, record_task
from taskflow.workspaces import Member, Permission, require_version


async def post_comment(member: Member, task_key: str, new: NewComment) -> Row:
    """Post it, and mention whom its handles mean; they and the author watch the task from then on.

    Raises NotFound or Forbidden.
    """
    task = await get_task(member, task_key)
    member.require(Permission.POST_COMMENT)
    comment_id = new_id()
    await Comment.create(
        id=comment_id,
        workspace_id=member.workspace_id,
        task_id=task["id"],
        author_id=member.id,
        body=new.body,
        created_at=clock.now(),
    )
    mentioned = await write_mentions(member, task, comment_id, new.body)
    await count_comment(task, 1, watchers=mentioned | {member.id})
    more = _change_of_mentions(set(), mentioned)
    await record_task(member, "comment.posted", task, comment_id=(None, comment_id), body=(None, new.body), **more)
    return await get_comment(member, task, comment_id)


async def edit_comment(
    member: Member, task_key: str, comment_id: UUID, changes: CommentChanges, *, version: int
) -> Row:
    """Change the text of one's own comment. Raises NotFound, Forbidden or StaleVersion."""
    task = await get_task(member, task_key)
    comment = await get_comment(member, task, comment_id, lock=True)
    if comment["author_id"] != member.id:
        raise Forbidden("Only the author changes a comment")
    await require_version(comment, version, workspace_id=member.workspace_id, of_task=task["id"])
    if comment["body"] == changes.body:
        return comment
    await Comment.filter(id=comment_id).update(body=changes.body, version=version + 1, edited_at=clock.now())
    mentioned = await write_mentions(member, task, comment_id, changes.body, comment["mentions"])
    if new := mentioned - find_mentioned(comment["mentions"]):
        await count_comment(task, 0, watchers=new)
    await record_task(
        member,
        "comment.edited",
        task,
        comment_id=(comment_id, comment_id),
        body=(comment["body"], changes.body),
        version=(version, version + 1),
        **_change_of_mentions(find_mentioned(comment["mentions"]), mentioned),
    )
    return await get_comment(member, task, comment_id)


async def delete_comment(member: Member, task_key: str, comment_id: UUID, *, version: int) -> None:
    """Delete a comment of one's own, or any with the permission. Raises NotFound, Forbidden or StaleVersion."""
    task = await get_task(member, task_key)
    comment = await get_comment(member, task, comment_id, lock=True)
    if comment["author_id"] != member.id:
        member.require(Permission.DELETE_ANY_COMMENT)
    await require_version(comment, version, workspace_id=member.workspace_id, of_task=task["id"])
    await Comment.filter(id=comment_id).update(deleted_at=clock.now(), version=version + 1)
    await count_comment(task, -1)
    await record_task(member, "comment.deleted", task, comment_id=(comment_id, None), body=(comment["body"], None))


async def restore_comment(member: Member, task_key: str, comment_id: UUID) -> None:
    """Bring a deleted comment back, whoever may delete it. Raises NotFound for no deleted comment, or Forbidden."""
    task = await get_task(member, task_key)
    comment = await get_deleted_comment(task, comment_id)
    if comment["author_id"] != member.id:
        member.require(Permission.DELETE_ANY_COMMENT)
    await Comment.filter(id=comment_id).update(deleted_at=None, version=comment["version"] + 1)
    await count_comment(task, 1)
    await record_task(member, "comment.restored", task, comment_id=(None, comment_id), body=(None, comment["body"]))


def _change_of_mentions(old: set[UUID], new: set[UUID]) -> dict[str, tuple[list[str], list[str]]]:
    """What an event says of the members who were mentioned before and are now; nothing when there is nobody."""
    return {"mentions": (sorted(map(str, old)), sorted(map(str, new)))} if old | new else {}
