"""What happens to files in the background."""

from datetime import timedelta

from taskflow.attachments.purging import BATCH, purge_attachments
from taskflow.platform.jobs import job
from taskflow.platform.outbox import enqueue
from taskflow.platform.schedule import repeat

repeat("attachments.purge", every=timedelta(hours=1))


@job("attachments.purge")
async def purge() -> None:
    """Forget the bytes of files that nobody can bring back, and come back while there are more of them."""
    if await purge_attachments() == BATCH:
        await enqueue("attachments.purge")
