"""The outbox: background work is a row in `jobs`, written with the change that asks for it.

Redis is only told that there is something to do. A row becomes `done` in the transaction of its effect, so an effect
happens once however often the job is delivered; what fails is tried again with backoff, and given up as `dead`.
What takes long or leaves the process is not one transaction but leased: `platform/leases.py`.
"""

import asyncio
import inspect
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_args, get_type_hints
from uuid import UUID

import asyncpg
import structlog

from taskflow.platform.database import execute, fetch_one, fetch_value
from taskflow.platform.job_errors import FORMER, MAX_HISTORY, describe
from taskflow.platform.lanes import Lane, find_lane
from taskflow.platform.leases import Cancelled, LeaseLost, Run, claim, end_cancelled, give_back, keep_leased
from taskflow.platform.metrics import counter, histogram
from taskflow.platform.outbox import PAYLOAD_VERSION, move_to_bulk
from taskflow.platform.unit_of_work import unit_of_work

FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=2), timedelta(hours=1)
UNKNOWN_RETRY = timedelta(seconds=30)
LOCK_MS = 1000

Work = Callable[..., Awaitable[None]]
Backoff = Callable[[int], timedelta]
Outcome = Literal["done", "retried", "dead", "put_back", "moved", "skipped", "cancelled", "lost"]
log = structlog.get_logger("taskflow.jobs")

RUNS = counter("taskflow_job_runs_total", "Runs of jobs by name and outcome")
DURATION = histogram(
    "taskflow_job_duration_seconds", "Time that a run of a job took", (0.01, 0.05, 0.1, 0.5, 1, 5, 15, 60, 300, 900)
)


@dataclass(frozen=True, slots=True)
class Definition:
    """A kind of job: its name, the function that does it, how often it is tried and how long it rests between."""

    name: str
    work: Work
    max_attempts: int
    parameters: frozenset[str]
    ids: frozenset[str]
    is_leased: bool
    is_bulk: bool
    backoff: Backoff


REGISTRY: dict[str, Definition] = {}


class WorkerLost(Exception):
    """Every worker that took the job was gone before the end."""


def build_backoff(attempt: int) -> timedelta:
    """How long to wait after the failed `attempt` (from 1): full jitter below a limit that doubles up to an hour."""
    limit: timedelta = min(FIRST_RETRY * 2 ** min(attempt - 1, 20), LONGEST_RETRY)
    return limit * random.random()


def job(
    name: str,
    *,
    max_attempts: int = 8,
    is_leased: bool = False,
    is_bulk: bool = False,
    backoff: Backoff = build_backoff,
) -> Callable[[Work], Work]:
    """Registers a function as the job `name`. Its arguments are keywords: ids and other JSON scalars.

    What is annotated UUID is given as one, and `workspace_id` is that of the row. The job is one transaction, unless
    `is_leased`: then it runs outside any and is given `run`, a Run, by which it reports, ends early and finishes.
    `is_bulk` keeps it out of the lane of what somebody waits for; who asks for it says `priority=BULK`. `backoff` says
    how long to wait after which failed attempt. Raises ValueError for a second one of the name.
    """

    def register(work: Work) -> Work:
        if name in REGISTRY:
            raise ValueError(f"the job {name} is defined twice")
        parameters, hints = frozenset(inspect.signature(work).parameters), get_type_hints(work)
        ids = frozenset(key for key in parameters if UUID in (hints.get(key), *get_args(hints.get(key))))
        REGISTRY[name] = Definition(name, work, max_attempts, parameters, ids, is_leased, is_bulk, backoff)
        return work

    return register


async def run(job_id: UUID, *, lane: Lane = "bulk") -> Outcome:
    """Do the job if it is still to be done: its effect and the mark `done` are one transaction.

    Bulk that came by the interactive `lane` is moved instead. Raises only what a database that is away raises; the job
    is then as it was.
    """
    started, row, failure = time.perf_counter(), None, None
    with structlog.contextvars.bound_contextvars(job_id=str(job_id), request_id=None):
        try:
            async with unit_of_work():
                row = await _lock(job_id)
                if row is None:
                    return "skipped"
                structlog.contextvars.bind_contextvars(request_id=row["request_id"])
                lease = await _claim(row, lane)
                if lease is None:
                    outcome = await _work(row, lane)
            if lease is not None:
                outcome = await _work_leased(row, lease)
        except Exception as error:
            if row is None and isinstance(error, asyncpg.LockNotAvailableError):
                return "skipped"
            if row is None:
                raise
            failure, outcome = error, await _fail(row, error)
        _report(row, outcome, time.perf_counter() - started, failure)
    return outcome


async def count_lost(job_id: UUID) -> None:
    """Count a run that ended its worker as a failed attempt: nobody was left to do it."""
    try:
        async with unit_of_work():
            row = await _lock(job_id)
    except asyncpg.LockNotAvailableError:  # a later delivery runs
        return
    if row is not None:
        await _fail(row, WorkerLost("every worker that took it was lost"))


