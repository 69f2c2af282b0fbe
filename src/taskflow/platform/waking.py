"""Telling workers that there are jobs, without ever making a request wait for Redis."""

import asyncio
import time
from collections.abc import Sequence
from contextvars import Context
from typing import Protocol
from uuid import UUID

import orjson
import structlog
from redis.exceptions import RedisError

from taskflow.platform.lanes import LANES, Lane
from taskflow.platform.metrics import counter

TASK = "taskflow.run_job"
PATIENCE, REST = 0.5, 3.0  # seconds for one round trip; seconds without any after one that failed
FAILED = counter(
    "taskflow_wakes_failed_total", "Times that Redis could not be told of jobs; the sweeper tells it later"
)
log = structlog.get_logger("taskflow.waking")


class Sender(Protocol):
    """What messages leave by."""

    async def send(self, messages: Sequence[bytes], lane: Lane) -> None:
        """Send all in one round trip. Raises what Redis raises."""


class Waker:
    """Sends the ids of jobs to the streams, in the background; what it cannot send, the sweeper sends later."""

    def __init__(self, sender: Sender, *, patience: float = PATIENCE, rest: float = REST) -> None:
        self._sender, self._patience, self._rest = sender, patience, rest
        self._waiting: list[tuple[Lane, UUID]] = []
        self._flushing: asyncio.Task[None] | None = None
        self._resting_until = 0.0

    async def wake(self, job_id: UUID, lane: Lane) -> None:
        """Have one id sent soon, or not at all while Redis is away. Never waits and never raises."""
        if time.monotonic() < self._resting_until:
            return
        self._waiting.append((lane, job_id))
        if self._flushing is None or self._flushing.done():
            # In a context of its own: it outlives the request that happens to start it.
            self._flushing = asyncio.create_task(self._flush(), context=Context())

    async def send(self, job_ids: Sequence[UUID], lane: Lane) -> None:
        """Send ids of one lane in one round trip. Raises what Redis raises."""
        await self._sender.send([build_message(job_id) for job_id in job_ids], lane)

    async def close(self) -> None:
        """Send what waits, within the patience of one round trip."""
        if self._flushing is not None:
            await self._flushing

    async def _flush(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                async with asyncio.timeout(self._patience):
                    for lane in LANES:
                        if ids := [job_id for its, job_id in batch if its == lane]:
                            await self.send(ids, lane)
            except (RedisError, OSError, TimeoutError) as error:
                self._waiting.clear()
                self._resting_until = time.monotonic() + self._rest
                FAILED.inc()
                log.warning("wake_failed", jobs=len(batch), reason=type(error).__name__, rests_s=self._rest)


def build_message(job_id: UUID) -> bytes:
    """The call of TASK for that job in taskiq's form. Pure."""
    text = str(job_id)
    return orjson.dumps(
        {"task_id": text, "task_name": TASK, "labels": {}, "labels_types": None, "args": [text], "kwargs": {}}
    )
