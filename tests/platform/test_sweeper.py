"""What is due and not done is sent, and sent again, until it is done."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from redis.exceptions import ConnectionError as RedisAway
from structlog.testing import capture_logs

from taskflow.platform import jobs, metrics, sweeper
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.jobs import job, run
from taskflow.platform.lanes import BULK, Lane
from taskflow.platform.outbox import enqueue
from taskflow.platform.sweeper import measure, send_again, sweep, sweep_for_ever
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from tests.support.databases import opened

RESEND = timedelta(minutes=5)


class Redis:
    """Takes job ids as the stream does, unless it is away."""

    def __init__(self) -> None:
        self.sent: list[UUID] = []
        self.lanes: dict[UUID, Lane] = {}
        self.is_away = False

    async def send(self, job_ids: Sequence[UUID], lane: Lane) -> None:
        if self.is_away:
            raise RedisAway("refused")
        self.sent.extend(job_ids)
        self.lanes |= dict.fromkeys(job_ids, lane)


@pytest.fixture
def redis() -> Redis:
    return Redis()


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[None]:
    """A database of the test's own, for transactions beside each other."""
    async with opened(own_database):
        yield


async def _insert(state: str = "new", *, due_in: float = -1, priority: int = 0) -> UUID:
    job_id = new_id()
    await execute(
        "insert into jobs (id, name, args, state, available_at, sent_at, priority)"
        " values ($1, 'probe', '{}', $2, now() + $3, now() - interval '1 hour', $4)",
        job_id,
        state,
        timedelta(seconds=due_in),
        priority,
    )
    return job_id


async def _states() -> dict[UUID, str]:
    return {row["id"]: row["state"] for row in await fetch("select id, state from jobs")}


async def test_what_is_due_is_sent(database: None, redis: Redis) -> None:
    new, sent = await _insert("new"), await _insert("sent")
    assert await sweep(redis.send, resend=RESEND) == 2
    assert sorted(redis.sent) == sorted([new, sent])
    assert await _states() == {new: "sent", sent: "sent"}
    assert await sweep(redis.send, resend=RESEND) == 0


@pytest.mark.parametrize("state", ["done", "dead", "cancelled"])
async def test_what_is_finished_is_not_sent(database: None, redis: Redis, state: str) -> None:
    await _insert(state)
    assert await sweep(redis.send, resend=RESEND) == 0


async def test_what_is_not_due_is_not_sent(database: None, redis: Redis) -> None:
    await _insert(due_in=60)
    assert await sweep(redis.send, resend=RESEND) == 0


async def test_what_is_not_done_after_a_while_is_sent_again(database: None, redis: Redis) -> None:
    job_id = await _insert()
    await sweep(redis.send, resend=timedelta(0))
    first = await fetch_value("select sent_at from jobs")
    await sweep(redis.send, resend=timedelta(0))
    assert redis.sent == [job_id, job_id]
    assert await fetch_value("select sent_at from jobs") == first  # since when it waits


async def test_the_urgent_is_sent_first_and_then_the_oldest(database: None, redis: Redis) -> None:
    ordinary, later, urgent = await _insert(due_in=-9), await _insert(due_in=-8), await _insert(priority=5)
    await sweep(redis.send, resend=RESEND)
    assert redis.sent == [urgent, ordinary, later]


async def test_a_sweep_takes_a_batch_and_the_urgent_of_all(
    database: None, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeper, "BATCH", 2)
    first, second, urgent = await _insert(due_in=-9), await _insert(due_in=-8), await _insert(priority=5)
    assert await sweep(redis.send, resend=RESEND) == 2
    assert redis.sent == [urgent, first]
    assert await sweep(redis.send, resend=RESEND) == 1
    assert redis.sent == [urgent, first, second]


async def test_rows_stay_as_they_were_while_redis_is_away(database: None, redis: Redis) -> None:
    job_id = await _insert()
    redis.is_away = True
    with pytest.raises(RedisAway):
        await sweep(redis.send, resend=RESEND)
    assert await _states() == {job_id: "new"}
    redis.is_away = False
    assert await sweep(redis.send, resend=RESEND) == 1


async def test_a_job_that_runs_longer_than_the_resend_time_is_not_sent_again(
    committed: None, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "REGISTRY", {})
    has_begun, goes_on = asyncio.Event(), asyncio.Event()

    @job("probe")
    async def probe() -> None:
        has_begun.set()
        await goes_on.wait()

    async with unit_of_work():
        job_id = await enqueue("probe")
    assert job_id is not None
    running = asyncio.create_task(run(job_id))
    await asyncio.wait_for(has_begun.wait(), 5)
    assert await sweep(redis.send, resend=timedelta(0)) == 0
    goes_on.set()
    assert await running == "done"
    assert await sweep(redis.send, resend=timedelta(0)) == 0


