"""Putting a file on a task and taking it off; the bytes go to the storage as they come."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from uuid import UUID

from taskflow.attachments.media_types import HEAD_BYTES, sniff
from taskflow.attachments.models import Attachment
from taskflow.attachments.names import clean_name
from taskflow.attachments.queries import Row, get_attachment
from taskflow.attachments.storage import find_storage
from taskflow.platform import clock
from taskflow.platform.errors import Conflict, NotFound, PayloadTooLarge
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import count_attachment, get_task, record_task
from taskflow.workspaces import Member, Permission

MAX_PER_TASK = 100
UPLOAD_SECONDS = 300.0


class _Meter:
    """Passes chunks on and remembers how many bytes they were, how they began, and their digest."""

    def __init__(self, chunks: AsyncIterator[bytes], limit: int) -> None:
        self._chunks, self._limit = chunks, limit
        self.size, self.head, self.digest = 0, b"", hashlib.sha256()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        async for chunk in self._chunks:
            self.size += len(chunk)
            if self.size > self._limit:
                raise PayloadTooLarge(f"A file has at most {self._limit:,} bytes", code="attachment_too_large")
            self.head += chunk[: HEAD_BYTES - len(self.head)]
            self.digest.update(chunk)
            yield chunk


async def add_attachment(
    member: Member, task_key: str, name: str, chunks: AsyncIterator[bytes], *, max_bytes: int
) -> Row:
    """Keep the bytes under that name on the task; opens its own units of work, none while bytes come.

    Raises NotFound, Forbidden, Invalid for a name that is none, PayloadTooLarge, or Conflict for one file too many.
    """
    task = await get_task(member, task_key)
    member.require(Permission.ATTACH_FILE)
    name, key, meter = clean_name(name), f"{member.workspace_id}/{new_id()}", _Meter(chunks, max_bytes)
    async with asyncio.timeout(UPLOAD_SECONDS):
        await find_storage().write(key, aiter(meter))
    try:
        async with unit_of_work():
            await _require_room(member, task_key)
            return await get_attachment(task, await _insert(member, task, name, key, meter=meter))
    except BaseException:
        await asyncio.shield(find_storage().delete(key))
        raise


async def remove_attachment(member: Member, task_key: str, attachment_id: UUID) -> None:
    """Take the file off; its bytes go when the trash is emptied.

    Raises NotFound, or Forbidden for another's file without the permission.
    """
    task = await get_task(member, task_key, lock=True)
    attachment = await get_attachment(task, attachment_id)
    member.require(Permission.ATTACH_FILE if attachment["uploaded_by"] == member.id else Permission.REMOVE_ANY_FILE)
    await Attachment.filter(id=attachment_id).update(deleted_at=clock.now())
    await count_attachment(task, -1)
    await record_task(
        member, "attachment.removed", task, attachment_id=(attachment_id, None), name=(attachment["name"], None)
    )


async def restore_attachment(member: Member, task_key: str, attachment_id: UUID) -> None:
    """Put a file back that was taken off. Raises NotFound, Forbidden, or Conflict when there is no room for it."""
    member.require(Permission.ATTACH_FILE)
    task = await _require_room(member, task_key)
    removed = Attachment.filter(id=attachment_id, task_id=task["id"], deleted_at__isnull=False)
    if not await removed.update(deleted_at=None):
        raise NotFound
    attachment = await get_attachment(task, attachment_id)
    await count_attachment(task, 1)
    await record_task(
        member, "attachment.restored", task, attachment_id=(None, attachment_id), name=(None, attachment["name"])
    )


async def _require_room(member: Member, task_key: str) -> Row:
    task = await get_task(member, task_key, lock=True)
    if task["attachment_count"] >= MAX_PER_TASK:
        raise Conflict(f"A task has at most {MAX_PER_TASK} files", code="too_many_attachments")
    return task


async def _insert(member: Member, task: Row, name: str, key: str, *, meter: _Meter) -> UUID:
    attachment_id = UUID(key.rpartition("/")[2])
    await Attachment.create(
        id=attachment_id,
        workspace_id=member.workspace_id,
        task_id=task["id"],
        uploaded_by=member.id,
        name=name,
        storage_key=key,
        created_at=clock.now(),
        media_type=await asyncio.to_thread(sniff, meter.head),
        size_bytes=meter.size,
        sha256=meter.digest.digest(),
    )
    await count_attachment(task, 1)
    await record_task(member, "attachment.added", task, attachment_id=(None, attachment_id), name=(None, name))
    return attachment_id
