"""Redis streams as the way to wake a worker: taskiq's broker with its gaps closed.

The stock broker loses what is sent before its group exists, takes over a dead worker's messages only after new ones
arrive, starts long jobs twice, strands what it fetched ahead, ends with Redis and never deletes what is done.
`tests/platform/test_broker.py` shows each gap closed.
"""

import asyncio
import contextlib
import socket
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError
from taskiq import AckableMessage
from taskiq_redis import RedisStreamBroker

from taskflow.platform.lanes import STREAMS, Lane

GROUP = "workers"
IDLE_MS, BLOCK_MS = 30_000, 2_000  # a blocking read has to end before the client's socket timeout of 5 s
MAX_DELIVERIES, DEAD_LENGTH = 5, 10_000
_FIRST_WAIT, _LONGEST_WAIT = 0.1, 5.0
_ACK_TRIES = 6
_LEAVE_SECONDS = 1.0
# A consumer that is deleted takes its pending messages with it, so only one without any may be: in one step.
_LEAVE = """
if #redis.call('XPENDING', KEYS[1], ARGV[1], '-', '+', 1, ARGV[2]) == 0 then
    redis.call('XGROUP', 'DELCONSUMER', KEYS[1], ARGV[1], ARGV[2])
end
"""

Fields = dict[Any, Any]
Lost = Callable[[bytes], Awaitable[None]]
Emptied = Callable[[], Awaitable[None]]
log = structlog.get_logger("taskflow.broker")


