"""Sending what waits for a webhook: in the order of each subject, a few at a time, and no longer than a while."""

import asyncio
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import fetch_one
from taskflow.platform.leases import Run
from taskflow.webhooks.attempts import attempt
from taskflow.webhooks.backoff import CIRCUIT_AFTER
from taskflow.webhooks.health import keep_outcome
from taskflow.webhooks.pumps import list_due, plan_next

Row = dict[str, Any]
LANES = 4  # deliveries to one webhook at once; all of them take one job of a worker
BATCH = 64  # looked for at once
LONGEST_RUN_SECONDS = 10.0  # then others have their turn
_HOOK = (
    "select id, workspace_id, url, is_enabled, secret_salt, secret_mark, former_secrets, failure_count,"
    " paused_until, pump_id from webhooks where id = $1 and deleted_at is null"
)


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
        "select d.id, d.workspace_id, d.hook_id, d.event_id, d.subject_id, d.body, d.tries, d.first_tried_at"
        " from webhook_deliveries d where d.id = $1 and d.state = 'waiting'",
        delivery_id,
    )
    hook = await _find_hook(delivery["hook_id"]) if delivery else None
    if delivery and hook:
        await _send(hook, delivery)


async def _send_due(run: Run, hook_id: UUID) -> None:
    lanes, ends = _Lanes(hook_id), time.monotonic() + LONGEST_RUN_SECONDS
    try:
        while True:
            if time.monotonic() < ends:
                run.require_wanted()
                await lanes.fill()
            if not lanes.busy:
                return
            await lanes.wait()
    finally:
        await lanes.clear()


@dataclass(slots=True)
class _Lanes:
    """What is under way to one webhook, by subject, and what comes next."""

    hook_id: UUID
    busy: dict[asyncio.Task[None], UUID] = field(default_factory=dict)
    ready: deque[Row] = field(default_factory=deque)

    async def fill(self) -> None:
        """Start what is due: a subject's next delivery only when none of it is under way, and one probe at a time."""
        hook, now = await _find_hook(self.hook_id), clock.now()
        if hook is None or not hook["is_enabled"] or (hook["paused_until"] and hook["paused_until"] > now):
            return
        is_probing = hook["failure_count"] >= CIRCUIT_AFTER
        free = (1 if is_probing else LANES) - len(self.busy)
        if free > 0 and (is_probing or not self.ready):
            besides, limit = list(self.busy.values()), free if is_probing else BATCH
            self.ready = deque(await list_due(self.hook_id, now, limit=limit, besides=besides, is_probing=is_probing))
        for _ in range(min(free, len(self.ready))):
            delivery = self.ready.popleft()
            self.busy[asyncio.create_task(_send(hook, delivery))] = delivery["subject_id"]

    async def wait(self) -> None:
        """Until one is done. Raises what it raised."""
        done, _ = await asyncio.wait(self.busy, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            del self.busy[task]
            task.result()

    async def clear(self) -> None:
        """End what is under way: somebody else sends it again."""
        for task in self.busy:
            task.cancel()
        await asyncio.gather(*self.busy, return_exceptions=True)


async def _send(hook: Row, delivery: Row) -> None:
    await keep_outcome(hook["id"], delivery, await attempt(hook, delivery))


async def _find_hook(hook_id: UUID) -> Row | None:
    return await fetch_one(_HOOK, hook_id)
