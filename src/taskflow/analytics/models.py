"""What charts are read from: stays in columns, finished tasks, the counts of each day, and how far events were read."""

from tortoise import fields
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

    class Meta:
        table = "finished_tasks"


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
