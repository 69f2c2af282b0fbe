"""Files on tasks: whole or not at all, for those who may see the task."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

import taskflow.attachments.jobs  # noqa: F401  its jobs are run here
from taskflow import attachments, tasks
from taskflow.attachments.uploading import MAX_PER_TASK
from taskflow.platform import clock, jobs, retention
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.errors import Conflict, Forbidden, NotFound, PayloadTooLarge
from taskflow.platform.ids import new_id
from taskflow.platform.outbox import enqueue
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import NewTask
from taskflow.workspaces import Member
from tests.attachments.test_media_types import PNG

LIMIT = 100_000


async def _chunks(data: bytes, *, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


async def _add(member: Member, name: str = "picture.png", data: bytes = PNG) -> dict[str, Any]:
    return await attachments.add_attachment(member, "WEB-1", name, _chunks(data), max_bytes=LIMIT)


async def _read(attachment: dict[str, Any]) -> bytes:
    return b"".join([chunk async for chunk in await attachments.find_storage().read(attachment["storage_key"])])


async def _run(job: str) -> str:
    """The outcome of a run of that job."""
    async with unit_of_work():
        job_id = await enqueue(job)
    assert job_id is not None
    return await jobs.run(job_id)


def _count(files: Path) -> int:
    return sum(path.is_file() for path in files.rglob("*"))


@pytest.fixture
async def task(sam: Member) -> dict[str, Any]:
    """WEB-1."""
    async with unit_of_work():
        return await tasks.create_task(sam, "WEB", NewTask(title="With files"))


async def test_a_file_is_kept_as_it_came(task: dict[str, Any], mateo: Member) -> None:
    data = bytes(range(256)) * 300
    attachment = await _add(mateo, "raw.bin", data)
    assert attachment["size_bytes"] == len(data)
    assert await _read(attachment) == data
    assert (await tasks.get_task(mateo, "WEB-1"))["attachment_count"] == 1


async def test_an_empty_file_is_a_file(task: dict[str, Any], mateo: Member) -> None:
    attachment = await _add(mateo, "empty.txt", b"")
    assert (attachment["size_bytes"], await _read(attachment)) == (0, b"")


async def test_what_is_too_large_is_refused_and_leaves_nothing(
    task: dict[str, Any], mateo: Member, files: Path
) -> None:
    before = _count(files)
    with pytest.raises(PayloadTooLarge):
        await _add(mateo, "huge.bin", b"x" * (LIMIT + 1))
    assert _count(files) == before
    assert await fetch_value("select count(*) from attachments") == 0


async def test_an_upload_that_breaks_off_leaves_nothing(task: dict[str, Any], mateo: Member, files: Path) -> None:
    async def broken() -> AsyncIterator[bytes]:
        yield b"the first half"
        raise ConnectionResetError

    before = _count(files)
    with pytest.raises(ConnectionResetError):
        await attachments.add_attachment(mateo, "WEB-1", "half.txt", broken(), max_bytes=LIMIT)
    assert _count(files) == before
    assert await fetch_value("select count(*) from attachments") == 0


async def test_a_task_has_a_bounded_number_of_files(task: dict[str, Any], mateo: Member, files: Path) -> None:
    await execute("update tasks set attachment_count = $1", MAX_PER_TASK)
    before = _count(files)
    with pytest.raises(Conflict):
        await _add(mateo)
    assert _count(files) == before


async def test_a_guest_reads_files_and_adds_none(task: dict[str, Any], mateo: Member, lena: Member) -> None:
    attachment = await _add(mateo)
    found = await attachments.list_attachments(await tasks.get_task(lena, "WEB-1"))
    assert [row["id"] for row in found.items] == [attachment["id"]]
    with pytest.raises(Forbidden):
        await _add(lena)


async def test_one_takes_off_one_s_own_files_and_admins_any(task: dict[str, Any], mateo: Member, sam: Member) -> None:
    first, second = await _add(sam), await _add(mateo)
    async with unit_of_work():
        with pytest.raises(Forbidden):
            await attachments.remove_attachment(mateo, "WEB-1", first["id"])
        await attachments.remove_attachment(mateo, "WEB-1", second["id"])
        await attachments.remove_attachment(sam, "WEB-1", first["id"])
        with pytest.raises(NotFound):
            await attachments.remove_attachment(sam, "WEB-1", first["id"])
    assert (await tasks.get_task(sam, "WEB-1"))["attachment_count"] == 0


async def test_bytes_go_thirty_days_after_the_file_was_taken_off(
    task: dict[str, Any], mateo: Member, files: Path
) -> None:
    kept, removed = await _add(mateo), await _add(mateo)
    async with unit_of_work():
        await attachments.remove_attachment(mateo, "WEB-1", removed["id"])
    assert await _run("attachments.purge") == "done"
    assert await _read(removed) == PNG
    with clock.pinned(clock.now() + timedelta(days=31)):
        for _ in range(2):
            assert await _run("attachments.purge") == "done"
    with pytest.raises(NotFound):
        await _read(removed)
    assert await _read(kept) == PNG
    assert await fetch_value("select count(*) from attachments") == 1


async def test_bytes_go_with_a_task_that_is_gone_for_good(task: dict[str, Any], mateo: Member) -> None:
    attachment = await _add(mateo)
    await execute("delete from tasks where id = $1", task["id"])
    await _run("attachments.purge")
    with pytest.raises(NotFound):
        await _read(attachment)


async def test_bytes_that_no_file_names_go_after_a_day_and_nothing_else(
    task: dict[str, Any], mateo: Member, files: Path
) -> None:
    kept = await _add(mateo)
    storage = attachments.find_storage()
    stray, foreign = f"{mateo.workspace_id}/{new_id()}", "backup/of-the-operator"
    for key in (stray, foreign):
        await storage.write(key, aiter(_chunks(b"left behind")))
    assert (await retention.RETENTIONS["stray_files"].survey()).count == 0
    with clock.pinned(clock.now() + timedelta(days=2)):
        assert (await retention.RETENTIONS["stray_files"].survey()).count >= 1  # other tests leave some as well
        assert await _run("attachments.purge_strays") == "done"
        assert (await retention.RETENTIONS["stray_files"].survey()).count == 0
    assert not (files / stray).exists()
    assert (files / foreign).read_bytes() == b"left behind"
    (files / foreign).unlink()
    assert await _read(kept) == PNG
