"""The worker's side of a stream: jobs at most so many at once, and an orderly end."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import UUID

import structlog
from taskiq.acks import AcknowledgeType
from taskiq.receiver import Receiver

from taskflow.platform import jobs, sweeper
from taskflow.platform.broker import ReliableStreamBroker
from taskflow.platform.database import classify_failure
from taskflow.platform.waking import TASK

_FIRST_WAIT, _LONGEST_WAIT = 0.2, 5.0
_CUT_SECONDS = 0.5
log = structlog.get_logger("taskflow.receiving")


async def receive(broker: ReliableStreamBroker, stop: asyncio.Event, *, concurrency: int, patience: float) -> None:
    """Run the jobs that the stream names until `stop`, then let those that run finish for `patience` seconds.

    What is not finished then is cut off: its transaction is rolled back, its message is left to other workers.
    """
    running: set[asyncio.Task[object]] = set()

    async def run_job(job_id: str) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101  a coroutine that runs is in one
        running.add(task)
        task.add_done_callback(running.discard)
        await _insist(lambda: jobs.run(UUID(job_id), lane=broker.lane))

    _listen_to(broker)
    broker.is_worker_process = True
    broker.register_task(run_job, task_name=TASK)
    receiver = Receiver(
        broker,
        max_async_tasks=concurrency,
        max_prefetch=0,
        ack_type=AcknowledgeType.WHEN_EXECUTED,
        wait_tasks_timeout=patience,
    )
    await receiver.listen(stop)
    if running:
        log.warning("jobs_cut_off", jobs=len(running), lane=broker.lane)
        broker.abandon()
        for task in running:
            task.cancel()
        await asyncio.wait(running, timeout=_CUT_SECONDS)


def _listen_to(broker: ReliableStreamBroker) -> None:
    """Count what ended its workers, and have sent again what an emptied Redis was told of."""

    async def lost(data: bytes) -> None:
        await _insist(lambda: jobs.count_lost(UUID(broker.formatter.loads(data).args[0])))

    async def emptied() -> None:
        await _insist(lambda: sweeper.send_again(broker.lane))

    broker.on_lost, broker.on_emptied = lost, emptied


async def _insist(attempt: Callable[[], Awaitable[object]]) -> None:
    """Wait for a database that is away: the message stays ours, and the worker takes no more than it can hold."""
    wait = _FIRST_WAIT
    while True:
        try:
            await attempt()
        except Exception as error:
            if classify_failure(error) is None:
                raise
            log.warning("job_waits_for_database", reason=type(error).__name__, retry_in_s=wait)
        else:
            return
        await asyncio.sleep(wait)
        wait = min(wait * 2, _LONGEST_WAIT)
