"""What tasks do in the background."""

from taskflow.platform.retention import Rows, retain
from taskflow.tasks.trash import KEPT, PURGE_BATCH, purge_trash

purge_old_trash = retain(
    "trash",
    "Tasks in the trash, with what hangs on them",
    kept=KEPT,
    since="they were deleted",
    job_name="tasks.purge_trash",
    rows=Rows("tasks", "deleted_at"),
    purge=purge_trash,
    batch=PURGE_BATCH,
)
