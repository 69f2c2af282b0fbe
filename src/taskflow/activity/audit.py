"""Reading the record of a whole workspace, and of one actor; the caller has already decided what may be seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow.activity.queries import COLUMNS, SETTLED
from taskflow.platform.database import fetch


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Which events are wanted: of an actor; of an action, or of all whose name has it as first word; from and until."""

    actor_id: UUID | None = None
    action: str | None = None
    since: datetime | None = None
    until: datetime | None = None


async def list_events_of_workspace(
    workspace_id: UUID, wanted: EventFilter, *, before_seq: int | None = None, limit: int = 50
) -> list[dict[str, Any]]:
    """The newest settled events of a workspace first, at most `limit`, older than `before_seq` when given.

    `since` is included, `until` is not.
    """
    return await fetch(
        f"select {COLUMNS} from events e where e.workspace_id = $1 and {SETTLED}"
        " and ($2::bigint is null or e.seq < $2) and ($4::uuid is null or e.actor_id = $4)"
        " and ($5::text is null or e.action = $5 or split_part(e.action, '.', 1) = $5)"
        " and ($6::timestamptz is null or e.at >= $6) and ($7::timestamptz is null or e.at < $7)"
        " order by e.seq desc limit $3",
        workspace_id,
        before_seq,
        limit,
        wanted.actor_id,
        wanted.action,
        wanted.since,
        wanted.until,
    )


async def list_events_of_actor(
    workspace_id: UUID,
    actor_id: UUID,
    project_ids: Sequence[UUID],
    *,
    before_seq: int | None = None,
    limit: int = 50,
) -> list[dict[str, Any]]:
    """The newest settled events of an actor in those projects first, at most `limit`, older than `before_seq`."""
    return await fetch(
        f"select {COLUMNS} from events e where e.workspace_id = $1 and e.actor_id = $2 and {SETTLED}"
        " and e.project_id = any($5::uuid[]) and ($3::bigint is null or e.seq < $3) order by e.seq desc limit $4",
        workspace_id,
        actor_id,
        before_seq,
        limit,
        list(project_ids),
    )
