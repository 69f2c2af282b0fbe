"""Reminding those who work on a task that it is due: once for each occasion, however many workers look."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from taskflow.notifications.occasions import LATEST, Due, Occasion, find_occasion
from taskflow.notifications.preferences import COLUMNS, JOIN, build_preferences
from taskflow.notifications.recipients import Told
from taskflow.notifications.telling import Notice, tell
from taskflow.platform import clock
from taskflow.platform.database import fetch
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import SEES_PROJECT

Row = dict[str, Any]
BATCH = 500  # tasks
# No zone is further from UTC than a day, and no reminder further from its date than another.
_BEFORE, _BEHIND = LATEST + timedelta(days=3), timedelta(days=9)
_OPEN = "t.completed_at is null and t.deleted_at is null and p.archived_at is null"


async def remind_of_workspace(workspace_id: UUID) -> None:
    """Remind everybody in the workspace, each batch of tasks in a unit of its own."""
    last: tuple[datetime, UUID] | None = None
    while True:
        async with unit_of_work():
            last = await remind_batch(workspace_id, last)
        if last is None:
            return


async def remind_batch(workspace_id: UUID, after: tuple[datetime, UUID] | None) -> tuple[datetime, UUID] | None:
    """Remind of the next tasks behind `after` that are due about now; gives the last of them, None behind all."""
    now = clock.now()
    found = await _list_due(workspace_id, now, after)
    candidates = [
        (row, occasion)
        for row in await _list_people(workspace_id, found)
        if (occasion := find_occasion(_read_due(row), build_preferences(row).wishes, now))
    ]
    fresh = await _keep_fresh(workspace_id, candidates)
    notices = [
        Notice(Told(row["member_id"], occasion.reason, row["task_id"]), occasion.moment, _name(row, occasion))
        for row, occasion in fresh
    ]
    await tell(workspace_id, notices)
    return (found[-1]["sort_at"], found[-1]["id"]) if len(found) == BATCH else None


async def _list_due(workspace_id: UUID, now: datetime, after: tuple[datetime, UUID] | None) -> list[Row]:
    """Open tasks with a date about now, by date: first a moment at midnight for each day, then those of moments."""
    bounds = (now - _BEFORE, now + _BEHIND)
    last_at, last_id = after or (None, None)
    return await fetch(
        "select f.id, f.sort_at from ("
        "  select t.id, t.due_date::timestamp at time zone 'UTC' as sort_at, t.project_id from tasks t"
        "  where t.workspace_id = $1 and t.due_date between ($2::timestamptz at time zone 'UTC')::date"
        "   and ($3::timestamptz at time zone 'UTC')::date and t.completed_at is null and t.deleted_at is null"
        "  union all select t.id, t.due_at, t.project_id from tasks t where t.workspace_id = $1"
        "   and t.due_at between $2 and $3 and t.completed_at is null and t.deleted_at is null) f"
        " where $4::timestamptz is null or (f.sort_at, f.id) > ($4, $5::uuid) order by f.sort_at, f.id limit $6",
        workspace_id,
        *bounds,
        last_at,
        last_id,
        BATCH,
    )


async def _list_people(workspace_id: UUID, found: list[Row]) -> list[Row]:
    """Those who work on the tasks and see them, with how they want to be told."""
    return await fetch(
        f"select t.id as task_id, t.due_date, t.due_at, m.id as member_id, {COLUMNS} from tasks t"
        " join projects p on p.id = t.project_id"
        " join task_assignees a on a.workspace_id = t.workspace_id and a.task_id = t.id"
        f" join members m on m.id = a.member_id and {SEES_PROJECT}"
        f" join users u on u.id = m.user_id and u.deactivated_at is null {JOIN}"
        f" where t.workspace_id = $1 and t.id = any($2::uuid[]) and {_OPEN}",
        workspace_id,
        [row["id"] for row in found],
    )


async def _keep_fresh(workspace_id: UUID, candidates: list[tuple[Row, Occasion]]) -> list[tuple[Row, Occasion]]:
    """Those that were not told yet, and had come after the date was set and the task was theirs.

    Whoever sets the date, or is put on the task, behind that moment is told by what they or others did.
    """
    if not candidates:
        return []
    rows = await fetch(
        "select k.place from unnest($2::uuid[], $3::uuid[], $4::text[], $5::timestamptz[]) with ordinality"
        "  as k(task_id, member_id, occasion, moment, place)"
        " where not exists (select from notifications n where n.workspace_id = $1 and n.member_id = k.member_id"
        "   and n.occasion = k.occasion)"
        " and not exists (select from events e where e.workspace_id = $1 and e.subject_id = k.task_id"
        "   and e.at > k.moment and (e.action in ('task.created', 'task.restored') or e.changes ? 'due_date'"
        "    or e.changes ? 'due_at' or e.changes ? 'completed_at'"
        "    or (e.action = 'task.assigned' and e.changes -> 'member_id' ->> 1 = k.member_id::text)))",
        workspace_id,
        [row["task_id"] for row, _ in candidates],
        [row["member_id"] for row, _ in candidates],
        [_name(row, occasion) for row, occasion in candidates],
        [occasion.moment for _, occasion in candidates],
    )
    places = {row["place"] - 1 for row in rows}
    return [candidate for place, candidate in enumerate(candidates) if place in places]


def _read_due(row: Row) -> Due:
    return Due(row["due_date"], row["due_at"])


def _name(row: Row, occasion: Occasion) -> str:
    return occasion.name(row["task_id"], _read_due(row))
