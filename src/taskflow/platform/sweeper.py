"""The outbox's second leg: what is due and not done is sent again, by every worker, with nobody in charge."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from taskflow.platform.database import classify_failure, fetch
from taskflow.platform.metrics import counter, gauge
from taskflow.platform.unit_of_work import unit_of_work

BATCH = 200
SEND_SECONDS = 2.0  # rows are locked meanwhile
STATES = ("new", "sent", "dead")
log = structlog.get_logger("taskflow.sweeper")

BACKLOG = gauge("taskflow_jobs_count", "Jobs that are not done by state: new, sent (Redis was told), dead (given up)")
OLDEST = gauge("taskflow_jobs_oldest_seconds", "Since when the oldest job that is due has waited or run")
FAILED = counter("taskflow_sweeps_failed_total", "Sweeps that could not look for due jobs or tell Redis of them")

Send = Callable[[Sequence[UUID]], Awaitable[None]]


async def sweep(send: Send, *, resend: timedelta) -> int:
    """Send what is due, 200 at the most and the urgent first; gives how many.

    A row that is sent is due again after `resend`, unless it runs then: its run holds its lock, and locked rows are
    passed over. The rows stay as they were when Redis does not take them; then this raises what Redis raises.
    """
    async with unit_of_work():
        # Materialized: as a plain subquery the planner may run the selection more than once, and each run locks others.
        rows = await fetch(
            "with due as materialized (select id from jobs where state in ('new', 'sent') and available_at <= now()"
            "  order by priority desc, available_at limit $2 for update skip locked)"
            " update jobs set state = 'sent', available_at = now() + $1,"
            " sent_at = case when state = 'sent' then sent_at else now() end from due where jobs.id = due.id"
            " returning jobs.id, jobs.priority",
            resend,
            BATCH,
        )
        if rows:
            rows.sort(key=lambda row: (-row["priority"], row["id"]))
            async with asyncio.timeout(SEND_SECONDS):
                await send([row["id"] for row in rows])
    return len(rows)


async def measure() -> None:
    """Set the gauges of the backlog."""
    rows = await fetch(
        "select state, count(*) as jobs, greatest(0, extract(epoch from now() - min("
        "  case state when 'sent' then sent_at when 'new' then available_at end)))::float as oldest"
        " from jobs where state in ('new', 'sent', 'dead') group by state"
    )
    found = {row["state"]: row for row in rows}
    for state in STATES:
        BACKLOG.set(found[state]["jobs"] if state in found else 0, {"state": state})
    OLDEST.set(max((row["oldest"] for row in rows), default=0))


async def sweep_for_ever(send: Send, stop: asyncio.Event, *, every: float, resend: float) -> None:
    """Sweep every `every` seconds, at once again after a full batch, until `stop`; `resend` is seconds, too."""
    while not stop.is_set():
        if await _sweep_once(send, timedelta(seconds=resend)) < BATCH:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), every)


async def _sweep_once(send: Send, resend: timedelta) -> int:
    sent = 0
    try:
        sent = await sweep(send, resend=resend)
        await measure()
    except Exception as error:  # nobody else would send what is due, so it is tried again whatever it was
        FAILED.inc()
        is_outage = isinstance(error, RedisError) or classify_failure(error) is not None
        if is_outage:
            log.warning("sweep_put_off", reason=f"{type(error).__name__}: {error}"[:200])
        else:
            log.exception("sweep_failed")
    return sent
