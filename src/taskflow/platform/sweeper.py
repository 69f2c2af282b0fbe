"""The outbox's second leg: what is due and not done is sent again, by every worker, with nobody in charge."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from taskflow.platform.database import classify_failure, fetch
from taskflow.platform.lanes import LANES, ORDINARY, Lane, find_lane
from taskflow.platform.metrics import counter, gauge
from taskflow.platform.unit_of_work import unit_of_work

BATCH, AGAIN_BATCH = 200, 5000
SEND_SECONDS = 2.0  # rows are locked meanwhile
STATES = ("new", "sent", "dead")
log = structlog.get_logger("taskflow.sweeper")

_MEASURE = f"""
    select state, priority < {ORDINARY} as is_bulk, count(*) as jobs,
        coalesce(greatest(0, extract(epoch from now() - min(case when leased_until > now() then null
            when state = 'sent' then sent_at when state = 'new' then available_at end)))::float, 0) as oldest,
        coalesce(extract(epoch from now() - min(started_at) filter (where leased_until > now()))::float, 0) as longest
    from jobs where state in ('new', 'sent', 'dead') group by 1, 2
"""

BACKLOG = gauge(
    "taskflow_jobs_count", "Jobs that are not done by lane and state: new, sent (Redis was told), dead (given up)"
)
OLDEST = gauge("taskflow_jobs_oldest_seconds", "Since when the oldest job of the lane that is due has waited")
LONGEST = gauge("taskflow_jobs_longest_run_seconds", "Since when the leased job of the lane that runs longest has run")
FAILED = counter("taskflow_sweeps_failed_total", "Sweeps that could not look for due jobs or tell Redis of them")

Send = Callable[[Sequence[UUID], Lane], Awaitable[None]]


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
                for lane in LANES:
                    if ids := [row["id"] for row in rows if find_lane(row["priority"]) == lane]:
                        await send(ids, lane)
    return len(rows)


async def send_again(lane: Lane) -> None:
    """Make everything of the lane that Redis was told of due at once: it has been emptied. What runs is left alone."""
    again = AGAIN_BATCH
    while again == AGAIN_BATCH:
        rows = await fetch(
            "with lost as materialized (select id from jobs where state = 'sent' and available_at > now()"
            "  and leased_until is null and (priority < $1) = $2 limit $3 for update skip locked)"
            " update jobs set available_at = now() from lost where jobs.id = lost.id returning jobs.id",
            ORDINARY,
            lane == "bulk",
            AGAIN_BATCH,
        )
        again = len(rows)


async def measure() -> None:
    """Set the gauges of the backlog."""
    rows = [row | {"lane": "bulk" if row["is_bulk"] else "interactive"} for row in await fetch(_MEASURE)]
    found = {(row["lane"], row["state"]): row["jobs"] for row in rows}
    for lane in LANES:
        for state in STATES:
            BACKLOG.set(found.get((lane, state), 0), {"lane": lane, "state": state})
        for gauge_of, column in ((OLDEST, "oldest"), (LONGEST, "longest")):
            gauge_of.set(max((row[column] for row in rows if row["lane"] == lane), default=0), {"lane": lane})


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
