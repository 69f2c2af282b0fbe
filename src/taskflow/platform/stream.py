"""The stream that wakes workers, as those see it who only send: without the worker's libraries, which are large."""

from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

QUEUE = "taskflow:jobs"


class Stream:
    """Sends messages to workers by connections of its own."""

    def __init__(self, url: str, **connection: Any) -> None:
        # One try more finds the new connection after a restart of Redis; who calls decides about waiting longer.
        self._redis: Redis = Redis.from_url(url, retry=Retry(NoBackoff(), 1), **connection)

    async def send(self, messages: Sequence[bytes]) -> None:
        """Add messages to the stream in one round trip. Raises what Redis raises."""
        await add_to_stream(self._redis, QUEUE, messages)

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()


async def add_to_stream(redis: Redis, name: str, messages: Sequence[bytes]) -> None:
    """Add messages to the stream `name` in one round trip. Raises what Redis raises."""
    async with redis.pipeline(transaction=False) as pipe:
        for message in messages:
            pipe.xadd(name, {b"data": message})
        await pipe.execute()