class ReliableStreamBroker(RedisStreamBroker):
    """Messages of one lane arrive at least once, whatever happens to workers and to Redis. Times are milliseconds.

    `on_lost` hears of a message that ended every worker that took it; `on_emptied`, that Redis has forgotten what was
    sent before.
    """

    def __init__(
        self,
        url: str,
        *,
        lane: Lane = "interactive",
        consumer_name: str | None = None,
        idle_ms: int = IDLE_MS,
        block_ms: int = BLOCK_MS,
        max_deliveries: int = MAX_DELIVERIES,
        **connection: Any,
    ) -> None:
        super().__init__(
            url,
            queue_name=STREAMS[lane],
            max_connection_pool_size=16,
            consumer_group_name=GROUP,
            consumer_name=consumer_name or socket.gethostname(),
            consumer_id="0",  # from the beginning: what was sent before the first worker counts too
            idle_timeout=idle_ms,
            xread_block=block_ms,
            xread_count=1,
            # One try more finds the new connection after a restart of Redis; who calls decides about waiting longer.
            retry=Retry(NoBackoff(), 1),
            **connection,
        )
        self.lane, self.max_deliveries = lane, max_deliveries
        self.in_flight: set[bytes] = set()
        self.on_lost: Lost | None = None
        self.on_emptied: Emptied | None = None
        self._redis: Redis = Redis(connection_pool=self.connection_pool)
        self._heartbeat: asyncio.Task[None] | None = None
        self._last_reclaim = 0.0
        self._is_leaving = self._is_closed = False

    async def startup(self) -> None:
        """Make ready without Redis: it may come later, and the group is made when it is first missed."""
        await super(RedisStreamBroker, self).startup()

    def abandon(self) -> None:
        """Acknowledge nothing from here on: what still runs is cut off, and other workers take it over."""
        self._is_leaving = True

    async def shutdown(self) -> None:
        """Leave the group unless something is unfinished, and close the connections. Takes three seconds at most."""
        self._is_closed = True
        if self._heartbeat is not None:
            self._heartbeat.cancel()
            await asyncio.wait([self._heartbeat], timeout=_LEAVE_SECONDS)
        if self.is_worker_process:
            try:
                async with asyncio.timeout(_LEAVE_SECONDS):
                    leaving: Any = self._redis.eval(
                        _LEAVE, 1, self.queue_name, self.consumer_group_name, self.consumer_name
                    )
                    await leaving
            except (RedisError, OSError, TimeoutError) as error:
                log.info("consumer_not_removed", reason=type(error).__name__)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LEAVE_SECONDS):
                await super().shutdown()

    async def listen(self) -> AsyncGenerator[AckableMessage, None]:
        """Messages one at a time, those of lost workers before new ones, for ever."""
        self._heartbeat = self._heartbeat or asyncio.create_task(self._beat())
        wait, is_away = _FIRST_WAIT, False
        while True:
            _require_wanted()
            try:
                item = await self._take()
            except (RedisError, OSError) as error:
                if not is_away:
                    log.warning("redis_away", reason=f"{type(error).__name__}: {error}"[:200])
                is_away = True
                await asyncio.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
                continue
            if is_away:
                log.info("redis_back")
            wait, is_away = _FIRST_WAIT, False
            if item is not None:
                message_id, fields = item
                self.in_flight.add(message_id)
                yield AckableMessage(data=fields.get(b"data", b""), ack=self._build_ack(message_id))

    async def _take(self) -> tuple[bytes, Fields] | None:
        """One message, or None when there was none for a while."""
        try:
            if time.monotonic() - self._last_reclaim > self.idle_timeout / 3000:
                item = await self._reclaim()
                if item is not None:
                    return item
                self._last_reclaim = time.monotonic()
            got: Any = await self._redis.xreadgroup(
                self.consumer_group_name, self.consumer_name, {self.queue_name: ">"}, count=1, block=self.block
            )
        except ResponseError as error:
            # The group is made anew when Redis was emptied, even while the read was waiting.
            if not str(error).startswith(("NOGROUP", "UNBLOCKED")):
                raise
            await self._make_group()
            return None
        return got[0][1][0] if got else None

    async def _make_group(self) -> None:
        try:
            await self._redis.xgroup_create(
                self.queue_name, self.consumer_group_name, id=self.consumer_id, mkstream=True
            )
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise
            return  # another worker was faster
        if self.on_emptied is not None:
            await self.on_emptied()

    async def _reclaim(self) -> tuple[bytes, Fields] | None:
        """A message whose worker has not been heard of for the idle time."""
        while True:
            answer: Any = await self._redis.xautoclaim(
                self.queue_name, self.consumer_group_name, self.consumer_name, min_idle_time=self.idle_timeout, count=1
            )
            claimed = [(message_id, fields) for message_id, fields in answer[1] if message_id not in self.in_flight]
            if not claimed:  # or it is our own: the heartbeat was late because Redis was away
                return None
            message_id, fields = claimed[0]
            if fields is None:  # deleted by hand, and still pending before Redis 7
                await self._redis.xack(self.queue_name, self.consumer_group_name, message_id)
            elif await self._count_deliveries(message_id) > self.max_deliveries:
                await self._bury(message_id, fields)
            else:
                return message_id, fields

    async def _count_deliveries(self, message_id: bytes) -> int:
        pending: Any = await self._redis.xpending_range(
            self.queue_name, self.consumer_group_name, message_id, message_id, 1
        )
        return int(pending[0]["times_delivered"]) if pending else 0

    async def _bury(self, message_id: bytes, fields: Fields) -> None:
        """Put a message aside that has ended every worker that took it, and say so to who sent it."""
        log.error("message_buried", message_id=message_id.decode(), deliveries=self.max_deliveries)
        if self.on_lost is not None:
            await self.on_lost(fields.get(b"data", b""))
        async with self._redis.pipeline(transaction=True) as pipe:
            pipe.xadd(f"{self.queue_name}:dead", fields, maxlen=DEAD_LENGTH)
            pipe.xack(self.queue_name, self.consumer_group_name, message_id)
            pipe.xdel(self.queue_name, message_id)
            await pipe.execute()

    def _build_ack(self, message_id: bytes) -> Callable[[], Awaitable[None]]:
        async def ack() -> None:
            for attempt in range(_ACK_TRIES):
                if self._is_leaving:
                    return
                try:
                    async with self._redis.pipeline(transaction=True) as pipe:
                        pipe.xack(self.queue_name, self.consumer_group_name, message_id)
                        pipe.xdel(self.queue_name, message_id)
                        await pipe.execute()
                    break
                except (RedisError, OSError):
                    await asyncio.sleep(min(0.2 * 2**attempt, 3.0))
            else:  # it comes again, and its job is found done
                log.warning("message_not_acknowledged", message_id=message_id.decode())
            self.in_flight.discard(message_id)

        return ack

    async def _beat(self) -> None:
        """Say that what we work on is alive, so that nobody takes it over."""
        while not self._is_closed:
            await asyncio.sleep(self.idle_timeout / 3000)
            ids: Any = list(self.in_flight)
            try:
                if ids:
                    await self._redis.xclaim(
                        self.queue_name, self.consumer_group_name, self.consumer_name, 0, ids, justid=True
                    )
            except (RedisError, OSError) as error:
                log.warning("heartbeat_missed", reason=type(error).__name__)


def _require_wanted() -> None:
    """Go no further in a task that is cancelled: on Python 3.11 the Redis client may swallow that."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
