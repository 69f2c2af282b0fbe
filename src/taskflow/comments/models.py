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


class Mention(Model):
    """A member whom `@handle` in a comment means, by themself or as one of a team."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    comment_id = fields.UUIDField()
    handle = fields.TextField()
    member_id = fields.UUIDField()
    team_id = fields.UUIDField(null=True)

    class Meta:
        table = "comment_mentions"


class Reaction(Model):
    """A member's emoji on a comment."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    comment_id = fields.UUIDField()
    member_id = fields.UUIDField()
    emoji = fields.TextField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "comment_reactions"
