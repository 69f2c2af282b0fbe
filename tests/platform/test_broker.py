"""The stream loses nothing and does nothing twice that it can avoid; the stock broker's gaps stand beside."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from redis.asyncio import Redis
from redis.exceptions import RedisError
from taskiq import AckableMessage
from taskiq.message import BrokerMessage
from taskiq_redis import RedisStreamBroker

from taskflow.platform.broker import GROUP, ReliableStreamBroker
from taskflow.platform.lanes import STREAMS, Lane
from tests.support.valkey import OwnValkey

QUEUE = STREAMS["interactive"]
IDLE_MS, BLOCK_MS = 250, 50
A_WHILE = 4 * IDLE_MS / 1000

Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


class Reader:
    """Reads a broker as a worker does: what came, and what ended it."""

    def __init__(self, broker: RedisStreamBroker, work: float) -> None:
        self.broker, self.work = broker, work
        self.received: list[bytes] = []
        self.error: BaseException | None = None
        self._jobs: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Take messages and acknowledge each after `work` seconds, for ever."""
        try:
            async for message in self.broker.listen():
                assert isinstance(message, AckableMessage)
                self.received.append(message.data)
                job = asyncio.create_task(self._do(message))
                self._jobs.add(job)
                job.add_done_callback(self._jobs.discard)
        except RedisError as error:
            self.error = error

    async def stop(self) -> None:
        """Stop what runs, without acknowledging it."""
        for job in list(self._jobs):
            job.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)

    async def _do(self, message: AckableMessage) -> None:
        await asyncio.sleep(self.work)
        acknowledging: Any = message.ack()
        await acknowledging


@contextlib.asynccontextmanager
async def reading(broker: RedisStreamBroker, *, work: float = 0.0) -> AsyncIterator[Reader]:
    """A worker's loop on `broker`; the broker is shut down at the end."""
    broker.is_worker_process = True
    await broker.startup()
    reader = Reader(broker, work)
    task = asyncio.create_task(reader.run())
    try:
        yield reader
    finally:
        while not task.done():  # on Python 3.11 the Redis client may swallow a cancelling
            task.cancel()
            await asyncio.wait({task}, timeout=0.5)
        await reader.stop()
        await broker.shutdown()


def build(url: str, name: str = "one", **more: Any) -> ReliableStreamBroker:
    """Our broker with times short enough to wait for."""
    return ReliableStreamBroker(url, consumer_name=name, idle_ms=IDLE_MS, block_ms=BLOCK_MS, **more)


def build_stock(url: str, name: str = "one", **more: Any) -> RedisStreamBroker:
    """The stock broker with the same names and times."""
    return RedisStreamBroker(
        url,
        queue_name=QUEUE,
        consumer_group_name=GROUP,
        consumer_name=name,
        idle_timeout=IDLE_MS,
        xread_block=BLOCK_MS,
        unacknowledged_lock_timeout=1,
        **more,
    )


async def send(broker: RedisStreamBroker, *messages: bytes) -> None:
    """Send as taskiq does."""
    for data in messages:
        await broker.kick(BrokerMessage(task_id="1", task_name="any", message=data, labels={}))


async def take(redis: Redis, consumer: str) -> bytes:
    """Take the next message as a worker that is never heard of again."""
    got: Any = await redis.xreadgroup(GROUP, consumer, {QUEUE: ">"}, count=1)
    message_id: bytes = got[0][1][0][0]
    return message_id


async def count(redis: Redis) -> tuple[int, int]:
    """How many messages the stream holds, and how many of them are taken and not acknowledged."""
    return await redis.xlen(QUEUE), (await redis.xpending(QUEUE, GROUP))["pending"]


@pytest.fixture
async def redis(own_valkey: str) -> AsyncIterator[Redis]:
    """A client of the emptied database."""
    async with Redis.from_url(own_valkey) as client:
        yield client


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[OwnValkey]:
    """A server that the test may end."""
    own = OwnValkey(tmp_path)
    await own.start()
    yield own
    own.kill()


@pytest.fixture
def arrives(eventually: Eventually) -> Callable[[Reader, bytes], Awaitable[None]]:
    """Waits until a reader has a message."""

    async def wait(reader: Reader, data: bytes) -> None:
        async def is_there() -> bool:
            return data in reader.received

        await eventually(is_there)

    return wait


Arrives = Callable[[Reader, bytes], Awaitable[None]]


async def test_the_stock_broker_never_delivers_what_was_sent_before_the_first_worker(own_valkey: str) -> None:
    broker = build_stock(own_valkey)
    await send(broker, b"early")
    async with reading(broker) as reader:
        await asyncio.sleep(A_WHILE)
        assert reader.received == []


async def test_what_was_sent_before_the_first_worker_is_delivered(own_valkey: str, arrives: Arrives) -> None:
    broker = build(own_valkey)
    await send(broker, b"early", b"later")
    async with reading(broker) as reader:
        await arrives(reader, b"later")
        assert reader.received == [b"early", b"later"]


