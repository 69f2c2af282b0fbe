"""The streams that wake workers, as those see it who only send: without the worker's libraries, which are large."""

from collections.abc import Sequence
from typing import Any

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from taskflow.platform.lanes import STREAMS, Lane


class Stream:
    """Sends messages to workers by connections of its own."""

    def __init__(self, url: str, **connection: Any) -> None:
        # One try more finds the new connection after a restart of Redis; who calls decides about waiting longer.
        self._redis: Redis = Redis.from_url(url, retry=Retry(NoBackoff(), 1), **connection)

    async def send(self, messages: Sequence[bytes], lane: Lane) -> None:
        """Add messages to the lane's stream in one round trip. Raises what Redis raises."""
        async with self._redis.pipeline(transaction=False) as pipe:
            for message in messages:
                pipe.xadd(STREAMS[lane], {b"data": message})
            await pipe.execute()

    async def close(self) -> None:
        """Close the connections."""
        await self._redis.aclose()
