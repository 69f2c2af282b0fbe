"""What happens after something happened: one table, one job."""

from uuid import UUID

from taskflow.activity import get_event
from taskflow.platform.jobs import job
from taskflow.platform.outbox import enqueue

# The jobs that hear of an action; each gets the event's id and runs in its own transaction.
LISTENERS: dict[str, tuple[str, ...]] = {
    "task.assigned": ("notifications.notify",),
    "task.unassigned": ("notifications.notify",),
    "task.edited": ("notifications.notify",),
    "task.moved": ("notifications.notify",),
    "task.completed": ("notifications.notify",),
    "task.reopened": ("notifications.notify",),
    "task.blocked": ("notifications.notify",),
    "task.unblocked": ("notifications.notify",),
    "comment.posted": ("notifications.notify",),
    "comment.edited": ("notifications.notify",),
    "comment.reacted": ("notifications.notify",),
    "project.access_granted": ("notifications.notify",),
    "team.member_added": ("notifications.notify",),
    "member.added": ("notifications.notify",),
    "member.role_changed": ("notifications.notify",),
    "member.joined": ("notifications.notify",),
    "workspace.handed_over": ("notifications.notify",),
    "user.edited": ("notifications.follow_zone",),
    "member.removed": ("projects.forget_member",),
}


@job("activity.fan_out")
async def fan_out(*, event_id: UUID) -> None:
    """Enqueue every listener of the event; running it again enqueues none twice."""
    event = await get_event(event_id)
    if event is None:
        raise LookupError(f"no event {event_id}")
    for name in LISTENERS.get(event["action"], ()):
        await enqueue(
            name, workspace_id=event["workspace_id"], dedupe_key=str(event_id), priority=1, event_id=str(event_id)
        )
