"""Redis streams as the way to wake a worker: taskiq's broker with its gaps closed.

The stock broker loses what is sent before its group exists, takes over a dead worker's messages only after new ones
arrive, starts long jobs twice, strands prefetched messages on a stop, dies with Redis and never deletes what is done.
`tests/platform/test_broker.py` shows each gap closed.
"""

import asyncio
import socket
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError, ResponseError
from taskiq import AckableMessage
from taskiq_redis import RedisStreamBroker

QUEUE, GROUP = "taskflow:jobs", "workers"
IDLE_MS, BLOCK_MS = 30_000, 2_000  # a blocking read has to end before the client's socket timeout of 5 s
MAX_DELIVERIES, DEAD_LENGTH = 5, 10_000
log = structlog.get_logger("taskflow.broker")


class ReliableStreamBroker(RedisStreamBroker):
    """At least once, whatever happens to workers and to Redis. Times are milliseconds."""

    def __init__(self, url: str, *, idle_ms: int = IDLE_MS, max_deliveries: int = MAX_DELIVERIES, **more: Any) -> None:
        more.setdefault("consumer_name", socket.gethostname())
        more.setdefault("xread_block", BLOCK_MS)
        super().__init__(
            url,
            queue_name=more.pop("queue_name", QUEUE),
            consumer_group_name=GROUP,
            consumer_id="0",  # from the beginning: what was sent before the first worker counts too
            idle_timeout=idle_ms,
            xread_count=1,
            **more,
        )
        self.max_deliveries = max_deliveries
        self.in_flight: set[bytes] = set()
        self._redis: Redis = Redis(connection_pool=self.connection_pool)
        self._last_reclaim = 0.0

    async def startup(self) -> None:
        """Connect; workers make the group when they first read, so that a missing Redis does not stop them."""
        if not self.is_worker_process:
            return
        await super(RedisStreamBroker, self).startup()

    async def shutdown(self) -> None:
        """Leave the group when nothing is unfinished, and close the connections."""
        try:
            if self.is_worker_process and not self.in_flight:
                await self._redis.xgroup_delconsumer(self.queue_name, self.consumer_group_name, self.consumer_name)
        except RedisError as error:
            log.info("consumer_not_removed", reason=type(error).__name__)
        await super().shutdown()

    async def listen(self) -> AsyncGenerator[AckableMessage, None]:
        """Messages, one at a time: those of dead workers first, then new ones."""
        heartbeat = asyncio.create_task(self._beat())
        backoff = 0.1
        try:
            while True:
                try:
                    item = await self._take()
                    backoff = 0.1
                except (RedisError, OSError) as error:
                    if isinstance(error, ResponseError) and "NOGROUP" in str(error):
                        await self._make_group()
                        continue
                    log.warning("redis_away", reason=type(error).__name__, retry_in_s=backoff)
                    await asyncio.sleep(backoff)
                    backoff = min(backoff * 2, 5.0)
                    continue
                if item is not None:
                    message_id, message = item
                    self.in_flight.add(message_id)
                    yield AckableMessage(data=message[b"data"], ack=self._build_ack(message_id))
        finally:
            heartbeat.cancel()

    async def _make_group(self) -> None:
        try:
            await self._declare_consumer_group()
        except (RedisError, OSError) as error:
            log.warning("group_not_made", reason=type(error).__name__)
            await asyncio.sleep(0.5)

    async def _take(self) -> tuple[bytes, dict[bytes, bytes]] | None:
        if time.monotonic() - self._last_reclaim > self.idle_timeout / 3000:
            item = await self._reclaim()
            if item is not None:
                return item
            self._last_reclaim = time.monotonic()
        got: Any = await self._redis.xreadgroup(
            self.consumer_group_name, self.consumer_name, {self.queue_name: ">"}, count=1, block=self.block
        )
        return got[0][1][0] if got else None

    async def _reclaim(self) -> tuple[bytes, dict[bytes, bytes]] | None:
        """A message whose worker has not been heard of for the idle time."""
        _, claimed, *_ = await self._redis.xautoclaim(
            self.queue_name, self.consumer_group_name, self.consumer_name, min_idle_time=self.idle_timeout, count=1
        )
        for message_id, message in claimed:
            if message_id in self.in_flight:
                continue  # our own: the heartbeat was late because Redis was away
            if message is None:
                await self._redis.xack(self.queue_name, self.consumer_group_name, message_id)
                continue
            if await self._count_deliveries(message_id) > self.max_deliveries:
                await self._bury(message_id, message)
                continue
            return message_id, message
        return None

    async def _count_deliveries(self, message_id: bytes) -> int:
        pending = await self._redis.xpending_range(self.queue_name, self.consumer_group_name, message_id, message_id, 1)
        return int(pending[0]["times_delivered"]) if pending else 0

    async def _bury(self, message_id: bytes, message: dict[bytes, bytes]) -> None:
        """A message that ends its workers; its job stays in the outbox and is found there."""
        log.error("message_buried", message_id=message_id.decode())
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xadd(f"{self.queue_name}:dead", {b"data": message[b"data"]}, maxlen=DEAD_LENGTH)
            pipe.xack(self.queue_name, self.consumer_group_name, message_id)
            pipe.xdel(self.queue_name, message_id)
            await pipe.execute()

    def _build_ack(self, message_id: bytes) -> Callable[[], Awaitable[None]]:
        async def ack() -> None:
            for attempt in range(6):
                try:
                    async with self._redis.pipeline(transaction=True) as pipe:
                        pipe.xack(self.queue_name, self.consumer_group_name, message_id)
                        pipe.xdel(self.queue_name, message_id)
                        await pipe.execute()
                    break
                except (RedisError, OSError):
                    await asyncio.sleep(min(0.2 * 2**attempt, 3.0))
            else:
                log.warning(
                    "message_not_acknowledged", message_id=message_id.decode()
                )  # it comes again, and is skipped
            self.in_flight.discard(message_id)

        return ack

    async def _beat(self) -> None:
        """Say that what we work on is alive, so that nobody takes it over."""
        while True:
            await asyncio.sleep(self.idle_timeout / 3000)
            ids: Any = list(self.in_flight)
            if ids:
                try:
                    await self._redis.xclaim(
                        self.queue_name, self.consumer_group_name, self.consumer_name, 0, ids, justid=True
                    )
                except (RedisError, OSError) as error:
                    log.warning("heartbeat_missed", reason=type(error).__name__)
