"""Jobs that take long or leave the process: held by a lease, done outside any transaction, and finished in one.

A lease is a token in the job's row and the moment until which it holds. While the work runs, the lease is renewed; when
its worker is gone, it runs out and the sweeper sends the job again. Whoever lost it can finish nothing.
"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog

from taskflow.platform.database import classify_failure, execute, fetch_one
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work

LEASE = timedelta(seconds=30)
RENEWED_EVERY = LEASE.total_seconds() / 3
REPORTED_EVERY = 0.5
_HELD = "id = $1 and lease_token = $2 and state = 'sent'"
log = structlog.get_logger("taskflow.leases")


class Cancelled(Exception):
    """Somebody asked for the job to end early, and it has."""


class LeaseLost(Exception):
    """Another worker has the job by now, so that this one must not finish it."""


@dataclass(slots=True)
class Run:
    """One run of a leased job. `attempt` counts from 1."""

    job_id: UUID
    token: UUID
    attempt: int
    is_finished: bool = False
    is_cancelled: bool = False
    _reported: float = 0.0

    async def report(self, done: int, total: int | None = None) -> None:
        """Say how far it is, in whatever unit the work counts; written twice a second at most, and when it is all.

        Raises Cancelled when somebody asked for its end, LeaseLost when another worker has the job. Not in a unit.
        """
        self.require_wanted()
        if done != total and time.monotonic() - self._reported < REPORTED_EVERY:
            return
        self._reported = time.monotonic()
        await self._renew(done, total)
        self.require_wanted()

    def require_wanted(self) -> None:
        """Raises Cancelled when somebody asked for the end of the job, as far as this process has heard."""
        if self.is_cancelled:
            raise Cancelled

    @asynccontextmanager
    async def finishing(self, result: dict[str, Any] | None = None) -> AsyncIterator[None]:
        """A unit of work whose effects are kept with the mark `done` and with `result`, or not at all.

        Raises LeaseLost when another worker has the job; nothing is kept then.
        """
        async with unit_of_work():
            if await fetch_one(f"select 1 from jobs where {_HELD} for update", self.job_id, self.token) is None:
                raise LeaseLost
            yield
            await execute(
                "update jobs set state = 'done', done_at = now(), attempts = attempts + 1, last_error = null,"
                f" result = $3, leased_until = null where {_HELD}",
                self.job_id,
                self.token,
                result,
            )
        self.is_finished = True

    async def renew(self) -> None:
        """Hold it for another LEASE. Raises LeaseLost."""
        await self._renew(None, None)

    async def _renew(self, done: int | None, total: int | None) -> None:
        row = await fetch_one(
            "update jobs set leased_until = now() + $3, available_at = now() + $3, step_done = coalesce($4, step_done),"
            f" step_total = coalesce($5, step_total) where {_HELD}"
            " returning cancel_requested_at is not null as is_cancelled",
            self.job_id,
            self.token,
            LEASE,
            done,
            total,
        )
        if row is None:
            raise LeaseLost
        self.is_cancelled = row["is_cancelled"]


async def claim(job_id: UUID, *, attempt: int) -> Run:
    """Take a job whose row the present unit has locked."""
    run = Run(job_id, new_id(), attempt)
    await execute(
        "update jobs set state = 'sent', lease_token = $2, leased_until = now() + $3, available_at = now() + $3,"
        " sent_at = coalesce(sent_at, now()), started_at = now(), step_done = null, step_total = null where id = $1",
        job_id,
        run.token,
        LEASE,
    )
    return run


@asynccontextmanager
async def keep_leased(run: Run) -> AsyncIterator[None]:
    """Renew the lease while the block runs; a lease that is lost ends the block. Raises LeaseLost then."""
    work = asyncio.current_task()
    assert work is not None  # noqa: S101  a coroutine that runs is in one
    lost = False

    async def beat() -> None:
        nonlocal lost
        while True:
            await asyncio.sleep(RENEWED_EVERY)
            try:
                await run.renew()
            except LeaseLost:
                if not run.is_finished:
                    lost = True
                    work.cancel()
                return
            except Exception as error:
                if classify_failure(error) is None:
                    raise
                log.warning("lease_not_renewed", job_id=str(run.job_id), reason=type(error).__name__)

    heart = asyncio.create_task(beat())
    try:
        yield
    except asyncio.CancelledError:
        if lost and work.uncancel() == 0:
            raise LeaseLost from None
        raise
    finally:
        heart.cancel()
        await asyncio.wait([heart])


async def give_back(run: Run) -> None:
    """Let others go on with it at once; a run that was cut off is no failed attempt."""
    await execute(
        f"update jobs set state = 'new', lease_token = null, leased_until = null, available_at = now() where {_HELD}",
        run.job_id,
        run.token,
    )


async def end_cancelled(run: Run) -> bool:
    """Mark it cancelled; False when it was lost before."""
    return bool(
        await execute(
            "update jobs set state = 'cancelled', done_at = now(), leased_until = null, attempts = attempts + 1"
            f" where {_HELD}",
            run.job_id,
            run.token,
        )
    )


async def request_cancel(job_id: UUID) -> bool:
    """Have a job end: at once when nobody runs it, else as soon as it reports; False when it has ended already."""
    return bool(
        await execute(
            "update jobs set cancel_requested_at = coalesce(cancel_requested_at, now()),"
            " state = case when leased_until > now() then state else 'cancelled' end,"
            " done_at = case when leased_until > now() then null else now() end"
            " where id = $1 and state in ('new', 'sent')",
            job_id,
        )
    )
