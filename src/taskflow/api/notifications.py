"""What a member is told, and what they have read of it."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from taskflow import notifications
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Ended, Notification, Reading
from taskflow.notifications import ReasonName, Tray, Wanted
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member

_NOTIFICATIONS = "/workspaces/{slug}/notifications"
_NOTIFICATION = _NOTIFICATIONS + "/{notification_id}"
_OWN = "What one was told is one's own: it can be marked the other way again"


class NotificationQuery(PageQuery):
    """Which notifications."""

    unread: bool = Field(default=False, description="Only what you have not read")
    tray: Tray = Field(default="inbox", description="`snoozed` is what is put off, `done` what you are done with")
    reason: Annotated[ReasonName, Field(description="Only what you were told for this reason")] | None = None


@operation("GET", _NOTIFICATIONS, query=NotificationQuery, items=Notification)
async def list_notifications(member: Member, query: NotificationQuery) -> Page:
    """List what you were told, the latest first

    There is one notification for an event and a person, with the strongest reason. What one change told for one reason
    has the same `group`. What was told late, or was put off, stands where it came to you.
    """
    wanted = Wanted(query.tray, query.unread, (query.reason,) if query.reason else ())
    return await notifications.list_notifications(member, wanted, after=query.after, limit=query.limit)


@operation("GET", _NOTIFICATION, answer=Notification)
async def get_notification(member: Member, notification_id: UUID) -> Row:
    """Read a notification"""
    return await notifications.get_notification(member, notification_id)


@operation("PUT", _NOTIFICATIONS + "/reading", answer=Reading, undo=_OWN)
async def read_all_notifications(member: Member) -> Row:
    """Mark everything in the inbox read"""
    return {"marked": await notifications.mark_all_read(member)}


@operation("PUT", _NOTIFICATIONS + "/ending", answer=Ended, undo=_OWN)
async def end_all_notifications(member: Member) -> Row:
    """Be done with everything in the inbox that you have read"""
    return {"marked": await notifications.mark_all_done(member)}


@operation("PUT", _NOTIFICATION + "/reading", undo=_OWN)
async def read_notification(member: Member, notification_id: UUID) -> None:
    """Mark a notification read"""
    await notifications.mark_read(member, notification_id)


@operation("DELETE", _NOTIFICATION + "/reading", undo=_OWN)
async def unread_notification(member: Member, notification_id: UUID) -> None:
    """Mark a notification unread

    It is back in the inbox if you were done with it.
    """
    await notifications.mark_unread(member, notification_id)


@operation("PUT", _NOTIFICATION + "/ending", undo=_OWN)
async def end_notification(member: Member, notification_id: UUID) -> None:
    """Be done with a notification

    It is read and leaves the inbox; it can still be listed with `tray=done`.
    """
    await notifications.mark_done(member, notification_id)


@operation("DELETE", _NOTIFICATION + "/ending", undo=_OWN)
async def resume_notification(member: Member, notification_id: UUID) -> None:
    """Take a notification back into the inbox"""
    await notifications.mark_undone(member, notification_id)


@operation("PUT", _NOTIFICATION + "/snooze", body=notifications.Snooze, undo=_OWN)
async def snooze_notification(member: Member, notification_id: UUID, body: notifications.Snooze) -> None:
    """Put a notification off

    It leaves the inbox and comes back unread at the moment given.
    """
    await notifications.snooze(member, notification_id, until=body.until)


@operation("DELETE", _NOTIFICATION + "/snooze", undo=_OWN)
async def unsnooze_notification(member: Member, notification_id: UUID) -> None:
    """Have a notification back that was put off"""
    await notifications.unsnooze(member, notification_id)
