"""Changing many tasks at once, all of them or none."""

from taskflow.tasks.bulk import trashing, undoing  # noqa: F401  enter how it is taken back
from taskflow.tasks.bulk.editing import BulkRefused, edit_tasks
from taskflow.tasks.bulk.inputs import MAX_TASKS, BulkChanges, BulkEdit
from taskflow.tasks.bulk.loading import StaleTasks

__all__ = ["MAX_TASKS", "BulkChanges", "BulkEdit", "BulkRefused", "StaleTasks", "edit_tasks"]
