"""What goes in and out: the files."""

from tortoise import fields
from tortoise.models import Model


class TransferFile(Model):
    """A file of the job with the same id; `size_bytes` and `sha256` are null until it is whole."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    member_id = fields.UUIDField()
    name = fields.TextField()
    media_type = fields.TextField()
    size_bytes = fields.BigIntField(null=True)
    sha256 = fields.BinaryField(null=True)
    storage_key = fields.TextField()
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()

    class Meta:
        table = "transfer_files"