async def test_the_stock_broker_leaves_a_lost_workers_message_while_the_queue_is_quiet(
    own_valkey: str, redis: Redis
) -> None:
    broker = build_stock(own_valkey, consumer_id="0")
    await broker.startup()
    await send(broker, b"lost")
    await take(redis, "gone")
    async with reading(broker) as reader:
        await asyncio.sleep(A_WHILE)
        assert reader.received == []


async def test_a_lost_workers_message_is_taken_over_while_the_queue_is_quiet(
    own_valkey: str, redis: Redis, arrives: Arrives, eventually: Eventually
) -> None:
    broker = build(own_valkey)
    await redis.xgroup_create(QUEUE, GROUP, id="0", mkstream=True)
    await send(broker, b"lost")
    await take(redis, "gone")
    async with reading(broker) as reader:
        await arrives(reader, b"lost")

        async def is_empty() -> bool:
            return await count(redis) == (0, 0)

        await eventually(is_empty)


async def test_the_stock_broker_starts_a_long_job_again_while_it_runs(
    own_valkey: str, arrives: Arrives, eventually: Eventually
) -> None:
    async with reading(build_stock(own_valkey, "one"), work=10) as first:
        await send(first.broker, b"long")
        await arrives(first, b"long")
        await asyncio.sleep(A_WHILE)
        async with reading(build_stock(own_valkey, "two"), work=10) as second:
            await send(second.broker, b"next")  # whoever takes it looks for lost messages, too

            async def has_started_twice() -> bool:
                return (first.received + second.received).count(b"long") == 2

            await eventually(has_started_twice)


async def test_a_job_longer_than_the_idle_time_is_started_once(own_valkey: str, arrives: Arrives) -> None:
    async with (
        reading(build(own_valkey, "one"), work=A_WHILE) as first,
        reading(build(own_valkey, "two"), work=A_WHILE) as second,
    ):
        await send(first.broker, b"long")
        await asyncio.sleep(A_WHILE)
        await send(first.broker, b"next")
        await asyncio.sleep(A_WHILE)
        assert sorted(first.received + second.received) == [b"long", b"next"]


async def test_the_stock_broker_keeps_what_is_done_for_ever(
    own_valkey: str, redis: Redis, arrives: Arrives, eventually: Eventually
) -> None:
    async with reading(build_stock(own_valkey)) as reader:
        await send(reader.broker, b"done")
        await arrives(reader, b"done")

        async def is_acknowledged() -> bool:
            return (await count(redis))[1] == 0

        await eventually(is_acknowledged)
        assert await count(redis) == (1, 0)


async def test_what_is_done_is_deleted(own_valkey: str, redis: Redis, arrives: Arrives, eventually: Eventually) -> None:
    async with reading(build(own_valkey)) as reader:
        await send(reader.broker, b"done")
        await arrives(reader, b"done")

        async def is_empty() -> bool:
            return await count(redis) == (0, 0)

        await eventually(is_empty)


async def test_a_message_that_ends_its_workers_is_put_aside_and_reported(
    own_valkey: str, redis: Redis, eventually: Eventually
) -> None:
    broker = build(own_valkey, max_deliveries=2)
    reported: list[bytes] = []

    async def report(data: bytes) -> None:
        reported.append(data)

    broker.on_lost = report
    await redis.xgroup_create(QUEUE, GROUP, id="0", mkstream=True)
    await send(broker, b"poison", b"good")
    message_id = await take(redis, "gone")
    await redis.xclaim(QUEUE, GROUP, "gone too", 0, [message_id])
    async with reading(broker) as reader:

        async def is_put_aside() -> bool:
            return await redis.xlen(f"{QUEUE}:dead") == 1

        await eventually(is_put_aside)
        assert reader.received == [b"good"]
    assert reported == [b"poison"]
    assert await count(redis) == (0, 0)
    aside: Any = await redis.xrange(f"{QUEUE}:dead")
    assert [fields for _, fields in aside] == [{b"data": b"poison"}]


async def test_a_foreign_entry_does_not_end_the_worker(own_valkey: str, redis: Redis, arrives: Arrives) -> None:
    await redis.xadd(QUEUE, {b"something": b"else"})
    async with reading(build(own_valkey)) as reader:
        await reader.broker.kick(BrokerMessage(task_id="1", task_name="any", message=b"good", labels={}))
        await arrives(reader, b"good")


async def test_the_stock_worker_ends_with_redis(server: OwnValkey, eventually: Eventually) -> None:
    async with reading(build_stock(server.url)) as reader:
        await asyncio.sleep(BLOCK_MS / 1000)
        server.kill()

        async def has_ended() -> bool:
            return reader.error is not None

        await eventually(has_ended)
        await server.start()  # so that the stock broker can close


