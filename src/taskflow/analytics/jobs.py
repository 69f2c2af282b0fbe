"""What analytics does in the background."""

from datetime import timedelta
from uuid import UUID

from taskflow.analytics.following import BATCH, follow_events
from taskflow.analytics.rebuilding import rebuild
from taskflow.platform.jobs import job
from taskflow.platform.leases import Run
from taskflow.platform.outbox import enqueue
from taskflow.platform.schedule import repeat

repeat("analytics.follow", every=timedelta(seconds=30))


@job("analytics.follow")
async def follow() -> None:
    """Count what has happened, and go on at once while there is more; running it again counts nothing twice."""
    if await follow_events() == BATCH:
        await enqueue("analytics.follow")


@job("analytics.rebuild", is_leased=True, is_bulk=True)
async def rebuild_workspace(*, workspace_id: UUID, run: Run) -> None:
    """Tell all that happened in the workspace anew; running it again changes nothing."""
    await rebuild(workspace_id, run)
