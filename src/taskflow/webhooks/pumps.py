"""One job for each webhook sends what waits for it, however much that is: who sends, and when again.

A webhook's row names its pump: the job that sends or will send, and since or from when on. Another one is asked for
only when there is none, or when it would come too late; it is then the pump, and the former one does nothing. Whoever
plans holds the lock of the webhook's row, so that nothing is left waiting without a pump.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one, fetch_value
from taskflow.platform.lanes import BULK
from taskflow.platform.outbox import enqueue
from taskflow.platform.unit_of_work import unit_of_work

Row = dict[str, Any]


async def hasten(hook_id: UUID) -> None:
    """Have everything that waits for the webhook sent as soon as it may be."""
    now = clock.now()
    await execute(
        "update webhook_deliveries set next_at = $2 where hook_id = $1 and state = 'waiting' and next_at > $2",
        hook_id,
        now,
    )
    await plan(hook_id, now)


async def plan(hook_id: UUID, at: datetime) -> None:
    """Have the webhook's pump run at that moment, or when the webhook has rested. In a unit of work."""
    hook = await _lock(hook_id)
    if hook is None:
        return
    due = max(at, hook["paused_until"] or at)
    if hook["pump_id"] is None or hook["pump_at"] > due:
        await _enqueue(hook, due)


async def plan_next(hook_id: UUID, pump_id: UUID) -> None:
    """End this pump: plan the next one for what waits still, if anything does. In a unit of work."""
    hook = await _lock(hook_id)
    if hook is None or hook["pump_id"] != pump_id:
        return
    at: datetime | None = await fetch_value(
        "select min(d.next_at) from webhook_deliveries d where d.hook_id = $1 and d.state = 'waiting'"
        " and d.event_id is not null and not exists (select from webhook_deliveries e where e.hook_id = d.hook_id"
        "  and e.subject_id = d.subject_id and e.state = 'waiting' and e.event_seq < d.event_seq)",
        hook_id,
    )
    if at is None or not hook["is_enabled"]:
        await execute("update webhooks set pump_id = null, pump_at = null where id = $1", hook_id)
    else:
        await _enqueue(hook, max(at, hook["paused_until"] or at))


async def replace_lost_pumps() -> int:
    """Plan a pump for every webhook that has something waiting and none that will send it; gives how many."""
    rows = await fetch(
        "select h.id from webhooks h where h.is_enabled and h.deleted_at is null"
        " and exists (select from webhook_deliveries d where d.hook_id = h.id and d.state = 'waiting'"
        "  and d.event_id is not null)"
        " and not exists (select from jobs j where j.id = h.pump_id and j.state in ('new', 'sent'))"
    )
    for row in rows:
        async with unit_of_work():
            await execute("update webhooks set pump_id = null, pump_at = null where id = $1", row["id"])
            await plan(row["id"], clock.now())
    return len(rows)


async def _lock(hook_id: UUID) -> Row | None:
    return await fetch_one(
        "select id, workspace_id, is_enabled, paused_until, pump_id, pump_at from webhooks"
        " where id = $1 and deleted_at is null for no key update",
        hook_id,
    )


async def _enqueue(hook: Row, due: datetime) -> None:
    delay = max(0.0, (due - clock.now()).total_seconds())
    job_id = await enqueue(
        "webhooks.deliver",
        workspace_id=hook["workspace_id"],
        priority=BULK,
        delay_seconds=delay,
        hook_id=hook["id"],
    )
    await execute("update webhooks set pump_id = $2, pump_at = $3 where id = $1", hook["id"], job_id, due)
