"""Who is told about an event, and why. Pure, but for asking whom a task concerns."""

from typing import Any
from uuid import UUID

from taskflow.tasks import find_recipients

# The reason that an action gives to those whom it concerns; whom a comment mentions has that stronger reason.
REASONS = {
    "task.assigned": "assigned",
    "comment.posted": "commented",
    "comment.edited": "mentioned",
    "task.completed": "completed",
}


async def find_whom_to_tell(event: dict[str, Any]) -> dict[UUID, str]:
    """The members to tell and the reason for each; never the one who did it."""
    reason = REASONS[event["action"]]
    if event["action"] == "task.assigned":
        members = {UUID(event["changes"]["member_id"][1])}
    elif event["action"] == "comment.edited":
        members = set[UUID]()
    else:
        members = await find_recipients(event["workspace_id"], event["subject_id"])
    reasons = dict.fromkeys(members, reason) | dict.fromkeys(_find_newly_mentioned(event), "mentioned")
    return {member: reason for member, reason in reasons.items() if member != event["actor_id"]}


def _find_newly_mentioned(event: dict[str, Any]) -> set[UUID]:
    """Whom a comment mentions and did not mention before."""
    old, new = event["changes"].get("mentions", ((), ()))
    return {UUID(member) for member in set(new) - set(old)}
