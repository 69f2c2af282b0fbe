"""The outbox: background work is a row in `jobs`, written with the change that asks for it.

Redis is only told that there is something to do. A row becomes `done` in the transaction of its effect, so an effect
happens once however often the job is delivered; what fails is tried again with backoff, and given up as `dead`.
"""

import inspect
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal, get_type_hints
from uuid import UUID

import structlog

from taskflow.platform.database import execute, fetch_one
from taskflow.platform.ids import new_id
from taskflow.platform.metrics import counter, histogram
from taskflow.platform.unit_of_work import after_commit, has_unit_of_work, unit_of_work

PAYLOAD_VERSION = 1
FIRST_RETRY, LONGEST_RETRY = timedelta(seconds=2), timedelta(hours=1)
UNKNOWN_RETRY = timedelta(seconds=30)
MAX_ERROR = 500

Work = Callable[..., Awaitable[None]]
Outcome = Literal["done", "retried", "dead", "put_back", "skipped"]
Wake = Callable[[UUID], Awaitable[None]]
log = structlog.get_logger("taskflow.jobs")

RUNS = counter("taskflow_job_runs_total", "Runs of jobs by name and outcome")
DURATION = histogram("taskflow_job_duration_seconds", "Time that a run of a job took")


@dataclass(frozen=True, slots=True)
class Definition:
    """A kind of job: its name, the function that does it, and how often it is tried."""

    name: str
    work: Work
    max_attempts: int
    ids: frozenset[str]


REGISTRY: dict[str, Definition] = {}
_wake: Wake | None = None


def job(name: str, *, max_attempts: int = 8) -> Callable[[Work], Work]:
    """Registers a function as the job `name`. Its arguments are keywords: ids and other JSON scalars."""

    def register(work: Work) -> Work:
        if name in REGISTRY:
            raise ValueError(f"the job {name} is defined twice")
        hints = get_type_hints(work)
        ids = frozenset(key for key in inspect.signature(work).parameters if hints.get(key) is UUID)
        REGISTRY[name] = Definition(name, work, max_attempts, ids)
        return work

    return register


def wake_by(wake: Wake | None) -> None:
    """How to tell a worker of a new job; None tells nobody and leaves it to the sweeper."""
    global _wake  # noqa: PLW0603  the one place where the process' broker is known
    _wake = wake


async def enqueue(
    name: str,
    *,
    workspace_id: UUID | None = None,
    dedupe_key: str | None = None,
    delay_seconds: float = 0,
    priority: int = 0,
    **args: Any,
) -> UUID | None:
    """Write the job into the present unit of work and wake a worker after the commit; gives the job's id.

    None when a job of this name with this `dedupe_key` was written before. Raises RuntimeError outside a unit.
    """
    if not has_unit_of_work():
        raise RuntimeError("enqueue() needs a unit_of_work(): a job belongs to the change that asks for it")
    definition = REGISTRY.get(name)
    row = await fetch_one(
        "insert into jobs (id, workspace_id, name, args, v, priority, dedupe_key, available_at, max_attempts,"
        " request_id, created_at) values ($1, $2, $3, $4, $5, $6, $7, now() + $8, $9, $10, now())"
        " on conflict (name, dedupe_key) where dedupe_key is not null do nothing returning id",
        new_id(),
        workspace_id,
        name,
        args,
        PAYLOAD_VERSION,
        priority,
        dedupe_key,
        timedelta(seconds=delay_seconds),
        definition.max_attempts if definition else 8,
        structlog.contextvars.get_contextvars().get("request_id"),
    )
    if row is None:
        return None
    job_id: UUID = row["id"]
    if delay_seconds <= 0:
        after_commit(lambda: _tell(job_id))
    return job_id


async def run(job_id: UUID) -> Outcome:
    """Do the job if it is still to be done: its effect and the mark `done` are one transaction."""
    started = time.perf_counter()
    name, attempt = "unknown", 0
    try:
        async with unit_of_work():
            row = await _lock(job_id)
            if row is None:
                return "skipped"
            name, attempt = row["name"], row["attempts"] + 1
            definition = REGISTRY.get(name)
            if definition is None or row["v"] > PAYLOAD_VERSION:
                await _put_back(job_id)
                outcome: Outcome = "put_back"
            else:
                with structlog.contextvars.bound_contextvars(request_id=row["request_id"], job=name):
                    await definition.work(**_read_args(definition, row["args"]))
                await execute(
                    "update jobs set state = 'done', done_at = now(), attempts = $2, last_error = null where id = $1",
                    job_id,
                    attempt,
                )
                outcome = "done"
    except Exception as error:
        outcome = await _fail(job_id, error)
        log.warning("job_failed", name=name, attempt=attempt, outcome=outcome, exc_info=True)
    _measure(name, outcome, time.perf_counter() - started)
    log.info("job_run", name=name, outcome=outcome, attempt=attempt, job_id=str(job_id))
    return outcome


def build_backoff(attempt: int) -> timedelta:
    """How long to wait after the failed `attempt` (from 1): exponential with full jitter, an hour at most."""
    longest = min(FIRST_RETRY * 2 ** min(attempt - 1, 20), LONGEST_RETRY)
    return timedelta(seconds=longest.total_seconds() * random.uniform(0.5, 1))


async def _lock(job_id: UUID) -> dict[str, Any] | None:
    """The job's row, locked; None when it is finished or somebody runs it just now."""
    return await fetch_one(
        "select name, args, v, attempts, request_id from jobs where id = $1 and state in ('new', 'sent')"
        " for update skip locked",
        job_id,
    )


async def _put_back(job_id: UUID) -> None:
    """A newer release wrote it: leave it to a worker that knows it."""
    await execute("update jobs set state = 'new', available_at = now() + $2 where id = $1", job_id, UNKNOWN_RETRY)


async def _fail(job_id: UUID, error: Exception) -> Outcome:
    text = f"{type(error).__name__}: {error}"[:MAX_ERROR]
    async with unit_of_work():
        row = await fetch_one(
            "select attempts, max_attempts from jobs where id = $1 and state in ('new', 'sent') for update", job_id
        )
        if row is None:
            return "skipped"
        attempt = row["attempts"] + 1
        is_last = attempt >= row["max_attempts"]
        await execute(
            "update jobs set state = $2, attempts = $3, last_error = $4, available_at = now() + $5 where id = $1",
            job_id,
            "dead" if is_last else "new",
            attempt,
            text,
            build_backoff(attempt),
        )
    return "dead" if is_last else "retried"


def _read_args(definition: Definition, args: dict[str, Any]) -> dict[str, Any]:
    return {key: UUID(value) if key in definition.ids else value for key, value in args.items()}


async def _tell(job_id: UUID) -> None:
    if _wake is not None:
        await _wake(job_id)


def _measure(name: str, outcome: Outcome, seconds: float) -> None:
    labels = {"name": name, "outcome": outcome}
    RUNS.inc(labels)
    DURATION.observe(seconds, labels)
