"""Reacting to a comment with an emoji: one of each kind for a member."""

from uuid import UUID

from taskflow.comments.queries import Row, get_comment
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch
from taskflow.platform.ids import new_id
from taskflow.tasks import get_task, record_task
from taskflow.workspaces import Member, Permission

# A fixed list: everybody's system draws them, and one word of agreement is not spelt in three ways.
EMOJI = ("👍", "👎", "😄", "🎉", "😕", "❤️", "🚀", "👀", "🙏", "💯", "✅", "❌", "🔥", "💡", "😢", "🙌")


async def add_reaction(member: Member, task_key: str, comment_id: UUID, emoji: str) -> Row:
    """React, and give the comment; doing it twice changes nothing. Raises NotFound or Forbidden."""
    task = await get_task(member, task_key)
    await get_comment(member, task, comment_id)
    member.require(Permission.POST_COMMENT)
    added = await fetch(
        "insert into comment_reactions (id, workspace_id, comment_id, member_id, emoji, created_at)"
        " values ($1, $2, $3, $4, $5, $6)"
        " on conflict (workspace_id, comment_id, member_id, emoji) do nothing returning id",
        new_id(),
        member.workspace_id,
        comment_id,
        member.id,
        emoji,
        clock.now(),
    )
    if added:
        changes = {"comment_id": (comment_id, comment_id), "emoji": (None, emoji)}
        await record_task(member, "comment.reacted", task, **changes)
    return await get_comment(member, task, comment_id)


async def remove_reaction(member: Member, task_key: str, comment_id: UUID, emoji: str) -> Row:
    """Take one's reaction back, and give the comment; doing it twice changes nothing. Raises NotFound or Forbidden."""
    task = await get_task(member, task_key)
    await get_comment(member, task, comment_id)
    member.require(Permission.POST_COMMENT)
    if await execute(
        "delete from comment_reactions where workspace_id = $1 and comment_id = $2 and member_id = $3 and emoji = $4",
        member.workspace_id,
        comment_id,
        member.id,
        emoji,
    ):
        changes = {"comment_id": (comment_id, comment_id), "emoji": (emoji, None)}
        await record_task(member, "comment.unreacted", task, **changes)
    return await get_comment(member, task, comment_id)
