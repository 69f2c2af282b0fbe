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
    parent_id = fields.UUIDField(null=True)
    estimate = fields.DecimalField(7, 2, null=True)
    recurrence = fields.TextField(null=True)
    recurs_from = fields.UUIDField(null=True)
    custom = fields.JSONField[dict[str, object]](default=dict)
    comment_count = fields.IntField(default=0)
    attachment_count = fields.IntField(default=0)
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


class FormerTaskKey(Model):
    """A number that a task had in a project where it is no more: it leads to the task."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    project_id = fields.UUIDField()
    number = fields.IntField()
    task_id = fields.UUIDField()

    class Meta:
        table = "former_keys"


class Dependency(Model):
    """The task `blocker_id` has to be done before the task `blocked_id`."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    blocker_id = fields.UUIDField()
    blocked_id = fields.UUIDField()

    class Meta:
        table = "task_dependencies"


class Watcher(Model):
    """A member who is told what happens to a task."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    task_id = fields.UUIDField()
    member_id = fields.UUIDField()

    class Meta:
        table = "task_watchers"
