"""A leased job runs outside any transaction, is held by one worker at a time, and finishes once or not at all."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from taskflow.platform import jobs, leases
from taskflow.platform.database import execute, fetch_one, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.jobs import job, run
from taskflow.platform.leases import Run, request_cancel
from taskflow.platform.outbox import enqueue
from taskflow.platform.sweeper import sweep
from taskflow.platform.unit_of_work import has_unit_of_work, unit_of_work
from taskflow.settings import Settings
from tests.support.databases import opened

EFFECT = (
    "insert into events (id, action, actor_kind, subject_type, subject_id, changes)"
    " values ($1, 'probed', 'system', 'probe', $1, '{}')"
)
Work = Callable[[Run], Awaitable[None]]


@pytest.fixture
async def committed(own_database: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """A database of the test's own, and a registry of its own."""
    monkeypatch.setattr(jobs, "REGISTRY", {})
    async with opened(own_database):
        yield


async def _ask(work: Work) -> UUID:
    @job("probe", is_leased=True, max_attempts=2, backoff=lambda _: timedelta())
    async def probe(*, run: Run) -> None:
        await work(run)

    async with unit_of_work():
        job_id = await enqueue("probe")
    assert job_id is not None
    return job_id


async def _row(job_id: UUID) -> dict[str, Any]:
    row = await fetch_one("select * from jobs where id = $1", job_id)
    assert row is not None
    return row


async def _effects() -> int:
    return int(await fetch_value("select count(*) from events where action = 'probed'"))


async def test_the_work_runs_outside_any_transaction_and_ends_in_one(committed: None) -> None:
    seen = []

    async def work(run: Run) -> None:
        seen.append(has_unit_of_work())
        await run.report(50, 100)
        seen.append(await fetch_value("select step_done from jobs where id = $1", run.job_id))
        async with run.finishing({"file": "export.csv"}):
            await execute(EFFECT, new_id())

    job_id = await _ask(work)
    assert await run(job_id) == "done"
    row = await _row(job_id)
    assert seen == [False, 50]
    assert (row["state"], row["result"], row["step_total"], row["attempts"]) == ("done", {"file": "export.csv"}, 100, 1)
    assert await _effects() == 1
    assert await run(job_id) == "skipped"


async def test_work_that_finishes_nothing_itself_is_done_when_it_returns(committed: None) -> None:
    async def work(run: Run) -> None:
        await asyncio.sleep(0)

    job_id = await _ask(work)
    assert await run(job_id) == "done"
    assert (await _row(job_id))["state"] == "done"


async def test_a_failure_keeps_nothing_and_is_tried_again_until_it_is_given_up(committed: None) -> None:
    async def work(run: Run) -> None:
        async with run.finishing():
            await execute(EFFECT, new_id())
            raise OSError("no route")

    job_id = await _ask(work)
    assert [await run(job_id), await run(job_id), await run(job_id)] == ["retried", "dead", "skipped"]
    row = await _row(job_id)
    assert (row["attempts"], row["last_error"], row["leased_until"]) == (2, "OSError: no route", None)
    assert await _effects() == 0


async def test_nobody_else_runs_it_while_it_is_held_and_the_sweeper_leaves_it(committed: None) -> None:
    begun, goes_on = asyncio.Event(), asyncio.Event()

    async def work(run: Run) -> None:
        begun.set()
        await goes_on.wait()

    job_id = await _ask(work)
    first = asyncio.create_task(run(job_id))
    await begun.wait()
    sent: list[UUID] = []

    async def send(ids: Any) -> None:
        sent.extend(ids)

    await sweep(send, resend=timedelta(0))
    assert (await run(job_id), sent) == ("skipped", [])
    goes_on.set()
    assert await first == "done"


async def test_a_worker_that_lost_the_lease_finishes_nothing(committed: None) -> None:
    runs: list[Run] = []

    async def work(run: Run) -> None:
        runs.append(run)
        if len(runs) == 1:
            await execute("update jobs set leased_until = now() - interval '1 second' where id = $1", run.job_id)
            assert await jobs.run(run.job_id) == "done"  # another worker takes it over
        async with run.finishing():
            await execute(EFFECT, new_id())

    job_id = await _ask(work)
    assert await run(job_id) == "lost"
    assert (await _row(job_id))["state"] == "done"
    assert await _effects() == 1


async def test_a_lease_that_is_lost_ends_the_work(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEWED_EVERY", 0.02)

    async def work(run: Run) -> None:
        await execute("update jobs set lease_token = $2 where id = $1", run.job_id, new_id())
        await asyncio.sleep(60)

    assert await asyncio.wait_for(run(await _ask(work)), 10) == "lost"


async def test_the_lease_is_renewed_while_the_work_runs(committed: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leases, "RENEWED_EVERY", 0.02)
    monkeypatch.setattr(leases, "LEASE", timedelta(seconds=1))

    async def work(run: Run) -> None:
        first = (await _row(run.job_id))["leased_until"]
        for _ in range(200):
            await asyncio.sleep(0.02)
            if (await _row(run.job_id))["leased_until"] > first:
                return
        raise AssertionError("it was never renewed")

    assert await run(await _ask(work)) == "done"


async def test_a_job_that_nobody_runs_is_cancelled_at_once(committed: None) -> None:
    async def work(run: Run) -> None:
        raise AssertionError("it must not run")

    job_id = await _ask(work)
    assert await request_cancel(job_id)
    assert (await _row(job_id))["state"] == "cancelled"
    assert await run(job_id) == "skipped"
    assert not await request_cancel(job_id)


async def test_a_job_that_runs_is_cancelled_when_it_reports(committed: None) -> None:
    async def work(run: Run) -> None:
        assert await request_cancel(run.job_id)
        await run.report(1, 10)
        raise AssertionError("it must not go on")

    job_id = await _ask(work)
    assert await run(job_id) == "cancelled"
    assert (await _row(job_id))["state"] == "cancelled"


async def test_a_worker_that_stops_gives_the_job_back(committed: None) -> None:
    begun = asyncio.Event()

    async def work(run: Run) -> None:
        begun.set()
        await asyncio.sleep(60)

    job_id = await _ask(work)
    running = asyncio.create_task(run(job_id))
    await begun.wait()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    row = await _row(job_id)
    assert (row["state"], row["leased_until"], row["attempts"]) == ("new", None, 0)
