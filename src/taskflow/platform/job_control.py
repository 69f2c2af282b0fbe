"""What whoever runs the instance does about a job: replay it after it was given up, or have it end."""

from uuid import UUID

import structlog

from taskflow.platform.database import fetch, fetch_one, fetch_value
from taskflow.platform.errors import Conflict, NotFound
from taskflow.platform.job_errors import MAX_HISTORY
from taskflow.platform.lanes import find_lane
from taskflow.platform.leases import request_cancel
from taskflow.platform.outbox import wake_after_commit

_REPLAY = f"""
    update jobs set state = 'new', available_at = now(), attempts = 0, sent_at = null, done_at = null,
        lease_token = null, leased_until = null, cancel_requested_at = null, step_done = null, step_total = null,
        last_error = left(format('Replayed %s after %s: %s', to_char(now() at time zone 'UTC',
            'YYYY-MM-DD"T"HH24:MI:SS"Z"'), case attempts when 1 then '1 attempt' else attempts || ' attempts' end,
            coalesce(last_error, state)), {MAX_HISTORY})
"""
log = structlog.get_logger("taskflow.jobs")


async def replay_job(job_id: UUID) -> None:
    """Try a job again that was given up or cancelled, as often as at first; what went wrong stays in its last error.

    Needs a unit. Raises NotFound, or Conflict for one that waits, runs or is done.
    """
    row = await fetch_one(
        f"{_REPLAY} where id = $1 and state in ('dead', 'cancelled') returning name, priority", job_id
    )
    if row is None:
        await _require_known(job_id)
        raise Conflict("Only a job that was given up or cancelled can be replayed", code="job_not_given_up")
    log.info("job_replayed", job=row["name"], replayed=str(job_id))
    wake_after_commit(job_id, find_lane(row["priority"]))


async def replay_dead(name: str) -> int:
    """Replay all jobs of the name that were given up; gives how many. The next sweeps send them. Needs a unit."""
    rows = await fetch(f"{_REPLAY} where state = 'dead' and name = $1 returning 1", name)
    log.info("jobs_replayed", job=name, jobs=len(rows))
    return len(rows)


async def cancel_job(job_id: UUID) -> None:
    """Have a job end that waits or runs; doing it twice changes nothing. Raises NotFound, or Conflict when it ended."""
    if await request_cancel(job_id):
        log.info("job_cancel_requested", cancelled=str(job_id))
        return
    if await _require_known(job_id) != "cancelled":
        raise Conflict("The job has ended already", code="job_ended")


async def _require_known(job_id: UUID) -> str:
    """The state in its row. Raises NotFound."""
    state: str | None = await fetch_value("select state from jobs where id = $1", job_id)
    if state is None:
        raise NotFound
    return state
