"""A worker runs what the stream names, waits for its database, and stops in order."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from redis.asyncio import Redis

from taskflow.platform import jobs
from taskflow.platform.broker import GROUP, ReliableStreamBroker
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.jobs import job
from taskflow.platform.lanes import BULK, LANES, ORDINARY, STREAMS
from taskflow.platform.outbox import enqueue, wake_by
from taskflow.platform.receiving import receive
from taskflow.platform.stream import Stream
from taskflow.platform.sweeper import sweep_for_ever
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.platform.waking import Waker
from taskflow.settings import Settings
from tests.support.databases import opened

QUEUE, BULK_QUEUE = STREAMS["interactive"], STREAMS["bulk"]
IDLE_MS = 300
EFFECT = (
    "insert into events (id, action, actor_kind, subject_type, subject_id, changes)"
    " values ($1, 'probed', 'system', 'probe', $1, '{}')"
)
Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


class Gate:
    """A job's work: it begins, and goes on when it may."""

    def __init__(self) -> None:
        self.began: list[int] = []
        self.ended: list[int] = []
        self.goes_on = asyncio.Event()

    async def __call__(self, number: int) -> None:
        self.began.append(number)
        await self.goes_on.wait()
        self.ended.append(number)
        await execute(EFFECT, new_id())


class Worker:
    """A worker in this process."""

    def __init__(self, url: str, name: str) -> None:
        self.brokers = [
            ReliableStreamBroker(url, lane=lane, consumer_name=name, idle_ms=IDLE_MS, block_ms=50) for lane in LANES
        ]
        self.stream, self.stop = Stream(url), asyncio.Event()
        self.waker = Waker(self.stream)

    async def close(self) -> None:
        """Close every connection."""
        await self.waker.close()
        await self.stream.close()
        for broker in self.brokers:
            await broker.shutdown()


@pytest.fixture
async def gate(own_database: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Gate]:
    """The job `probe` in a database with real commits."""
    monkeypatch.setattr(jobs, "REGISTRY", {})
    gate = Gate()

    @job("probe")
    async def probe(*, number: int) -> None:
        await gate(number)

    @job("quick")
    async def quick(*, number: int) -> None:
        await execute(EFFECT, new_id())

    @job("heavy", is_bulk=True)
    async def heavy(*, number: int) -> None:
        await gate(number)

    async with opened(own_database, pool_size=8):
        yield gate


@pytest.fixture
async def redis(own_valkey: str) -> AsyncIterator[Redis]:
    """A client of the emptied database."""
    async with Redis.from_url(own_valkey) as client:
        yield client


@asynccontextmanager
async def working(url: str, name: str = "one", *, patience: float = 5, sweeps: bool = False) -> AsyncIterator[Worker]:
    """A worker that is told of jobs at once; it stops at the end."""
    worker = Worker(url, name)
    wake_by(worker.waker.wake)
    tasks = [
        asyncio.create_task(receive(broker, worker.stop, concurrency=3, patience=patience)) for broker in worker.brokers
    ]
    if sweeps:
        tasks.append(asyncio.create_task(sweep_for_ever(worker.waker.send, worker.stop, every=0.1, resend=60)))
    try:
        yield worker
    finally:
        worker.stop.set()
        await asyncio.wait_for(asyncio.gather(*tasks), 10)
        wake_by(None)
        await worker.close()


async def _enqueue(number: int, name: str = "probe", priority: int = ORDINARY) -> UUID:
    async with unit_of_work():
        job_id = await enqueue(name, number=number, priority=priority)
    assert job_id is not None
    return job_id


async def _count(state: str) -> int:
    return int(await fetch_value("select count(*) from jobs where state = $1", state))


@pytest.fixture
def settles(eventually: Eventually) -> Callable[..., Awaitable[None]]:
    """Waits until that many jobs are in the state."""

    async def wait(state: str, number: int) -> None:
        async def is_so() -> bool:
            return await _count(state) == number

        await eventually(is_so)

    return wait


