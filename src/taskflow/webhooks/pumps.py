"""One job for each webhook sends what waits for it, however much that is: who sends, and when again.

A webhook's row names its pump: the job that sends or will send, and since or from when on. Another one is asked for
only when there is none, or when it would come too late; it is then the pump, and the former one does nothing. Whoever
plans holds the lock of the webhook's row, so that nothing is left waiting without a pump.
"""

from collections.abc import Sequence
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
    at = await _find_next(hook_id) if hook["is_enabled"] else None
    if at is None:
        await execute("update webhooks set pump_id = null, pump_at = null where id = $1", hook_id)
    else:
        await _enqueue(hook, max(at, hook["paused_until"] or at))


async def _find_next(hook_id: UUID) -> datetime | None:
    """When something is due next: now, or when what rests has rested; None when nothing waits."""
    now = clock.now()
    if await list_due(hook_id, now, limit=1):
        return now
    at: datetime | None = await fetch_value(
        "select min(next_at) from webhook_deliveries where hook_id = $1 and state = 'waiting' and event_id is not null"
        " and next_at > $2",
        hook_id,
        now,
    )
    return at


async def list_due(
    hook_id: UUID, now: datetime, *, limit: int, besides: Sequence[UUID] = (), is_probing: bool = False
) -> list[Row]:
    """The first delivery of each subject, of those that are due; none of the subjects in `besides`.

    A probe is what was tried least: a bad delivery must not speak for all.
    """
    order = "d.tries, d.next_at, d.event_seq" if is_probing else "d.next_at, d.event_seq"
    # As a value and not as `not exists`: the planner cannot make a join of it, which costs seconds without statistics.
    return await fetch(
        "select d.id, d.workspace_id, d.event_id, d.subject_id, d.body, d.tries, d.first_tried_at"
        " from webhook_deliveries d where d.hook_id = $1 and d.state = 'waiting' and d.event_id is not null"
        " and d.next_at <= $2 and d.subject_id <> all($3::uuid[]) and d.event_seq = (select min(e.event_seq)"
        "  from webhook_deliveries e where e.hook_id = d.hook_id and e.subject_id = d.subject_id"
        f"  and e.state = 'waiting') order by {order} limit $4",
        hook_id,
        now,
        list(besides),
        limit,
    )


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
        "webhooks.deliver", workspace_id=hook["workspace_id"], delay_seconds=delay, priority=BULK, hook_id=hook["id"]
    )
    await execute("update webhooks set pump_id = $2, pump_at = $3 where id = $1", hook["id"], job_id, due)
