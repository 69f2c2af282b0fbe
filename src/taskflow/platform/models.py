"""The tables of the platform: the outbox, what comes back with when it came last, and which processes are alive."""

from tortoise import fields
from tortoise.models import Model


class Job(Model):
    """A job to run, running, done or given up. `available_at` is when it may be sent (again)."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField(null=True)
    name = fields.TextField()
    args = fields.JSONField[dict[str, object]]()
    v = fields.SmallIntField(default=1)
    priority = fields.SmallIntField(default=0)
    state = fields.TextField(default="new")
    dedupe_key = fields.TextField(null=True)
    available_at = fields.DatetimeField()
    attempts = fields.IntField(default=0)
    max_attempts = fields.IntField(default=8)
    request_id = fields.TextField(null=True)
    created_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    done_at = fields.DatetimeField(null=True)
    last_error = fields.TextField(null=True)
    lease_token = fields.UUIDField(null=True)
    leased_until = fields.DatetimeField(null=True)
    started_at = fields.DatetimeField(null=True)
    requested_by = fields.UUIDField(null=True)
    step_done = fields.BigIntField(null=True)
    step_total = fields.BigIntField(null=True)
    cancel_requested_at = fields.DatetimeField(null=True)
    result = fields.JSONField[dict[str, object]](null=True)

    class Meta:
        table = "jobs"


class ScheduledJob(Model):
    """A job that comes back: how often, and when the period began that was last asked for."""

    name = fields.CharField(max_length=100, primary_key=True)
    every_seconds = fields.IntField()
    slot = fields.DatetimeField()

    class Meta:
        table = "schedule"


class Replica(Model):
    """A process that was alive at `seen_at`, and the last migration that its release knows."""

    id = fields.UUIDField(primary_key=True)
    role = fields.TextField()
    version = fields.TextField()
    host = fields.TextField()
    last_migration = fields.TextField()
    started_at = fields.DatetimeField()
    seen_at = fields.DatetimeField()

    class Meta:
        table = "replicas"