@pytest.fixture
def begins(gate: Gate, eventually: Eventually) -> Callable[..., Awaitable[None]]:
    """Waits until that many jobs have begun."""

    async def wait(number: int) -> None:
        async def is_so() -> bool:
            return len(gate.began) == number

        await eventually(is_so)

    return wait


Waits = Callable[..., Awaitable[None]]


async def test_a_job_runs_when_its_request_is_committed(own_valkey: str, gate: Gate, settles: Waits) -> None:
    gate.goes_on.set()
    async with working(own_valkey):
        await _enqueue(1)
        await settles("done", 1)
    assert gate.ended == [1]


async def test_no_more_jobs_run_at_once_than_allowed(
    own_valkey: str, gate: Gate, redis: Redis, begins: Waits, settles: Waits
) -> None:
    async with working(own_valkey):
        for number in range(7):
            await _enqueue(number)
        await begins(3)
        await asyncio.sleep(0.2)
        assert len(gate.began) == 3
        assert (await redis.xpending(QUEUE, GROUP))["pending"] == 3  # and no more are taken from other workers
        gate.goes_on.set()
        await settles("done", 7)


async def test_a_worker_that_stops_finishes_what_runs_and_takes_no_more(
    own_valkey: str, gate: Gate, redis: Redis, begins: Waits
) -> None:
    async with working(own_valkey) as worker:
        for number in range(5):
            await _enqueue(number)
        await begins(3)
        worker.stop.set()
        await asyncio.sleep(0.2)
        gate.goes_on.set()
    assert sorted(gate.ended) == [0, 1, 2]
    assert await _count("done") == 3
    assert await redis.xlen(QUEUE) == 2
    assert await redis.xinfo_consumers(QUEUE, GROUP) == []


async def test_a_job_that_does_not_finish_in_time_is_cut_off_and_run_by_another_worker(
    own_valkey: str, gate: Gate, begins: Waits, settles: Waits
) -> None:
    async with working(own_valkey, patience=0.1):
        await _enqueue(1)
        await begins(1)
    assert gate.ended == []
    assert await _count("new") == 1
    gate.goes_on.set()
    async with working(own_valkey, "two"):
        await settles("done", 1)
    assert gate.ended == [1]


