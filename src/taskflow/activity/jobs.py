"""What the record of events does in the background."""

from datetime import timedelta

from taskflow.activity.sealing import BATCH, seal_events
from taskflow.platform.jobs import job
from taskflow.platform.outbox import enqueue
from taskflow.platform.schedule import repeat

repeat("activity.seal", every=timedelta(minutes=1))


@job("activity.seal")
async def seal() -> None:
    """Seal what is settled, and go on at once while there is more; running it again seals nothing twice."""
    if await seal_events() == BATCH:
        await enqueue("activity.seal")
