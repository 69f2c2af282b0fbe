"""A task and who works on it."""

from tortoise import fields
from tortoise.models import Model


class Task(Model):
    """A piece of work. Due is a day (`due_date`) or a moment (`due_at` with `due_zone`), never both."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    project_id = fields.UUIDField()
    number = fields.IntField()
    title = fields.TextField()
    description = fields.TextField(default="")
    column_id = fields.UUIDField()
    rank = fields.TextField()
    priority = fields.TextField(default="none")
    start_date = fields.DateField(null=True)
    due_date = fields.DateField(null=True)
    due_at = fields.DatetimeField(null=True)
    due_zone = fields.TextField(null=True)
    created_by = fields.UUIDField()
    comment_count = fields.IntField(default=0)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()
    completed_at = fields.DatetimeField(null=True)
    deleted_at = fields.DatetimeField(null=True)

    class Meta:
        table = "tasks"


class Assignee(Model):
    """A member who works on a task."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    task_id = fields.UUIDField()
    member_id = fields.UUIDField()

    class Meta:
        table = "task_assignees"


class TaskLabel(Model):
    """A label on a task."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    task_id = fields.UUIDField()
    label_id = fields.UUIDField()

    class Meta:
        table = "task_labels"
