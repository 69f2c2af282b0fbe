"""Telling workers that there is a job, without ever making a request wait for Redis."""

import asyncio
import time
from typing import Any
from uuid import UUID

import structlog
from redis.exceptions import RedisError
from taskiq import AsyncBroker

from taskflow.platform import jobs

TASK = "taskflow.run_job"
_PATIENCE, _REST = 0.5, 3.0
log = structlog.get_logger("taskflow.waking")


class Waker:
    """Sends job ids to the stream; after a failure it rests, and the sweeper sends what was missed."""

    def __init__(self, broker: AsyncBroker) -> None:
        self._task: Any = broker.register_task(run_job, task_name=TASK)
        self._resting_until = 0.0

    async def wake(self, job_id: UUID) -> None:
        """Send one id within half a second, or not at all while Redis is away."""
        if time.monotonic() < self._resting_until:
            return
        try:
            await asyncio.wait_for(self.send(job_id), _PATIENCE)
        except (RedisError, OSError, TimeoutError) as error:
            self._resting_until = time.monotonic() + _REST
            log.warning("wake_failed", reason=type(error).__name__, rests_s=_REST)

    async def send(self, job_id: UUID) -> None:
        """Send one id. Raises what Redis raises."""
        await self._task.kiq(str(job_id))


async def run_job(job_id: str) -> None:
    """What a worker does with a message: the job, from its row."""
    await jobs.run(UUID(job_id))
