"""The jobs that a member waits for: how far they are, how they ended, and ending them early."""

from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch, fetch_one, fetch_value
from taskflow.platform.errors import Conflict, NotFound
from taskflow.platform.leases import request_cancel
from taskflow.platform.pagination import Page, build_page, read_cursor, read_id
from taskflow.workspaces import Member

Row = dict[str, Any]
MOST_UNFINISHED = 5
_STATUS = """
    case when j.state = 'cancelled' then 'cancelled'
        when j.state = 'dead' or j.result ? 'problem' then 'failed'
        when j.state = 'done' then 'done'
        when j.cancel_requested_at is not null then 'cancelling'
        when j.leased_until > now() then 'running'
        else 'waiting' end
"""
_RUNS = f"""
    select j.id, j.name as kind, j.args ->> 'import_id' as import_id, {_STATUS} as status, j.step_done, j.step_total,
        j.created_at, j.started_at, j.done_at, j.attempts, coalesce(j.result, '{{}}') as result, f.name as file_name,
        f.size_bytes, f.media_type, encode(f.sha256, 'hex') as sha256, f.storage_key, f.expires_at
    from jobs j left join transfer_files f on f.id = j.id and f.size_bytes is not null and f.expires_at > now()
        and j.state = 'done' and not coalesce(j.result ? 'problem', false)
    where j.workspace_id = $1 and j.requested_by = $2
"""


async def list_runs(member: Member, *, after: str | None = None, limit: int = 50) -> Page:
    """A page of the jobs that the member asked for, the newest first. Raises Invalid for a made-up cursor."""
    (last_id,) = read_cursor(after, read_id)
    rows = await fetch(
        f"{_RUNS} and ($3::uuid is null or j.id < $3) order by j.id desc limit $4",
        member.workspace_id,
        member.id,
        last_id,
        limit + 1,
    )
    return build_page([_build_run(row) for row in rows], limit, "id")


async def get_run(member: Member, job_id: UUID) -> Row:
    """One of `list_runs`. Raises NotFound, also for what somebody else asked for."""
    row = await fetch_one(f"{_RUNS} and j.id = $3", member.workspace_id, member.id, job_id)
    if row is None:
        raise NotFound
    return _build_run(row)


async def get_run_file(member: Member, job_id: UUID) -> Row:
    """`name`, `media_type`, `size_bytes`, `sha256` and `storage_key` of its file. Raises NotFound when it has none."""
    run = await get_run(member, job_id)
    if run["file"] is None:
        raise NotFound("The job has no file, or it has expired")
    file: Row = run["file"]
    return file


async def cancel_run(member: Member, job_id: UUID) -> Row:
    """Have it end: at once when it waits, else soon. Raises NotFound, or Conflict when it has ended otherwise."""
    run = await get_run(member, job_id)
    if not await request_cancel(job_id) and run["status"] != "cancelled":
        raise Conflict("The job has ended already", code="job_ended")
    return await get_run(member, job_id)


async def require_room(member: Member) -> None:
    """Pass, or raise Conflict when the member waits for MOST_UNFINISHED jobs already."""
    count = await fetch_value(
        "select count(*) from jobs where workspace_id = $1 and requested_by = $2 and state in ('new', 'sent')",
        member.workspace_id,
        member.id,
    )
    if count >= MOST_UNFINISHED:
        raise Conflict(f"You wait for {count} jobs already: cancel one, or wait for it", code="too_many_jobs")


def _build_run(row: Row) -> Row:
    result = {name: value for name, value in row["result"].items() if name != "problem"}
    file = None
    if row["file_name"] is not None:
        names = ("media_type", "size_bytes", "sha256", "storage_key", "expires_at")
        file = {"name": row["file_name"]} | {name: row[name] for name in names}
    return {
        "id": row["id"],
        "kind": row["kind"],
        "import_id": row["import_id"],
        "status": row["status"],
        "is_over": row["status"] in {"done", "failed", "cancelled"},
        "done": row["step_done"],
        "total": row["step_total"],
        "created_at": row["created_at"],
        "started_at": row["started_at"],
        "ended_at": row["done_at"],
        "file": file,
        "result": result,
        "error": _tell_problem(row),
    }


def _tell_problem(row: Row) -> str | None:
    if row["status"] != "failed":
        return None
    told = row["result"].get("problem")
    return told or f"It failed {row['attempts']} times for a reason of ours. Your operator finds it by the job's id."
