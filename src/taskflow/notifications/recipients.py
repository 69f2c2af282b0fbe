"""Who is told about an event, and why. Pure, but for asking whom a task concerns."""

from typing import Any
from uuid import UUID

from taskflow.tasks import find_recipients

REASONS = {"task.assigned": "assigned", "comment.posted": "commented", "task.completed": "completed"}


async def find_whom_to_tell(event: dict[str, Any]) -> dict[UUID, str]:
    """The members to tell and the reason for each; never the one who did it."""
    reason = REASONS[event["action"]]
    if event["action"] == "task.assigned":
        members = {UUID(event["changes"]["member_id"][1])}
    else:
        members = await find_recipients(event["workspace_id"], event["subject_id"])
    return {member: reason for member in members if member != event["actor_id"]}
