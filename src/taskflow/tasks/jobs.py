"""What tasks do in the background."""

from datetime import timedelta

from taskflow.platform.jobs import job
from taskflow.platform.outbox import enqueue
from taskflow.platform.schedule import repeat
from taskflow.tasks.trash import PURGE_BATCH, purge_trash

repeat("tasks.purge_trash", every=timedelta(hours=1))


@job("tasks.purge_trash")
async def purge_old_trash() -> None:
    """Delete what has been in the trash for 30 days, and go on while there is more; again it finds nothing to do."""
    if await purge_trash() == PURGE_BATCH:
        await enqueue("tasks.purge_trash")
