"""The outbox's second leg: what is due and was not done is sent again, by every worker, with nobody in charge."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import structlog
from redis.exceptions import RedisError

from taskflow.platform.database import classify_failure, fetch
from taskflow.platform.metrics import gauge
from taskflow.platform.unit_of_work import unit_of_work

BATCH = 200
STATES = ("new", "sent", "dead")
log = structlog.get_logger("taskflow.sweeper")

BACKLOG = gauge("taskflow_jobs_count", "Jobs by state: waiting, told to Redis, given up")
OLDEST = gauge("taskflow_jobs_oldest_seconds", "For how long the oldest due job has been due")

Send = Callable[[UUID], Awaitable[None]]


async def sweep(send: Send, *, resend: timedelta) -> int:
    """Send what is due, 200 at the most; gives how many.

    The rows stay as they were when Redis does not take them. A row that is sent is due again after `resend`; one that
    runs longer is locked by its run, so it is passed over.
    """
    async with unit_of_work():
        rows = await fetch(
            "update jobs set state = 'sent', sent_at = now(), available_at = now() + $1 where id in"
            " (select id from jobs where state in ('new', 'sent') and available_at <= now()"
            "  order by priority desc, available_at limit $2 for update skip locked) returning id",
            resend,
            BATCH,
        )
        await asyncio.gather(*(send(row["id"]) for row in rows))
    return len(rows)


async def measure() -> None:
    """Set the gauges of the backlog."""
    rows = await fetch(
        "select state, count(*) as jobs, coalesce(extract(epoch from max(now() - available_at)"
        " filter (where available_at <= now())), 0)::float as oldest"
        " from jobs where state in ('new', 'sent', 'dead') group by state"
    )
    found = {row["state"]: row for row in rows}
    for state in STATES:
        BACKLOG.set(found[state]["jobs"] if state in found else 0, {"state": state})
    OLDEST.set(max((row["oldest"] for state, row in found.items() if state != "dead"), default=0.0))


async def sweep_for_ever(send: Send, stop: asyncio.Event, *, every: float, resend: float) -> None:
    """Sweep every `every` seconds, at once again while there is a full batch, until `stop`."""
    while not stop.is_set():
        sent = 0
        try:
            sent = await sweep(send, resend=timedelta(seconds=resend))
            await measure()
        except (RedisError, OSError, TimeoutError) as error:
            log.warning("sweep_put_off", reason=type(error).__name__)
        except Exception as error:  # only to tell an outage from a fault
            if classify_failure(error) is None:
                raise
            log.warning("sweep_put_off", reason=type(error).__name__)
        if sent < BATCH:
            try:
                await asyncio.wait_for(stop.wait(), every)
            except TimeoutError:
                continue
