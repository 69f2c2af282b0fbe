"""Whom a task concerns, for the parts that tell people about events."""

from uuid import UUID

from taskflow.platform.database import fetch


async def find_recipients(workspace_id: UUID, task_id: UUID) -> set[UUID]:
    """The members who made the task or are assigned to it, as far as they are still in the workspace."""
    rows = await fetch(
        "select m.id from members m where m.workspace_id = $1 and m.removed_at is null"
        " and m.deactivated_at is null and m.id in (select created_by from tasks where workspace_id = $1 and id = $2"
        " union select member_id from task_assignees where workspace_id = $1 and task_id = $2)",
        workspace_id,
        task_id,
    )
    return {row["id"] for row in rows}
