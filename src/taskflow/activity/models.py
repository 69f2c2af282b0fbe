"""The append-only record of every fact."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class Event(Model):
    """A fact: who did what to which thing, and the old and new value of each field. Never changed, never purged."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField(null=True)
    seq = fields.BigIntField(generated=False)
    action = fields.TextField()
    v = fields.SmallIntField(default=1)
    actor_kind = fields.TextField()
    actor_id = fields.UUIDField(null=True)
    project_id = fields.UUIDField(null=True)
    subject_type = fields.TextField()
    subject_id = fields.UUIDField()
    changes = fields.JSONField[dict[str, object]]()
    request_id = fields.TextField(null=True)
    at = fields.DatetimeField()
    unit_id = fields.UUIDField(null=True)

    class Meta:
        table = "events"


class EventSeal(Model):
    """A link of the hash chain over a workspace's events; the database alone knows its `horizon`."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField(null=True)
    number = fields.BigIntField()
    v = fields.SmallIntField(default=1)
    seqs = ArrayField(element_type="bigint")
    first_seq = fields.BigIntField()
    last_seq = fields.BigIntField()
    event_count = fields.IntField()
    previous_hash = fields.BinaryField()
    hash = fields.BinaryField()
    sealed_at = fields.DatetimeField()

    class Meta:
        table = "event_seals"
