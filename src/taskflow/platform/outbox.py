"""Writing background work into the table `jobs`, with the change that asks for it; Redis is told after the commit."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog

from taskflow.platform.database import execute, fetch_one
from taskflow.platform.ids import new_id
from taskflow.platform.lanes import BULK, ORDINARY, Lane, find_lane
from taskflow.platform.unit_of_work import after_commit, has_unit_of_work

PAYLOAD_VERSION = 1

Wake = Callable[[UUID, Lane], Awaitable[None]]
_wake: Wake | None = None


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
    priority: int = ORDINARY,
    requested_by: UUID | None = None,
    **args: Any,
) -> UUID | None:
    """Write the job into the present unit of work and wake a worker after the commit; gives the job's id.

    None when a job of this name with this `dedupe_key` was written before. `priority` is URGENT, ORDINARY or BULK of
    `platform.lanes`: it says in which lane the job goes, and which of those that are due goes first. `requested_by` is
    the member who waits for it and may see and cancel it. Raises RuntimeError outside a unit, TypeError for arguments
    that are not JSON scalars.
    """
    values = build_job(
        name, args, workspace_id=workspace_id, dedupe_key=dedupe_key, delay_seconds=delay_seconds, priority=priority
    )
    row = await fetch_one(f"{build_insert(1)} returning id", *values)
    if row is None:
        return None
    if requested_by is not None:
        await execute("update jobs set requested_by = $2 where id = $1", row["id"], requested_by)
    if delay_seconds <= 0:
        wake_after_commit(row["id"], find_lane(priority))
    job_id: UUID = row["id"]
    return job_id


def build_job(
    name: str,
    args: dict[str, Any],
    *,
    workspace_id: UUID | None = None,
    dedupe_key: str | None = None,
    delay_seconds: float = 0,
    priority: int = ORDINARY,
) -> list[Any]:
    """The values of a job's row in the order of `build_insert`, its id first. Raises what `enqueue` raises."""
    if not has_unit_of_work():
        raise RuntimeError("enqueue() needs a unit_of_work(): a job belongs to the change that asks for it")
    return [
        new_id(),
        workspace_id,
        name,
        {key: _to_scalar(key, value) for key, value in args.items()},
        PAYLOAD_VERSION,
        priority,
        dedupe_key,
        timedelta(seconds=delay_seconds),
        structlog.contextvars.get_contextvars().get("request_id"),
    ]


def build_insert(first: int) -> str:
    """The statement that writes a job, its nine values from the placeholder `first` on; a known dedupe_key is kept.

    For those who write a job in one statement with something else.
    """
    places = ", ".join(f"${place}" for place in range(first, first + 7))
    return (
        "insert into jobs (id, workspace_id, name, args, v, priority, dedupe_key, available_at, request_id, created_at)"
        f" values ({places}, now() + ${first + 7}::interval, ${first + 8}, now())"
        " on conflict (name, dedupe_key) where dedupe_key is not null do nothing"
    )


async def move_to_bulk(job_id: UUID) -> None:
    """Have a job that came by the interactive lane go by the other one."""
    await execute(
        "update jobs set state = 'new', available_at = now(), priority = least(priority, $2) where id = $1",
        job_id,
        BULK,
    )
    wake_after_commit(job_id, "bulk")


def wake_after_commit(job_id: UUID, lane: Lane = "interactive") -> None:
    """Have a worker told of the job when the present unit is committed."""

    async def tell() -> None:
        if _wake is not None:
            await _wake(job_id, lane)

    after_commit(tell)


def _to_scalar(name: str, value: Any) -> str | float | bool | None:
    if isinstance(value, UUID):
        return str(value)
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise TypeError(f"the argument {name} is a {type(value).__name__}; jobs take ids and other JSON scalars")