async def test_two_sweepers_at_once_send_each_job_once(
    committed: None, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_ids = [await _insert() for _ in range(30)]
    both_hold_theirs = asyncio.Barrier(2)

    async def send(ids: Sequence[UUID], lane: Lane) -> None:
        await redis.send(ids, lane)
        await asyncio.wait_for(both_hold_theirs.wait(), 5)

    monkeypatch.setattr(sweeper, "BATCH", 15)
    assert set(await asyncio.gather(sweep(send, resend=RESEND), sweep(send, resend=RESEND))) == {15}
    assert sorted(redis.sent) == sorted(job_ids)


async def test_a_sweeper_goes_on_after_any_failure_until_it_is_stopped(
    committed: None, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, stop = await _insert(), asyncio.Event()
    failures: list[Exception] = [RedisAway("refused"), TimeoutError(), RuntimeError("a fault of ours")]

    async def send(ids: Sequence[UUID], lane: Lane) -> None:
        if failures:
            raise failures.pop(0)
        await redis.send(ids, lane)
        stop.set()

    with capture_logs() as lines:
        await asyncio.wait_for(sweep_for_ever(send, stop, every=0.01, resend=60), 5)
    assert redis.sent == [job_id]
    assert [line["event"] for line in lines] == ["sweep_put_off", "sweep_put_off", "sweep_failed"]


async def test_a_full_batch_is_followed_by_the_next_at_once(
    committed: None, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeper, "BATCH", 2)
    for _ in range(5):
        await _insert()
    stop = asyncio.Event()

    async def send(ids: Sequence[UUID], lane: Lane) -> None:
        await redis.send(ids, lane)
        if len(redis.sent) == 5:
            stop.set()

    await asyncio.wait_for(sweep_for_ever(send, stop, every=3600, resend=60), 5)


async def test_the_backlog_is_measured_by_lane(database: None) -> None:
    await measure()
    assert _jobs("interactive") == _jobs("bulk") == {"new": 0, "sent": 0, "dead": 0}
    assert _oldest("interactive") == _oldest("bulk") == 0
    for state, due_in in (("new", -120), ("new", 600), ("sent", 200), ("dead", -99999), ("done", -99999)):
        await _insert(state, due_in=due_in)
    await execute("update jobs set sent_at = now() - interval '5 minutes' where state = 'sent'")
    await _insert("new", due_in=-1800, priority=BULK)
    await measure()
    assert _jobs("interactive") == {"new": 2, "sent": 1, "dead": 1}
    assert _jobs("bulk") == {"new": 1, "sent": 0, "dead": 0}
    assert 300 <= _oldest("interactive") < 310
    assert 1800 <= _oldest("bulk") < 1810


async def test_what_runs_under_a_lease_does_not_wait_however_long_it_takes(database: None) -> None:
    job_id = await _insert("sent", due_in=20, priority=BULK)
    await execute(
        "update jobs set leased_until = now() + interval '20 s', started_at = now() - interval '1 hour' where id = $1",
        job_id,
    )
    await measure()
    assert _oldest("bulk") == 0
    assert 3600 <= _read('taskflow_jobs_longest_run_seconds{lane="bulk"}') < 3610
    assert _read('taskflow_jobs_longest_run_seconds{lane="interactive"}') == 0


async def test_a_job_for_later_is_no_backlog(database: None) -> None:
    await _insert(due_in=600)
    await measure()
    assert _oldest("interactive") == 0


async def test_bulk_is_sent_by_its_lane_and_after_what_somebody_waits_for(database: None, redis: Redis) -> None:
    export, notice = await _insert(due_in=-99, priority=BULK), await _insert()
    await sweep(redis.send, resend=RESEND)
    assert redis.sent == [notice, export]
    assert redis.lanes == {notice: "interactive", export: "bulk"}


async def test_what_an_emptied_redis_was_told_of_is_due_again_and_nothing_else(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sweeper, "AGAIN_BATCH", 2)
    sent = [await _insert("sent", due_in=300) for _ in range(5)]
    others = [await _insert("sent", due_in=300, priority=BULK), await _insert("new", due_in=300)]
    leased = await _insert("sent", due_in=20)
    await execute("update jobs set leased_until = available_at where id = $1", leased)
    await send_again("interactive")
    due = {row["id"] for row in await fetch("select id from jobs where available_at <= now()")}
    assert due == set(sent)
    await send_again("bulk")
    due = {row["id"] for row in await fetch("select id from jobs where available_at <= now()")}
    assert due == {*sent, others[0]}


def _jobs(lane: Lane) -> dict[str, float]:
    return {state: _read(f'taskflow_jobs_count{{lane="{lane}",state="{state}"}}') for state in ("new", "sent", "dead")}


def _oldest(lane: Lane) -> float:
    return _read(f'taskflow_jobs_oldest_seconds{{lane="{lane}"}}')


def _read(series: str) -> float:
    lines: Any = metrics.render()[0].decode().splitlines()
    return float(next(line.rpartition(" ")[2] for line in lines if line.startswith(series + " ")))
