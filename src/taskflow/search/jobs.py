"""What search does in the background."""

from uuid import UUID

from taskflow.platform.jobs import job
from taskflow.platform.lanes import BULK
from taskflow.platform.outbox import enqueue
from taskflow.search.documents import rebuild_documents


@job("search.rebuild", is_bulk=True)
async def rebuild(*, workspace_id: UUID, after: UUID | None = None) -> None:
    """Make the documents of some tasks anew and go on with the next ones; running it again changes nothing."""
    last = await rebuild_documents(workspace_id, after=after)
    if last is not None:
        await enqueue("search.rebuild", workspace_id=workspace_id, after=last, priority=BULK)
