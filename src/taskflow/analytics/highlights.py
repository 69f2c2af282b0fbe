"""What a report by e-mail names: the tasks that were finished of late, and those that are overdue."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch

Row = dict[str, Any]
MOST = 10
# A task that has moved on to a project that is not among these is not named.
_TASK = "p.key || '-' || t.number as key, t.title, count(*) over () as total"
_FINISHED = f"""
    select {_TASK}, f.completed_day as day from finished_tasks f
    join tasks t on t.workspace_id = $1 and t.id = f.task_id and t.deleted_at is null
    join projects p on p.id = t.project_id
    where f.workspace_id = $1 and f.project_id = any($2::uuid[]) and t.project_id = any($2::uuid[])
        and f.completed_day between $3 and $4
    order by f.completed_day desc, t.id desc limit $5
"""
# Overdue by the day of the workspace, as in the rest of the report.
_OVERDUE = f"""
    select {_TASK}, coalesce(t.due_date, (t.due_at at time zone $5)::date) as day from tasks t
    join projects p on p.id = t.project_id
    where t.workspace_id = $1 and t.project_id = any($2::uuid[]) and t.completed_at is null and t.deleted_at is null
        and (t.due_date < $3::date or t.due_at < $4::timestamptz)
    order by coalesce(t.due_date, (t.due_at at time zone $5)::date), t.id limit $6
"""


async def list_finished(workspace_id: UUID, projects: Sequence[UUID], first: date, last: date) -> list[Row]:
    """The latest of the tasks that were finished from `first` to `last`; each row has the `total`."""
    return await fetch(_FINISHED, workspace_id, list(projects), first, last, MOST)


async def list_overdue(workspace_id: UUID, projects: Sequence[UUID], now: datetime, day: date, zone: str) -> list[Row]:
    """Those that are overdue for longest; each row has the `total`."""
    return await fetch(_OVERDUE, workspace_id, list(projects), day, now, zone, MOST)
