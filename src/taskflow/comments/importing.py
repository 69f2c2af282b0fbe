"""Comments that come from elsewhere, with the tasks that they belong to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from taskflow.comments.models import Comment
from taskflow.platform.ids import new_id
from taskflow.workspaces import Member


@dataclass(frozen=True, slots=True)
class ImportedComment:
    """A comment as another program knew it; its text is checked already."""

    task_id: UUID
    author_id: UUID
    body: str
    created_at: datetime


async def import_comments(member: Member, imported: Iterable[ImportedComment]) -> None:
    """Write them; their tasks were made with the number of them. Nobody is mentioned: it was said elsewhere."""
    await Comment.bulk_create(
        Comment(
            id=new_id(),
            workspace_id=member.workspace_id,
            task_id=comment.task_id,
            author_id=comment.author_id,
            body=comment.body,
            created_at=comment.created_at,
        )
        for comment in imported
    )
