"""The files of jobs: written as they are made, kept for some days, and forgotten."""

import asyncio
import contextvars
import hashlib
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from taskflow.attachments import find_storage
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch
from taskflow.platform.leases import Run
from taskflow.platform.metrics import counter
from taskflow.platform.retention import Rows, count_purged
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.transfer.models import TransferFile

KEPT = timedelta(days=7)
PURGED_AT_ONCE = 20
ROWS = Rows("transfer_files", "expires_at")
_WAITING_CHUNKS = 4
EXPIRED = counter("taskflow_transfer_files_expired_total", "Files of exports and imports deleted after their time")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes of a file that is made, and how many of how many things are in it by then."""

    data: bytes
    done: int
    total: int


@dataclass(slots=True)
class Meter:
    """How many bytes went by, their digest, and how many things are in them."""

    size: int = 0
    done: int = 0
    digest: Any = field(default_factory=hashlib.sha256)

    def count(self, data: bytes) -> None:
        """Add some."""
        self.size += len(data)
        self.digest.update(data)


def build_key(workspace_id: UUID, file_id: UUID) -> str:
    """Where in the storage the file is. Pure."""
    return f"transfers/{workspace_id}/{file_id}"


async def announce_file(file_id: UUID, workspace_id: UUID, member_id: UUID, *, name: str, media_type: str) -> str:
    """Write down that bytes will be in the storage, before there are any; a second time is no error. Gives the key."""
    key, now = build_key(workspace_id, file_id), clock.now()
    async with unit_of_work():
        await TransferFile.bulk_create(
            [
                TransferFile(
                    id=file_id,
                    workspace_id=workspace_id,
                    member_id=member_id,
                    name=name,
                    media_type=media_type,
                    storage_key=key,
                    created_at=now,
                    expires_at=now + KEPT,
                )
            ],
            ignore_conflicts=True,
        )
    return key


async def write_pieces(run: Run, key: str, pieces: AsyncGenerator[Piece]) -> Meter:
    """Keep what `pieces` gives under `key` and report how far it is; what it raises is raised, and nothing is kept.

    `pieces` may hold a transaction: it is driven by a task of its own, and reports are written outside of it.
    """
    meter, outside = Meter(), contextvars.copy_context()
    queue: asyncio.Queue[bytes | Exception | None] = asyncio.Queue(_WAITING_CHUNKS)

    async def feed() -> None:
        try:
            async with aclosing(pieces) as source:
                async for piece in source:
                    meter.count(piece.data)
                    meter.done = piece.done
                    await queue.put(piece.data)
                    await asyncio.create_task(run.report(piece.done, piece.total), context=outside)
        except Exception as error:  # noqa: BLE001  it is raised where the bytes are taken
            await queue.put(error)
        else:
            await queue.put(None)

    feeder = asyncio.create_task(feed())
    try:
        await find_storage().write(key, _drain(queue))
    finally:
        feeder.cancel()
        await asyncio.wait([feeder])
    return meter


async def _drain(queue: asyncio.Queue[bytes | Exception | None]) -> AsyncIterator[bytes]:
    while (item := await queue.get()) is not None:
        if isinstance(item, Exception):
            raise item
        yield item


async def complete_file(file_id: UUID, meter: Meter) -> None:
    """The file is whole: it may be downloaded from now on, for KEPT."""
    await execute(
        "update transfer_files set size_bytes = $2, sha256 = $3, expires_at = $4 where id = $1",
        file_id,
        meter.size,
        meter.digest.digest(),
        clock.now() + KEPT,
    )


async def purge_files() -> int:
    """Delete the bytes, then the rows, of at most PURGED_AT_ONCE files whose time is over; gives how many."""
    rows = await fetch(
        "select id, storage_key from transfer_files where expires_at < $1 order by expires_at limit $2"
        " for update skip locked",
        clock.now(),
        PURGED_AT_ONCE,
    )
    for row in rows:
        await find_storage().delete(row["storage_key"])
    await execute("delete from transfer_files where id = any($1::uuid[])", [row["id"] for row in rows])
    count_purged("transfer_files", len(rows))
    EXPIRED.inc(amount=len(rows))
    return len(rows)
