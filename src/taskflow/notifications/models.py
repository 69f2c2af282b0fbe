"""What a member is told, once for each event."""

from tortoise import fields
from tortoise.models import Model


class Notification(Model):
    """An event that concerns a member, and why."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    member_id = fields.UUIDField()
    event_id = fields.UUIDField()
    reason = fields.TextField()
    created_at = fields.DatetimeField()
    read_at = fields.DatetimeField(null=True)

    class Meta:
        table = "notifications"
