"""What whoever runs the instance sees of its background work: every job, how many there are, and since when one waits.

What is finished is shown for a day: ids tell when a job was asked for, so that a day's rows are found by their ids.
"""

from datetime import timedelta
from typing import Any, Literal
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.errors import NotFound
from taskflow.platform.ids import first_id
from taskflow.platform.lanes import LANES, find_lane
from taskflow.platform.pagination import read_cursor, read_id, read_text
from taskflow.platform.redaction import mask, redact

FINISHED_SHOWN = timedelta(days=1)
Row = dict[str, Any]
State = Literal["waiting", "running", "dead", "done", "cancelled"]
STATES: tuple[State, ...] = ("waiting", "running", "dead", "done", "cancelled")

_IS_RUNNING = "state = 'sent' and leased_until > now()"
_STATE = f"case when {_IS_RUNNING} then 'running' when state in ('new', 'sent') then 'waiting' else state end"
_COLUMNS = (
    f"id, name, {_STATE} as state, priority, workspace_id, attempts, max_attempts, available_at, created_at,"
    " started_at, done_at, step_done, step_total, cancel_requested_at, last_error"
)
_OF_STATE: dict[State | None, str] = {
    None: "state in ('new', 'sent', 'dead')",
    "waiting": f"state in ('new', 'sent') and not coalesce({_IS_RUNNING}, false)",
    "running": _IS_RUNNING,
    "dead": "state = 'dead'",
    "done": "state = 'done'",
    "cancelled": "state = 'cancelled'",
}


async def list_jobs(
    *, state: State | None = None, name: str | None = None, after: str | None = None, limit: int
) -> list[Row]:
    """Jobs of the state and the name, the newest first, `limit` behind the cursor `after` of `id`.

    Without a state: all that is not finished. Raises Invalid for a made-up cursor.
    """
    (before,) = read_cursor(after, read_id)
    rows = await fetch(
        f"select {_COLUMNS} from jobs where {_OF_STATE[state]} and id >= $1 and ($2::text is null or name = $2)"
        " and ($3::uuid is null or id < $3) order by id desc limit $4",
        first_id(clock.now() - FINISHED_SHOWN) if state in {"done", "cancelled"} else UUID(int=0),
        name,
        before,
        limit,
    )
    return [_present(row) for row in rows]


async def get_job(job_id: UUID) -> Row:
    """One job whatever its age, with what it was asked to do and what came of it, secrets hidden. Raises NotFound."""
    row = await fetch_one(f"select {_COLUMNS}, args, result, request_id from jobs where id = $1", job_id)
    if row is None:
        raise NotFound
    return _present(row) | {"args": _hide(row["args"]), "result": row["result"] and _hide(row["result"])}


async def count_jobs() -> Row:
    """How many jobs of each name are in which state, and since when the oldest that is due has waited by lane.

    `names`: dicts of name, state and jobs; `oldest`: seconds by lane; `states`: sums by state.
    """
    names = await fetch(
        f"select name, {_STATE} as state, count(*) as jobs from jobs where state in ('new', 'sent', 'dead')"
        " group by 1, 2 union all select name, state, count(*) from jobs where id >= $1"
        " and state in ('done', 'cancelled') group by 1, 2 order by 1, 2",
        first_id(clock.now() - FINISHED_SHOWN),
    )
    sums = {state: sum(row["jobs"] for row in names if row["state"] == state) for state in STATES}
    return {"names": names, "states": sums, "oldest": await _measure_oldest()}


async def list_schedule(*, after: str | None = None, limit: int | None = None) -> list[Row]:
    """Every job that comes back, by name: how often, its last time and what became of it, and its next time.

    `next_at` lies behind when nobody asks for it any more.
    """
    return await fetch(
        "select s.name, s.every_seconds, s.slot as last_at, s.slot + make_interval(secs => s.every_seconds) as next_at,"
        f" j.id as last_job_id, {_STATE} as last_state, j.done_at as last_done_at"
        " from schedule s left join jobs j on j.name = s.name and j.dedupe_key = 'cron:' || s.name || ':'"
        " || to_char(s.slot at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
        " where $1::text is null or s.name > $1 order by s.name limit $2",
        *read_cursor(after, read_text),
        limit,
    )


async def _measure_oldest() -> dict[str, float]:
    rows = await fetch(
        "select priority < 0 as is_bulk, extract(epoch from now() - min(case state when 'sent' then sent_at"
        " else available_at end))::float as seconds from jobs where state in ('new', 'sent')"
        f" and not coalesce({_IS_RUNNING}, false) group by 1"
    )
    found = {find_lane(-1 if row["is_bulk"] else 0): max(0.0, row["seconds"]) for row in rows}
    return {lane: found.get(lane, 0.0) for lane in LANES}


def _present(row: Row) -> Row:
    error = row["last_error"]
    return row | {"lane": find_lane(row["priority"]), "last_error": error and mask(error)}


def _hide(values: Row) -> Row:
    return redact(None, "", dict(values))
