"""What is given up is replayed with its history, what waits or runs is cancelled, and the rest is left alone."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from taskflow.platform import jobs
from taskflow.platform.database import execute, fetch, fetch_one
from taskflow.platform.errors import Conflict, NotFound
from taskflow.platform.ids import new_id
from taskflow.platform.job_control import cancel_job, replay_dead, replay_job
from taskflow.platform.jobs import job, run
from taskflow.platform.lanes import BULK, Lane
from taskflow.platform.outbox import enqueue, wake_by
from taskflow.platform.unit_of_work import unit_of_work


class Work:
    """Fails as often as it is told to."""

    failures: list[Exception]


@pytest.fixture(autouse=True)
def work(monkeypatch: pytest.MonkeyPatch) -> Work:
    """The job `probe.work`, which is given up after two attempts."""
    monkeypatch.setattr(jobs, "REGISTRY", {})
    work = Work()
    work.failures = []

    @job("probe.work", max_attempts=2)
    async def probe() -> None:
        if work.failures:
            raise work.failures.pop(0)

    return work


@pytest.fixture
def told() -> Iterator[list[tuple[UUID, Lane]]]:
    """Of which jobs workers were told, by which lane."""
    told: list[tuple[UUID, Lane]] = []

    async def wake(job_id: UUID, lane: Lane) -> None:
        told.append((job_id, lane))

    wake_by(wake)
    yield told
    wake_by(None)


async def _insert(state: str = "dead", name: str = "probe.work", **columns: Any) -> UUID:
    given = {"id": new_id(), "name": name, "args": {}, "state": state, "attempts": 2, **columns}
    places = ", ".join(f"${place}" for place in range(1, len(given) + 1))
    await execute(f"insert into jobs ({', '.join(given)}) values ({places})", *given.values())
    job_id: UUID = given["id"]
    return job_id


async def _row(job_id: UUID) -> dict[str, Any]:
    row = await fetch_one("select *, available_at <= now() as is_due from jobs where id = $1", job_id)
    assert row is not None
    return row


async def _replay(job_id: UUID) -> None:
    async with unit_of_work():
        await replay_job(job_id)


async def test_a_replayed_job_is_tried_as_often_as_at_first_and_keeps_what_went_wrong(
    database: None, work: Work
) -> None:
    async with unit_of_work():
        job_id = await enqueue("probe.work")
    assert job_id is not None
    for life in ("first", "second"):
        work.failures = [LookupError(f"{life} a"), LookupError(f"{life} b")]
        assert [await run(job_id), await run(job_id)] == ["retried", "dead"]
        await _replay(job_id)
    row = await _row(job_id)
    assert (row["state"], row["attempts"], row["is_due"]) == ("new", 0, True)
    lines = row["last_error"].splitlines()
    assert [line[29:] for line in lines] == [
        " after 2 attempts: LookupError: second b",
        " after 2 attempts: LookupError: first b",
    ]
    work.failures = [LookupError("third a")]
    await run(job_id)
    assert (await _row(job_id))["last_error"].splitlines() == ["LookupError: third a", *lines]
    assert await run(job_id) == "done"
    assert (await _row(job_id))["last_error"] is None


async def test_the_history_stays_bounded(database: None, work: Work) -> None:
    job_id = await _insert(last_error="x" * 500)
    for _ in range(20):
        await _replay(job_id)
        await execute("update jobs set state = 'dead', attempts = 2 where id = $1", job_id)
    work.failures = [LookupError("y" * 900)]
    await execute("update jobs set state = 'new', attempts = 0 where id = $1", job_id)
    await run(job_id)
    text = (await _row(job_id))["last_error"]
    assert len(text) <= 4000
    assert text.startswith("LookupError: yyy")


async def test_a_replay_wakes_a_worker_of_its_lane(database: None, told: list[tuple[UUID, Lane]]) -> None:
    notice, export = await _insert(), await _insert(priority=BULK)
    await _replay(notice)
    await _replay(export)
    assert told == [(notice, "interactive"), (export, "bulk")]


async def test_what_was_cancelled_can_be_replayed_and_is_no_longer_asked_to_end(database: None) -> None:
    job_id = await _insert("new")
    await cancel_job(job_id)
    await _replay(job_id)
    row = await _row(job_id)
    assert (row["state"], row["cancel_requested_at"], row["done_at"]) == ("new", None, None)
    assert await run(job_id) == "done"


@pytest.mark.parametrize("state", ["new", "sent", "done"])
async def test_nothing_else_can_be_replayed(database: None, state: str) -> None:
    job_id = await _insert(state)
    with pytest.raises(Conflict) as refused:
        await _replay(job_id)
    assert refused.value.code == "job_not_given_up"
    assert (await _row(job_id))["attempts"] == 2


async def test_all_of_a_name_are_replayed_and_no_others(database: None) -> None:
    dead = {await _insert() for _ in range(3)}
    await _insert(name="probe.other")
    for state in ("done", "cancelled"):
        await _insert(state)
    async with unit_of_work():
        assert await replay_dead("probe.work") == 3
        assert await replay_dead("probe.work") == 0
    assert {row["id"] for row in await fetch("select id from jobs where state = 'new'")} == dead


async def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_is_asked_to_end(database: None) -> None:
    waiting = await _insert("sent")
    running = await _insert("sent", lease_token=new_id())
    await execute("update jobs set leased_until = now() + $2::interval where id = $1", running, timedelta(seconds=30))
    for _ in range(2):
        await cancel_job(waiting)
        await cancel_job(running)
    assert (await _row(waiting))["state"] == "cancelled"
    row = await _row(running)
    assert (row["state"], row["cancel_requested_at"] is not None) == ("sent", True)


@pytest.mark.parametrize("state", ["done", "dead"])
async def test_what_has_ended_cannot_be_cancelled(database: None, state: str) -> None:
    with pytest.raises(Conflict) as refused:
        await cancel_job(await _insert(state))
    assert refused.value.code == "job_ended"


async def test_what_does_not_exist_is_not_found(database: None) -> None:
    for act in (_replay, cancel_job):
        with pytest.raises(NotFound):
            await act(new_id())