async def test_a_job_waits_for_a_database_that_is_away(
    own_valkey: str, gate: Gate, redis: Redis, settles: Waits, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message stays with the worker, and the attempt does not count."""
    failures: list[Exception] = [asyncpg.ConnectionDoesNotExistError("gone"), TimeoutError("no free connection")]
    lock = jobs._lock

    async def fails(job_id: UUID) -> Any:
        if failures:
            raise failures.pop(0)
        return await lock(job_id)

    monkeypatch.setattr(jobs, "_lock", fails)
    gate.goes_on.set()
    async with working(own_valkey):
        await _enqueue(1)
        await settles("done", 1)
    assert failures == []
    assert await fetch_value("select attempts from jobs") == 1


async def test_a_job_that_fails_is_not_delivered_again_before_its_time(
    own_valkey: str, gate: Gate, redis: Redis, settles: Waits, eventually: Eventually
) -> None:
    @job("failing")
    async def failing() -> None:
        raise LookupError

    async with working(own_valkey):
        async with unit_of_work():
            await enqueue("failing")

        async def has_failed() -> bool:
            return bool(await fetch_value("select attempts = 1 from jobs")) and await redis.xlen(QUEUE) == 0

        await eventually(has_failed)


async def test_a_message_that_ended_its_workers_counts_as_a_failed_attempt(
    own_valkey: str, gate: Gate, redis: Redis, eventually: Eventually
) -> None:
    await redis.xgroup_create(QUEUE, GROUP, id="0", mkstream=True)
    sender = Worker(own_valkey, "sender")
    await sender.waker.send([await _enqueue(1)], "interactive")
    await sender.close()
    got: Any = await redis.xreadgroup(GROUP, "gone", {QUEUE: ">"}, count=1)
    await redis.xclaim(QUEUE, GROUP, "gone too", 0, [got[0][1][0][0]])
    async with working(own_valkey) as worker:
        worker.brokers[0].max_deliveries = 2

        async def is_counted() -> bool:
            return bool(await fetch_value("select last_error like 'WorkerLost%' and attempts = 1 from jobs"))

        await eventually(is_counted)
    assert gate.began == []


async def test_everything_is_run_after_redis_was_emptied(
    own_valkey: str, gate: Gate, redis: Redis, settles: Waits
) -> None:
    gate.goes_on.set()
    sender = Worker(own_valkey, "sender")
    wake_by(sender.waker.wake)
    for number in range(300):
        await _enqueue(number)
    await sender.close()
    assert await redis.xlen(QUEUE) == 300
    await redis.flushdb()
    async with working(own_valkey, sweeps=True):
        await settles("done", 300)
    assert sorted(gate.ended) == list(range(300))


async def test_nothing_is_lost_or_done_twice_when_workers_are_cut_off_again_and_again(
    own_valkey: str, gate: Gate, settles: Waits
) -> None:
    gate.goes_on.set()
    async with working(own_valkey, "one", sweeps=True):
        for number in range(40):
            await _enqueue(number)
            if number % 10 == 5:
                async with working(own_valkey, f"short {number}", patience=0):
                    await asyncio.sleep(0.05)
        await settles("done", 40)
    assert await fetch_value("select count(*) = 40 from events")


async def _done(name: str) -> int:
    return int(await fetch_value("select count(*) from jobs where state = 'done' and name = $1", name))


@pytest.mark.parametrize("priority", [BULK, ORDINARY], ids=["said", "not said"])
async def test_bulk_never_takes_the_place_of_what_somebody_waits_for(
    own_valkey: str, gate: Gate, begins: Waits, eventually: Eventually, priority: int
) -> None:
    """Whoever forgets to say that it is bulk costs a move, and no place."""
    async with working(own_valkey, sweeps=True):
        for number in range(12):
            await _enqueue(number, "heavy", priority)
        await begins(3)
        for number in range(20):
            await _enqueue(number, "quick")

        async def is_served() -> bool:
            return await _done("quick") == 20

        await eventually(is_served)
        assert len(gate.began) == 3  # and no more bulk runs at once than may
        gate.goes_on.set()

        async def is_all_done() -> bool:
            return await _done("heavy") == 12

        await eventually(is_all_done)
    assert sorted(gate.ended) == list(range(12))


async def test_what_an_older_release_sent_by_the_one_stream_goes_on_by_its_own(
    own_valkey: str, gate: Gate, redis: Redis, settles: Waits
) -> None:
    gate.goes_on.set()
    sender = Worker(own_valkey, "sender")
    await sender.waker.send([await _enqueue(1, "heavy"), await _enqueue(2, priority=BULK)], "interactive")
    await sender.close()
    async with working(own_valkey):
        await settles("done", 2)
    assert await fetch_value("select bool_and(priority = $1 and attempts = 1) from jobs", BULK)


async def test_what_redis_was_told_of_runs_soon_after_it_was_emptied(
    own_valkey: str, gate: Gate, redis: Redis, settles: Waits
) -> None:
    """Not when the time to send again has come: that is minutes."""
    gate.goes_on.set()
    for number in range(10):
        await _enqueue(number, *([] if number % 2 else ["heavy", BULK]))  # type: ignore[arg-type]
    await execute("update jobs set state = 'sent', sent_at = now(), available_at = now() + interval '5 minutes'")
    async with working(own_valkey, sweeps=True):
        await settles("done", 10)
    assert sorted(gate.ended) == list(range(10))
