"""What people say about a task."""

from tortoise import fields
from tortoise.models import Model


class Comment(Model):
    """A comment in Markdown."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    task_id = fields.UUIDField()
    author_id = fields.UUIDField()
    body = fields.TextField()
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    edited_at = fields.DatetimeField(null=True)
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "comments"
