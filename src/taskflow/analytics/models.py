"""What charts are read from: stays in columns, finished tasks, the counts of each day, and how far events were read."""

from tortoise import fields
from tortoise.contrib.postgres.fields import ArrayField
from tortoise.models import Model


class TaskStint(Model):
    """A task's stay in a column, in days of the workspace's time zone; `left_at` is null while it is there."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    task_id = fields.UUIDField()
    place = fields.IntField()
    project_id = fields.UUIDField()
    column_id = fields.UUIDField()
    opened = fields.TextField()
    entered_at = fields.DatetimeField()
    entered_day = fields.DateField()
    left_at = fields.DatetimeField(null=True)
    left_day = fields.DateField(null=True)

    class Meta:
        table = "task_stints"


class FinishedTask(Model):
    """A task that is completed: how long it took, in seconds, and whether it was on time when it was due."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    task_id = fields.UUIDField()
    project_id = fields.UUIDField()
    column_id = fields.UUIDField()
    completed_at = fields.DatetimeField()
    completed_day = fields.DateField()
    lead_seconds = fields.BigIntField(null=True)
    cycle_seconds = fields.BigIntField(null=True)
    was_on_time = fields.BooleanField(null=True)
    todo_seconds = fields.BigIntField(default=0)
    doing_seconds = fields.BigIntField(default=0)
    review_seconds = fields.BigIntField(default=0)

    class Meta:
        table = "finished_tasks"


class OpenTask(Model):
    """A task that is not completed: the column it is in and since when, when it is due, and who works on it."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    task_id = fields.UUIDField()
    project_id = fields.UUIDField()
    column_id = fields.UUIDField()
    entered_at = fields.DatetimeField()
    due_date = fields.DateField(null=True)
    due_at = fields.DatetimeField(null=True)
    estimate = fields.DecimalField(max_digits=7, decimal_places=2, null=True)
    member_ids = ArrayField("uuid")

    class Meta:
        table = "open_tasks"


class DailyFlow(Model):
    """What happened in a column on a day: sums of the other two."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    project_id = fields.UUIDField()
    column_id = fields.UUIDField()
    day = fields.DateField()
    entered = fields.IntField(default=0)
    gone = fields.IntField(default=0)
    created = fields.IntField(default=0)
    reopened = fields.IntField(default=0)
    finished = fields.IntField(default=0)
    with_due = fields.IntField(default=0)
    on_time = fields.IntField(default=0)

    class Meta:
        table = "daily_flow"


class ToldWorkspace(Model):
    """When the figures of a workspace last became others: the `stamp` is another one then."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField(unique=True)
    stamp = fields.UUIDField()

    class Meta:
        table = "told_workspaces"


class AnalyticsProgress(Model):
    """The last event that was counted: the database alone knows the `horizon`, its transaction."""

    id = fields.UUIDField(primary_key=True)
    seq = fields.BigIntField()
    moved_at = fields.DatetimeField()

    class Meta:
        table = "analytics_progress"


class ReportSubscription(Model):
    """A report that a member gets by e-mail: of one project, or of all that they see without one."""

    id = fields.UUIDField(primary_key=True)
    workspace_id = fields.UUIDField()
    member_id = fields.UUIDField()
    project_id = fields.UUIDField(null=True)
    period = fields.TextField()
    rhythm = fields.TextField()
    send_time = fields.TimeField()
    weekday = fields.SmallIntField()
    month_day = fields.SmallIntField()
    next_at = fields.DatetimeField()
    sent_at = fields.DatetimeField(null=True)
    version = fields.IntField(default=1)
    created_at = fields.DatetimeField()
    updated_at = fields.DatetimeField()

    class Meta:
        table = "report_subscriptions"
