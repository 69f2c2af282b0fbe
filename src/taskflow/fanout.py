"""What happens after something happened: one table, one job."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from taskflow import webhooks
from taskflow.activity import get_event
from taskflow.platform.jobs import job
from taskflow.platform.lanes import URGENT
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
    "webhook.disabled": ("notifications.notify",),
    "user.edited": ("notifications.follow_zone", "analytics.follow_zone"),
    "member.removed": ("projects.forget_member",),
}
# The jobs that hear of every action, where the answer to the question beside them is yes: it is asked for each event.
LISTENERS_OF_ALL: dict[str, Callable[[dict[str, Any]], Awaitable[bool]]] = {"webhooks.dispatch": webhooks.is_heard}


@job("activity.fan_out")
async def fan_out(*, event_id: UUID) -> None:
    """Enqueue every listener of the event; running it again enqueues none twice."""
    event = await get_event(event_id)
    if event is None:
        raise LookupError(f"no event {event_id}")
    names = list(LISTENERS.get(event["action"], ()))
    names += [name for name, is_heard in LISTENERS_OF_ALL.items() if await is_heard(event)]
    for name in names:
        await enqueue(
            name, workspace_id=event["workspace_id"], dedupe_key=str(event_id), priority=URGENT, event_id=str(event_id)
        )
