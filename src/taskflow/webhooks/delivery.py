"""Sending what waits for a webhook: in the order of each subject, a few at a time, and no longer than a while."""

import asyncio
import time
from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.leases import Run
from taskflow.webhooks.attempts import attempt
from taskflow.webhooks.backoff import CIRCUIT_AFTER
from taskflow.webhooks.health import keep_outcome
from taskflow.webhooks.pumps import plan_next

Row = dict[str, Any]
LANES = 4  # deliveries to one webhook at once; all of them take one job of a worker
LONGEST_RUN_SECONDS = 20.0  # then others have their turn
_HOOK = (
    "select id, workspace_id, url, is_enabled, secret_salt, secret_mark, former_secrets, failure_count,"
    " paused_until, pump_id from webhooks where id = $1 and deleted_at is null"
)
_DELIVERY = "d.id, d.workspace_id, d.event_id, d.subject_id, d.body, d.tries, d.first_tried_at"


async def deliver(run: Run, hook_id: UUID) -> None:
    """Send what is due as the webhook's pump, and plan the next run. Nothing when another job is the pump by now."""
    hook = await _find_hook(hook_id)
    if hook is None or hook["pump_id"] != run.job_id:
        return
    await _send_due(run, hook_id)
    async with run.finishing():
        await plan_next(hook_id, run.job_id)


async def deliver_ping(delivery_id: UUID) -> None:
    """Send a ping, to a disabled webhook too; it is not tried again, and running it again sends none twice."""
    delivery = await fetch_one(
        f"select {_DELIVERY}, d.hook_id from webhook_deliveries d where d.id = $1 and d.state = 'waiting'", delivery_id
    )
    hook = await _find_hook(delivery["hook_id"]) if delivery else None
    if delivery and hook:
        await _send(hook, delivery)


async def _send_due(run: Run, hook_id: UUID) -> None:
    ends, busy = time.monotonic() + LONGEST_RUN_SECONDS, dict[asyncio.Task[None], UUID]()
    try:
        while True:
            if time.monotonic() < ends:
                run.require_wanted()
                await _start_due(hook_id, busy)
            if not busy:
                return
            done, _ = await asyncio.wait(busy, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                del busy[task]
                task.result()
    finally:
        for task in busy:
            task.cancel()
        await asyncio.gather(*busy, return_exceptions=True)


async def _start_due(hook_id: UUID, busy: dict[asyncio.Task[None], UUID]) -> None:
    """Fill the lanes with what is due: a subject's next delivery only when none of it is under way."""
    hook, now = await _find_hook(hook_id), clock.now()
    if hook is None or not hook["is_enabled"] or (hook["paused_until"] and hook["paused_until"] > now):
        return
    is_probing = hook["failure_count"] >= CIRCUIT_AFTER
    free = (1 if is_probing else LANES) - len(busy)
    if free > 0:
        for delivery in await _list_due(hook_id, now, list(busy.values()), free, is_probing=is_probing):
            busy[asyncio.create_task(_send(hook, delivery))] = delivery["subject_id"]


async def _list_due(hook_id: UUID, now: datetime, subjects: list[UUID], limit: int, *, is_probing: bool) -> list[Row]:
    """The first of each subject that is due. A probe is what was tried least: a bad one must not speak for all."""
    order = "d.tries, d.event_seq" if is_probing else "d.event_seq"
    return await fetch(
        f"select {_DELIVERY} from webhook_deliveries d where d.hook_id = $1 and d.state = 'waiting'"
        " and d.event_id is not null and d.next_at <= $2 and d.subject_id <> all($3::uuid[]) and not exists"
        " (select from webhook_deliveries e where e.hook_id = d.hook_id and e.subject_id = d.subject_id"
        f"  and e.state = 'waiting' and e.event_seq < d.event_seq) order by {order} limit $4",
        hook_id,
        now,
        subjects,
        limit,
    )


async def _send(hook: Row, delivery: Row) -> None:
    await keep_outcome(hook["id"], delivery, await attempt(hook, delivery))


async def _find_hook(hook_id: UUID) -> Row | None:
    return await fetch_one(_HOOK, hook_id)
