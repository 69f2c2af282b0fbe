"""What a member is told, once for each event or occasion, and how a person wants to be told."""

from tortoise import fields
from tortoise.models import Model


class Notification(Model):
    """An event that concerns a member, or an occasion such as a due date, and why they are told."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    member_id = fields.UUIDField()
    event_id = fields.UUIDField(null=True)
    occasion = fields.TextField(null=True)
    task_id = fields.UUIDField(null=True)
    group_id = fields.UUIDField(null=True)
    reason = fields.TextField()
    in_inbox = fields.BooleanField(default=True)
    created_at = fields.DatetimeField()
    surfaced_at = fields.DatetimeField()
    read_at = fields.DatetimeField(null=True)
    snoozed_until = fields.DatetimeField(null=True)
    done_at = fields.DatetimeField(null=True)
    emailed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "notifications"


class NotificationSettings(Model):
    """How a person wants to be told, in all of their workspaces; `channels` holds what differs from the defaults."""

    user_id = fields.UUIDField(primary_key=True)
    channels = fields.JSONField[dict[str, list[str]]](default=dict)
    quiet_from = fields.TimeField(null=True)
    quiet_until = fields.TimeField(null=True)
    digest = fields.TextField(default="daily")
    digest_time = fields.TimeField()
    digest_weekday = fields.SmallIntField(default=1)
    next_digest_at = fields.DatetimeField(null=True)
    remind_time = fields.TimeField()
    lead_minutes = fields.IntField(default=60)
    version = fields.IntField(default=1)
    updated_at = fields.DatetimeField()

    class Meta:
        table = "notification_settings"
