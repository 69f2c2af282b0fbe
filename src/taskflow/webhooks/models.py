"""Webhooks, what is sent to them, and every attempt."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class Webhook(Model):
    """A URL that hears of events. Its secret is made from `secret_salt`, and is not kept itself.

    `former_secrets` holds the `salt` in hexadecimal, and `until` when it signs, of each secret that was replaced.
    """

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    project_id = fields.UUIDField(null=True)
    created_by = fields.UUIDField()
    name = fields.TextField()
    url = fields.TextField()
    actions = ArrayField(element_type="text")
    secret_salt = fields.BinaryField()
    secret_mark = fields.BinaryField()
    former_secrets = fields.JSONField[list[dict[str, str]]](default=list)
    is_enabled = fields.BooleanField(default=True)
    disabled_reason = fields.TextField(null=True)
    disabled_at = fields.DatetimeField(null=True)
    listens_since = fields.DatetimeField()
    failure_count = fields.IntField(default=0)
    failing_since = fields.DatetimeField(null=True)
    last_success_at = fields.DatetimeField(null=True)
    last_failure_at = fields.DatetimeField(null=True)
    paused_until = fields.DatetimeField(null=True)
    pump_id = fields.UUIDField(null=True)
    pump_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "webhooks"


class WebhookDelivery(Model):
    """An event for a webhook: waiting, succeeded or failed. A ping has no event."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    hook_id = fields.UUIDField()
    event_id = fields.UUIDField(null=True)
    event_seq = fields.BigIntField()
    action = fields.TextField()
    subject_type = fields.TextField()
    subject_id = fields.UUIDField()
    subject_key = fields.TextField(null=True)
    body = fields.TextField()
    state = fields.TextField(default="waiting")
    tries = fields.IntField(default=0)
    first_tried_at = fields.DatetimeField(null=True)
    next_at = fields.DatetimeField()
    reason = fields.TextField(null=True)
    status = fields.IntField(null=True)
    duration_ms = fields.IntField(null=True)
    created_at = fields.DatetimeField()
    ended_at = fields.DatetimeField(null=True)

    class Meta:
        table = "webhook_deliveries"


class WebhookAttempt(Model):
    """One request, and what came of it."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    delivery_id = fields.UUIDField()
    at = fields.DatetimeField()
    duration_ms = fields.IntField()
    status = fields.IntField(null=True)
    error = fields.TextField(null=True)
    request_headers = fields.JSONField[dict[str, object]]()
    answer_headers = fields.JSONField[dict[str, object]](null=True)
    answer_body = fields.TextField(null=True)

    class Meta:
        table = "webhook_attempts"
