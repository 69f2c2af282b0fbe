"""Sending again what was sent or given up, and a ping to try a webhook out."""

from datetime import datetime
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute
from taskflow.platform.errors import Conflict
from taskflow.platform.ids import new_id
from taskflow.platform.lanes import URGENT
from taskflow.platform.outbox import enqueue
from taskflow.webhooks.models import WebhookDelivery
from taskflow.webhooks.payloads import build_ping
from taskflow.webhooks.pumps import plan
from taskflow.webhooks.queries import Row, get_delivery, get_hook
from taskflow.webhooks.subscriptions import PING
from taskflow.workspaces import Member

MOST_REPLAYED = 10_000
_AGAIN = (
    "update webhook_deliveries set state = 'waiting', tries = 0, first_tried_at = null, reason = null, ended_at = null,"
    " next_at = $2"
)


async def replay_delivery(member: Member, hook_id: UUID, delivery_id: UUID) -> Row:
    """Have a delivery sent again, with the same id; gives it. What waits still is sent at once.

    Raises Forbidden, NotFound, or Conflict when the webhook is disabled.
    """
    hook = await get_hook(member, hook_id, lock=True)
    delivery = await get_delivery(member, hook, delivery_id)
    now = clock.now()
    if delivery["event_id"] is None:
        await execute(f"{_AGAIN} where id = $1", delivery_id, now)
        await _enqueue_ping(hook, delivery_id)
    else:
        _require_enabled(hook)
        await execute(f"{_AGAIN} where id = $1", delivery_id, now)
        await plan(hook_id, now)
    return await get_delivery(member, hook, delivery_id)


async def replay_failed(member: Member, hook_id: UUID, *, since: datetime) -> int:
    """Have sent again what was given up of the events from that moment on, each subject in its order; gives how many.

    The earliest MOST_REPLAYED at most. Raises Forbidden, NotFound, or Conflict when the webhook is disabled.
    """
    hook = await get_hook(member, hook_id, lock=True)
    _require_enabled(hook)
    now = clock.now()
    count = await execute(
        f"{_AGAIN} where id in (select d.id from webhook_deliveries d where d.workspace_id = $3 and d.hook_id = $1"
        " and d.state = 'failed' and d.event_id is not null and d.created_at >= $4"
        f" order by d.id limit {MOST_REPLAYED})",
        hook_id,
        now,
        member.workspace_id,
        since,
    )
    await plan(hook_id, now)
    return count


async def ping(member: Member, hook_id: UUID) -> Row:
    """Have a ping sent at once, also to a disabled webhook; gives its delivery, which waits as long as it is under way.

    Raises Forbidden or NotFound.
    """
    hook, now, delivery_id = await get_hook(member, hook_id), clock.now(), new_id()
    await WebhookDelivery.create(
        id=delivery_id,
        workspace_id=member.workspace_id,
        hook_id=hook_id,
        event_seq=0,
        action=PING,
        subject_type="webhook",
        subject_id=delivery_id,
        body=build_ping(hook, slug=member.workspace_slug, at=now),
        next_at=now,
        created_at=now,
    )
    await _enqueue_ping(hook, delivery_id)
    return await get_delivery(member, hook, delivery_id)


async def _enqueue_ping(hook: Row, delivery_id: UUID) -> None:
    await enqueue("webhooks.ping", workspace_id=hook["workspace_id"], priority=URGENT, delivery_id=delivery_id)


def _require_enabled(hook: Row) -> None:
    if not hook["is_enabled"]:
        raise Conflict("The webhook is disabled: enable it first", code="webhook_disabled")
