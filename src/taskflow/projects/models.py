"""A project, its columns, its labels and who was let in."""

from tortoise import fields
from tortoise.models import Model


class Project(Model):
    """A body of work with a board; `next_number` is the number that its next task gets."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    key = fields.TextField()
    name = fields.TextField()
    description = fields.TextField(default="")
    visibility = fields.TextField(default="workspace")
    hue = fields.TextField()
    next_number = fields.IntField(default=1)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    archived_at = fields.DatetimeField(null=True)

    class Meta:
        table = "projects"


class Column(Model):
    """A column of a project's board: a task's status. `category` says what it means for every board."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    project_id = fields.UUIDField()
    name = fields.TextField()
    category = fields.TextField()
    position = fields.IntField()
    wip_limit = fields.IntField(null=True)
    wip_policy = fields.TextField(default="warn")
    task_count = fields.IntField(default=0)
    version = fields.IntField(default=1)

    class Meta:
        table = "project_columns"


class Label(Model):
    """A project's label."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    project_id = fields.UUIDField()
    name = fields.TextField()
    hue = fields.TextField()
    version = fields.IntField(default=1)

    class Meta:
        table = "labels"


class CustomField(Model):
    """A field of a project's tasks; `options` are those of a select, each with id, name and hue."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    project_id = fields.UUIDField()
    name = fields.TextField()
    kind = fields.TextField()
    options = fields.JSONField[list[dict[str, str]]]()
    position = fields.IntField()
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()

    class Meta:
        table = "custom_fields"


class FormerKey(Model):
    """A key that a project had before; it leads to the project and no other may take it."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    key = fields.TextField()
    project_id = fields.UUIDField()
    created_at = fields.DatetimeField()

    class Meta:
        table = "project_keys"


class Access(Model):
    """Lets a member into a private project, and a guest into any."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    project_id = fields.UUIDField()
    member_id = fields.UUIDField()

    class Meta:
        table = "project_access"


class TeamAccess(Model):
    """Lets everybody of a team in."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    project_id = fields.UUIDField()
    team_id = fields.UUIDField()

    class Meta:
        table = "project_teams"
