"""What a member is told, and what they have read of it."""

from uuid import UUID

from pydantic import Field

from taskflow import notifications
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Notification, Reading
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member

_NOTIFICATIONS = "/workspaces/{slug}/notifications"
_READING = _NOTIFICATIONS + "/{notification_id}/reading"


class NotificationQuery(PageQuery):
    """Which notifications."""

    unread: bool = Field(default=False, description="Only what you have not read")


@operation("GET", _NOTIFICATIONS, query=NotificationQuery, items=Notification)
async def list_notifications(member: Member, query: NotificationQuery) -> Page:
    """List what you were told, the newest first"""
    return await notifications.list_notifications(
        member, unread_only=query.unread, after=query.after, limit=query.limit
    )


@operation(
    "PUT", _NOTIFICATIONS + "/reading", answer=Reading,
    undo="What one has read is one's own: it can be marked unread again",
)  # fmt: skip
async def read_all_notifications(member: Member) -> Row:
    """Mark everything read"""
    return {"marked": await notifications.mark_all_read(member)}


@operation("PUT", _READING, undo="What one has read is one's own: it can be marked unread again")
async def read_notification(member: Member, notification_id: UUID) -> None:
    """Mark a notification read"""
    await notifications.mark_read(member, notification_id)


@operation("DELETE", _READING, undo="What one has read is one's own: it can be marked read again")
async def unread_notification(member: Member, notification_id: UUID) -> None:
    """Mark a notification unread"""
    await notifications.mark_unread(member, notification_id)
