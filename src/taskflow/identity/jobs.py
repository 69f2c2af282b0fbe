"""What happens to people's things in the background."""

from datetime import timedelta

from taskflow.identity.kept_answers import PURGE_BATCH, purge_answers
from taskflow.platform.jobs import job
from taskflow.platform.outbox import enqueue
from taskflow.platform.schedule import repeat

repeat("identity.purge_answers", every=timedelta(hours=1))


@job("identity.purge_answers")
async def purge_old_answers() -> None:
    """Delete the answers that nobody may ask for any more, and come back while there are more of them."""
    if await purge_answers() == PURGE_BATCH:
        await enqueue("identity.purge_answers")
