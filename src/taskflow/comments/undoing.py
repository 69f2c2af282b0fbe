"""How what was said is taken back."""

from typing import Any
from uuid import UUID

from taskflow.activity import Obstacle, Obstructed, stays, undoes
from taskflow.comments.inputs import CommentChanges
from taskflow.comments.posting import delete_comment, edit_comment, restore_comment
from taskflow.comments.queries import get_comment
from taskflow.tasks import find_subject_key, get_task
from taskflow.workspaces import Member

Row = dict[str, Any]


@undoes("comment.posted", "comment.restored")
async def _delete(member: Member, event: Row) -> str:
    key, comment = await _load(member, event)
    await delete_comment(member, key, comment["id"], version=comment["version"])
    return key


@undoes("comment.edited")
async def _put_back(member: Member, event: Row) -> str:
    key, comment = await _load(member, event)
    changes = CommentChanges(body=event["changes"]["body"][0])
    await edit_comment(member, key, comment["id"], changes, version=comment["version"])
    return key


@undoes("comment.deleted")
async def _restore(member: Member, event: Row) -> str:
    key = await find_subject_key(member, event)
    await restore_comment(member, key, UUID(event["changes"]["comment_id"][0]))
    return key


async def _load(member: Member, event: Row) -> tuple[str, Row]:
    """The task's key, and the comment as the event left it. Raises NotFound, or Obstructed when it was edited since."""
    key = await find_subject_key(member, event)
    comment = await get_comment(member, await get_task(member, key), UUID(event["changes"]["comment_id"][1]), lock=True)
    if comment["body"] != event["changes"]["body"][1]:
        raise Obstructed(Obstacle(key, "body", "the comment was changed again"))
    return key, comment


stays("A reaction is taken back, or given again, by the same button", "comment.reacted", "comment.unreacted")
