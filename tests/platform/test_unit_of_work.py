"""One unit is one transaction, and nothing leaves before its commit."""

import pytest

from taskflow.platform.database import execute, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.outbox import enqueue
from taskflow.platform.unit_of_work import after_commit, unit_of_work


async def _count() -> int:
    return await fetch_value("select count(*) from jobs where name = 'probe'")


async def _insert() -> None:
    await execute("insert into jobs (id, name, args) values ($1, 'probe', '{}')", new_id())


class _Stop(Exception):
    pass


async def test_a_unit_keeps_everything_or_nothing(database: None) -> None:
    with pytest.raises(_Stop):
        async with unit_of_work():
            await _insert()
            raise _Stop
    assert await _count() == 0
    async with unit_of_work():
        await _insert()
    assert await _count() == 1


async def test_sends_leave_after_the_commit_and_in_order(database: None) -> None:
    sent: list[str] = []

    async def send(name: str) -> None:
        sent.append(name)

    async with unit_of_work():
        after_commit(lambda: send("first"))
        after_commit(lambda: send("second"))
        assert sent == []
    assert sent == ["first", "second"]


async def test_nothing_is_sent_for_a_unit_that_failed(database: None) -> None:
    sent: list[str] = []

    async def send() -> None:
        sent.append("sent")

    with pytest.raises(_Stop):
        async with unit_of_work():
            after_commit(send)
            raise _Stop
    assert sent == []


async def test_a_send_that_fails_does_not_fail_the_unit(database: None) -> None:
    async def send() -> None:
        raise _Stop

    async with unit_of_work():
        after_commit(send)
        await _insert()
    assert await _count() == 1


async def test_a_unit_inside_a_unit_joins_it(database: None) -> None:
    with pytest.raises(_Stop):
        async with unit_of_work():
            async with unit_of_work():
                await _insert()
            raise _Stop
    assert await _count() == 0


async def test_a_send_or_a_job_needs_a_unit(database: None) -> None:
    async def send() -> None: ...

    with pytest.raises(RuntimeError, match="unit_of_work"):
        after_commit(send)
    with pytest.raises(RuntimeError, match="unit_of_work"):
        await enqueue("activity.fan_out", event_id=str(new_id()))
