"""What projects do in the background."""

from uuid import UUID

from taskflow.activity import get_event
from taskflow.platform.jobs import job
from taskflow.projects.access import forget_member


@job("projects.forget_member")
async def forget_removed_member(*, event_id: UUID) -> None:
    """Take the project access of a member who was removed; running it again changes nothing."""
    event = await get_event(event_id)
    if event is None:
        raise LookupError(f"no event {event_id}")
    await forget_member(event["workspace_id"], event["subject_id"])
