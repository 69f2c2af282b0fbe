"""Whom a task concerns, for the parts that tell people about events."""

from uuid import UUID

from taskflow.platform.database import fetch
from taskflow.projects import SEES_PROJECT


async def find_recipients(workspace_id: UUID, task_id: UUID) -> set[UUID]:
    """The members who watch the task, as far as they can still see it."""
    rows = await fetch(
        "select m.id from task_watchers w join members m on m.id = w.member_id join tasks t on t.id = w.task_id"
        f" join projects p on p.id = t.project_id where w.workspace_id = $1 and w.task_id = $2 and {SEES_PROJECT}",
        workspace_id,
        task_id,
    )
    return {row["id"] for row in rows}


async def find_freed(workspace_id: UUID, task_id: UUID) -> list[tuple[UUID, UUID]]:
    """The open tasks that waited for this one and wait for no open task now, each with a member who works on it.

    A pair for each such member who can still see the task.
    """
    rows = await fetch(
        "select t.id as task_id, m.id as member_id from task_dependencies d"
        " join tasks t on t.workspace_id = d.workspace_id and t.id = d.blocked_id"
        " join projects p on p.id = t.project_id"
        " join task_assignees a on a.workspace_id = d.workspace_id and a.task_id = t.id"
        f" join members m on m.id = a.member_id and {SEES_PROJECT}"
        " where d.workspace_id = $1 and d.blocker_id = $2 and t.deleted_at is null and t.completed_at is null"
        " and not exists (select from task_dependencies o join tasks b on b.id = o.blocker_id"
        "  where o.workspace_id = d.workspace_id and o.blocked_id = t.id"
        "  and b.completed_at is null and b.deleted_at is null) order by t.id, m.id",
        workspace_id,
        task_id,
    )
    return [(row["task_id"], row["member_id"]) for row in rows]