async def test_a_worker_outlives_a_restart_of_redis(server: OwnValkey, arrives: Arrives) -> None:
    async with reading(build(server.url)) as reader:
        await send(reader.broker, b"before")
        await arrives(reader, b"before")
        server.kill()
        await asyncio.sleep(0.3)
        await server.start()
        await send(reader.broker, b"after")
        await arrives(reader, b"after")
        assert reader.error is None


async def test_a_worker_outlives_redis_being_emptied(server: OwnValkey, arrives: Arrives) -> None:
    async with Redis.from_url(server.url) as client, reading(build(server.url)) as reader:
        await send(reader.broker, b"before")
        await arrives(reader, b"before")
        await client.flushall()
        await send(reader.broker, b"after")
        await arrives(reader, b"after")
        assert reader.error is None


async def test_a_worker_may_start_before_redis(tmp_path: Path, arrives: Arrives) -> None:
    server = OwnValkey(tmp_path)
    async with reading(build(server.url)) as reader:
        await asyncio.sleep(0.2)
        await server.start()
        await send(reader.broker, b"first")
        await arrives(reader, b"first")
    server.kill()


async def test_a_worker_that_ends_leaves_the_group(own_valkey: str, redis: Redis, arrives: Arrives) -> None:
    async with reading(build(own_valkey, "one")) as reader:
        await send(reader.broker, b"done")
        await arrives(reader, b"done")
        assert [c["name"] for c in await redis.xinfo_consumers(QUEUE, GROUP)] == [b"one"]
        await asyncio.sleep(0.1)
    assert await redis.xinfo_consumers(QUEUE, GROUP) == []


async def test_what_a_leaving_worker_has_not_finished_is_taken_over(
    own_valkey: str, redis: Redis, arrives: Arrives
) -> None:
    """Deleting a consumer would delete what it has pending; two workers of one host share a name."""
    async with reading(build(own_valkey, "host"), work=10) as reader:
        await send(reader.broker, b"unfinished")
        await arrives(reader, b"unfinished")
        async with reading(build(own_valkey, "host")):
            await asyncio.sleep(2 * BLOCK_MS / 1000)
        assert (await count(redis))[1] == 1
    async with reading(build(own_valkey, "other")) as other:
        await arrives(other, b"unfinished")


async def test_an_abandoned_message_is_not_acknowledged(own_valkey: str, redis: Redis, arrives: Arrives) -> None:
    broker = build(own_valkey)
    async with reading(broker, work=0.2) as reader:
        await send(broker, b"cut off")
        await arrives(reader, b"cut off")
        broker.abandon()
        await asyncio.sleep(0.3)
        assert await count(redis) == (1, 1)


async def test_the_lanes_are_streams_of_their_own(own_valkey: str, redis: Redis, arrives: Arrives) -> None:
    async with (
        reading(build(own_valkey)) as interactive,
        reading(build(own_valkey, lane="bulk")) as bulk,
    ):
        await send(bulk.broker, b"export")
        await send(interactive.broker, b"notice")
        await arrives(bulk, b"export")
        await arrives(interactive, b"notice")
        assert (interactive.received, bulk.received) == ([b"notice"], [b"export"])


@pytest.mark.parametrize("lane", ["interactive", "bulk"])
async def test_each_lane_takes_over_puts_aside_and_deletes(
    own_valkey: str, redis: Redis, arrives: Arrives, eventually: Eventually, lane: Lane
) -> None:
    broker, stream = build(own_valkey, max_deliveries=2, lane=lane), STREAMS[lane]
    await redis.xgroup_create(stream, GROUP, id="0", mkstream=True)
    await send(broker, b"poison", b"lost")
    got: Any = await redis.xreadgroup(GROUP, "gone", {stream: ">"}, count=2)
    await redis.xclaim(stream, GROUP, "gone too", 0, [got[0][1][0][0]])
    async with reading(broker) as reader:
        await arrives(reader, b"lost")

        async def is_empty() -> bool:
            return await redis.xlen(stream) == 0 and await redis.xlen(f"{stream}:dead") == 1

        await eventually(is_empty)
        assert reader.received == [b"lost"]


async def test_of_all_workers_one_is_told_that_redis_was_emptied(
    server: OwnValkey, arrives: Arrives, eventually: Eventually
) -> None:
    told: list[str] = []

    def tell(name: str) -> Callable[[], Awaitable[None]]:
        async def emptied() -> None:
            told.append(name)

        return emptied

    brokers = [build(server.url, name) for name in ("one", "two")]
    for broker in brokers:
        broker.on_emptied = tell(broker.consumer_name)
    async with Redis.from_url(server.url) as client, reading(brokers[0]), reading(brokers[1]):

        async def both_are_there() -> bool:
            return await client.exists(QUEUE) and len(await client.xinfo_consumers(QUEUE, GROUP)) == 2

        await eventually(both_are_there)
        assert len(told) == 1
        await client.flushall()
        await eventually(both_are_there)
        assert len(told) == 2
