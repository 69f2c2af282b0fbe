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
