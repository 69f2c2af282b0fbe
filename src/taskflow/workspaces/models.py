"""A workspace, the people in it, their teams, and the invitations of those to come."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
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
    deactivated_at = fields.DatetimeField(null=True)

    class Meta:
        table = "members"


class Team(Model):
    """Members under a name, let into projects together."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    name = fields.TextField()
    hue = fields.TextField()
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()

    class Meta:
        table = "teams"


class TeamMembership(Model):
    """A member's place in a team."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    team_id = fields.UUIDField()
    member_id = fields.UUIDField()

    class Meta:
        table = "team_members"


class Invitation(Model):
    """An offer to become a member; only the hash of its code is kept."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    kind = fields.TextField()
    email = fields.TextField(null=True)
    role = fields.TextField()
    token_hash = fields.BinaryField()
    project_ids = ArrayField("uuid")
    invited_by = fields.UUIDField()
    max_uses = fields.IntField(null=True)
    uses = fields.IntField(default=0)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField()
    revoked_at = fields.DatetimeField(null=True)
    mail_state = fields.TextField(null=True)
    mail_problem = fields.TextField(null=True)
    mail_count = fields.IntField(default=0)
    mailed_at = fields.DatetimeField(null=True)

    class Meta:
        table = "invitations"


class InvitationCode(Model):
    """Another code of an invitation: one that went out by mail, which only the mail has."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    invitation_id = fields.UUIDField()
    token_hash = fields.BinaryField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "invitation_codes"
