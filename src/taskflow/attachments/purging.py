"""Forgetting the bytes of files that were taken off long ago, whose task is gone, or that no file names at all."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from taskflow.attachments.storage import find_storage
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch
from taskflow.platform.leases import Run
from taskflow.platform.outbox import enqueue
from taskflow.platform.retention import Due, Rows, count_purged

KEPT, STRAY_KEPT = timedelta(days=30), timedelta(days=1)
BATCH = 20
ROWS = Rows("attachments", "coalesce(deleted_at, created_at)", "deleted_at < $1 or task_id is null")


async def purge_attachments(run: Run) -> None:
    """Delete the bytes, then the rows, of at most BATCH files, and ask for more when it were as many.

    What is gone already is no error, so it is safe to run twice.
    """
    rows = await fetch(
        "select id, storage_key from attachments where deleted_at < $1 or task_id is null limit $2",
        clock.now() - KEPT,
        BATCH,
    )
    for row in rows:
        await find_storage().delete(row["storage_key"])
    async with run.finishing():
        removed = await execute("delete from attachments where id = any($1::uuid[])", [row["id"] for row in rows])
        count_purged("attachments", removed)
        if len(rows) == BATCH:
            await enqueue("attachments.purge")


async def purge_strays(run: Run) -> None:
    """Delete bytes that no file names: of uploads that were cut off before their file was written down."""
    removed = 0
    async for found in _list_strays():
        for key, _ in found:
            await find_storage().delete(key)
        removed += len(found)
        await run.report(removed)
    async with run.finishing():
        count_purged("stray_files", removed)


async def survey_strays() -> Due:
    """What `purge_strays` would delete."""
    found = [entry async for batch in _list_strays() for entry in batch]
    return Due(len(found), min((moment for _, moment in found), default=None))


async def _list_strays() -> Any:
    """Keys with their moments, in batches: older than STRAY_KEPT, of our own form, and in no row."""
    latest = clock.now() - STRAY_KEPT
    async for entries in find_storage().list_all():
        old = {key: moment for key, moment in entries if moment < latest and _is_ours(key)}
        known = await fetch("select storage_key from attachments where storage_key = any($1::text[])", list(old))
        named = {row["storage_key"] for row in known}
        yield [(key, moment) for key, moment in old.items() if key not in named]


def _is_ours(key: str) -> bool:
    """True for what uploads write: a workspace's id and a file's. What an operator has put there is left alone."""
    try:
        return len([UUID(word) for word in key.split("/")]) == len(("workspace", "file"))
    except ValueError:
        return False
