"""What webhooks do in the background."""

from datetime import timedelta
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.jobs import job
from taskflow.platform.leases import Run
from taskflow.platform.outbox import enqueue
from taskflow.platform.schedule import repeat
from taskflow.webhooks import delivery, dispatch, health, pumps, retention

repeat("webhooks.forget", every=timedelta(hours=1))
repeat("webhooks.replace_lost_pumps", every=timedelta(minutes=1))


def _build_rest(attempt: int) -> timedelta:
    """A pump fails only by a fault of ours or of the database: what it sends is retried by itself."""
    return timedelta(seconds=min(5 * attempt, 60))


@job("webhooks.dispatch")
async def dispatch_event(*, event_id: UUID) -> None:
    """Write the deliveries of an event."""
    await dispatch.dispatch(event_id)


@job("webhooks.deliver", is_leased=True, is_bulk=True, max_attempts=20, backoff=_build_rest)
async def deliver(*, run: Run, hook_id: UUID) -> None:
    """Send what is due to a webhook."""
    await delivery.deliver(run, hook_id)


@job("webhooks.ping", is_leased=True, max_attempts=3, backoff=_build_rest)
async def ping(*, run: Run, delivery_id: UUID) -> None:
    """Send a ping."""
    await delivery.deliver_ping(delivery_id)


@job("webhooks.give_up")
async def give_up(*, workspace_id: UUID, hook_id: UUID) -> None:
    """Give up what waits for a disabled webhook."""
    await health.give_up_waiting(workspace_id, hook_id, now=clock.now())


@job("webhooks.replace_lost_pumps")
async def replace_lost_pumps() -> None:
    """Have sent what nobody would send any more."""
    await pumps.replace_lost_pumps()


@job("webhooks.forget")
async def forget() -> None:
    """Delete what is old, and go on at once while there is more."""
    if await retention.forget_old():
        await enqueue("webhooks.forget")
