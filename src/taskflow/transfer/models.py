"""What goes in and out: the files, what came from where, and calendars."""

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


class Import(Model):
    """A file to import; a full export goes into no project. Its bytes are the TransferFile of the same id."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    member_id = fields.UUIDField()
    project_id = fields.UUIDField(null=True)
    format = fields.TextField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "imports"


class ImportedThing(Model):
    """What another program, the `source`, called a thing of ours."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    source = fields.TextField()
    external_id = fields.TextField()
    thing_id = fields.UUIDField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "imported_things"


class Calendar(Model):
    """A feed of what is due; without a project it is of the member's own tasks."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    member_id = fields.UUIDField()
    project_id = fields.UUIDField(null=True)
    name = fields.TextField()
    secret_hash = fields.BinaryField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "calendars"
