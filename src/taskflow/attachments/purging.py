"""Forgetting the bytes of files that were taken off long ago, or whose task is gone."""

from datetime import timedelta

from taskflow.attachments.storage import find_storage
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch

KEPT_DAYS = 30
BATCH = 20


async def purge_attachments() -> int:
    """Delete the bytes, then the rows, of at most BATCH files: taken off KEPT_DAYS ago, or of no task any more.

    Gives how many. Safe to run twice: what is gone already is no error.
    """
    rows = await fetch(
        "select id, storage_key from attachments where deleted_at < $1 or task_id is null limit $2"
        " for update skip locked",
        clock.now() - timedelta(days=KEPT_DAYS),
        BATCH,
    )
    for row in rows:
        await find_storage().delete(row["storage_key"])
    await execute("delete from attachments where id = any($1::uuid[])", [row["id"] for row in rows])
    return len(rows)
