"""Reading what happened; the caller has already decided what may be seen."""

from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch, fetch_one

COLUMNS = (
    "e.id, e.workspace_id, e.seq, e.action, e.actor_kind, e.actor_id, e.project_id, e.subject_type, e.subject_id,"
    " e.changes, e.request_id, e.at"
)
# An event of a transaction that still runs may get a lower seq than one that is visible already: stop before it.
SETTLED = "e.xid < pg_snapshot_xmin(pg_current_snapshot())"


async def get_event(event_id: UUID) -> dict[str, Any] | None:
    """One event as a row, or None."""
    return await fetch_one(f"select {COLUMNS} from events e where e.id = $1", event_id)


async def list_events_of_subject(
    workspace_id: UUID, subject_id: UUID, *, before_seq: int | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """The newest events of a thing first, at most `limit`, older than `before_seq` when given."""
    return await fetch(
        f"select {COLUMNS} from events e where e.workspace_id = $1 and e.subject_id = $2"
        " and ($3::bigint is null or e.seq < $3) order by e.seq desc limit $4",
        workspace_id,
        subject_id,
        before_seq,
        limit,
    )


async def list_events_of_project(
    workspace_id: UUID, project_id: UUID, *, before_seq: int | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """The newest settled events of a project first, at most `limit`, older than `before_seq` when given."""
    return await fetch(
        f"select {COLUMNS} from events e where e.workspace_id = $1 and e.project_id = $2 and {SETTLED}"
        " and ($3::bigint is null or e.seq < $3) order by e.seq desc limit $4",
        workspace_id,
        project_id,
        before_seq,
        limit,
    )