async def _lock(job_id: UUID) -> dict[str, Any] | None:
    """The job's row, locked; None when it is finished. Raises LockNotAvailableError when somebody runs it."""
    unfinished = (
        "from jobs where id = $1 and state in ('new', 'sent') and (leased_until is null or leased_until < now())"
    )
    columns = "id, workspace_id, name, args, v, priority, attempts, max_attempts, request_id"
    row = await fetch_one(f"select {columns} {unfinished} for update skip locked", job_id)
    if row is None and await fetch_value(f"select exists (select {unfinished})", job_id):
        # The sweeper sends before it commits, so the worker may be faster than the commit: that lock is gone at once.
        await execute(f"set local lock_timeout = '{LOCK_MS}ms'")
        row = await fetch_one(f"select {columns} {unfinished} for update", job_id)
    return row


async def _claim(row: dict[str, Any], lane: Lane) -> Run | None:
    """The lease of a job that runs outside any transaction; None for one that does not, or that is not known here."""
    definition = REGISTRY.get(row["name"])
    if definition is None or not definition.is_leased or row["v"] > PAYLOAD_VERSION or _is_misplaced(row, lane):
        return None
    return await claim(row["id"], attempt=row["attempts"] + 1)


def _is_misplaced(row: dict[str, Any], lane: Lane) -> bool:
    definition = REGISTRY.get(row["name"])
    is_bulk = find_lane(row["priority"]) == "bulk" or (definition is not None and definition.is_bulk)
    return is_bulk and lane != "bulk"


async def _work(row: dict[str, Any], lane: Lane) -> Outcome:
    definition = REGISTRY.get(row["name"])
    if definition is None or row["v"] > PAYLOAD_VERSION:
        # A newer release wrote it: leave it to a worker that knows it.
        await execute(
            "update jobs set state = 'new', available_at = now() + $2 where id = $1", row["id"], UNKNOWN_RETRY
        )
        return "put_back"
    if _is_misplaced(row, lane):
        await move_to_bulk(row["id"])
        return "moved"
    await definition.work(**_read_args(row, definition))
    await execute(
        "update jobs set state = 'done', done_at = now(), attempts = attempts + 1, last_error = null where id = $1",
        row["id"],
    )
    return "done"


async def _work_leased(row: dict[str, Any], lease: Run) -> Outcome:
    """Run outside any transaction while the lease is kept; its end is one transaction of the work's or of ours."""
    definition = REGISTRY[row["name"]]
    try:
        async with keep_leased(lease):
            await definition.work(run=lease, **_read_args(row, definition))
            if not lease.is_finished:
                async with lease.finishing():
                    pass
    except Cancelled:
        return "cancelled" if await end_cancelled(lease) else "lost"
    except LeaseLost:
        return "lost"
    except asyncio.CancelledError:  # the worker stops: others may go on at once
        await give_back(lease)
        raise
    return "done"


def _read_args(row: dict[str, Any], definition: Definition) -> dict[str, Any]:
    args = {key: UUID(value) if key in definition.ids and value else value for key, value in row["args"].items()}
    if "workspace_id" in definition.parameters:
        args["workspace_id"] = row["workspace_id"]
    return args


async def _fail(row: dict[str, Any], error: Exception) -> Outcome:
    """Have the job tried again later, or give it up; nothing when another delivery has it by now."""
    definition, attempt = REGISTRY.get(row["name"]), row["attempts"] + 1
    most = definition.max_attempts if definition else row["max_attempts"]
    outcome: Outcome = "dead" if attempt >= most else "retried"
    async with unit_of_work():
        await execute(
            "update jobs set state = $3, attempts = $4, max_attempts = $5, available_at = now() + $7,"
            f" last_error = left($6::text || {FORMER}, {MAX_HISTORY}),"
            " lease_token = null, leased_until = null where id = (select id from jobs"
            " where id = $1 and attempts = $2 and state in ('new', 'sent') for update skip locked)",
            row["id"],
            row["attempts"],
            "dead" if outcome == "dead" else "new",
            attempt,
            most,
            describe(error),
            (definition.backoff if definition else build_backoff)(attempt),
        )
    return outcome


def _report(row: dict[str, Any], outcome: Outcome, seconds: float, failure: Exception | None) -> None:
    """One line and one count for each run."""
    labels = {"name": row["name"] if row["name"] in REGISTRY else "unknown", "outcome": outcome}
    RUNS.inc(labels)
    DURATION.observe(seconds, labels)
    level = {"done": log.info, "moved": log.info, "cancelled": log.info, "dead": log.error}.get(outcome, log.warning)
    level(
        "job_run",
        job=row["name"],
        outcome=outcome,
        attempt=row["attempts"] + 1,
        duration_ms=round(seconds * 1000, 2),
        exc_info=failure,
    )
