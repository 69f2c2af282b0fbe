"""Recording what happened to a project, or to a column or a label of it."""

from typing import Any
from uuid import UUID

from taskflow.activity import Subject, record
from taskflow.projects.queries import Row
from taskflow.workspaces import Member


async def record_fact(
    member: Member, action: str, project: Row, subject_id: UUID | None = None, **changes: Any
) -> None:
    """Record `action`, whose first word says what it was done to: the project itself, or its part `subject_id`."""
    await record(
        action,
        actor=member.actor,
        subject=Subject(action.partition(".")[0], subject_id or project["id"]),
        workspace_id=member.workspace_id,
        project_id=project["id"],
        changes=changes,
    )
