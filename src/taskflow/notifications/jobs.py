"""Telling people, in the background."""

from uuid import UUID

from taskflow.activity import get_event
from taskflow.notifications.recipients import find_whom_to_tell
from taskflow.platform.database import execute
from taskflow.platform.ids import new_id
from taskflow.platform.jobs import job


@job("notifications.notify")
async def notify(*, event_id: UUID) -> None:
    """Write one notification for each member whom the event concerns; running it again adds none."""
    event = await get_event(event_id)
    if event is None:
        raise LookupError(f"no event {event_id}")
    for member_id, reason in (await find_whom_to_tell(event)).items():
        await execute(
            "insert into notifications (id, workspace_id, member_id, event_id, reason, created_at)"
            " values ($1, $2, $3, $4, $5, $6)"
            " on conflict (workspace_id, member_id, event_id) do nothing",
            new_id(),
            event["workspace_id"],
            member_id,
            event_id,
            reason,
            event["at"],
        )
