"""A file on a task."""

from tortoise import fields
from tortoise.models import Model


class Attachment(Model):
    """What is known of a file; its bytes are in the storage under `storage_key`."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    task_id = fields.UUIDField(null=True)
    uploaded_by = fields.UUIDField()
    name = fields.TextField()
    media_type = fields.TextField()
    size_bytes = fields.BigIntField()
    sha256 = fields.BinaryField()
    storage_key = fields.TextField()
    created_at = fields.DatetimeField()
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "attachments"
