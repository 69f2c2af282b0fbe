"""A workspace and the people in it."""

from tortoise import fields
from tortoise.models import Model


class Workspace(Model):
    """Where a group of people keeps its projects; its slug is the first word of every URL."""

    id = fields.UUIDField(primary_key=True)
    slug = fields.TextField()
    name = fields.TextField()
    time_zone = fields.TextField(default="UTC")
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "workspaces"


class Membership(Model):
    """A person's place in a workspace: the row behind a Member."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    user_id = fields.UUIDField()
    role = fields.TextField()
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    removed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "members"
