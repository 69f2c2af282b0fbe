"""Redis is told of jobs soon, and nobody waits for it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import orjson
import pytest
import structlog
from redis.asyncio import Redis
from structlog.testing import capture_logs
from taskiq.message import TaskiqMessage

from taskflow.platform.broker import ReliableStreamBroker
from taskflow.platform.database import fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.lanes import BULK, STREAMS, Lane
from taskflow.platform.outbox import enqueue, wake_by
from taskflow.platform.stream import Stream
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.platform.waking import TASK, Waker, build_message
from tests.support.valkey import OwnValkey

PATIENCE, REST = 0.2, 0.3


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[OwnValkey]:
    """A server that the test may hold up and end."""
    own = OwnValkey(tmp_path)
    await own.start()
    yield own
    own.kill()


@pytest.fixture
async def waker(server: OwnValkey) -> AsyncIterator[Waker]:
    """Tells the server, and waits for it a shorter time than usual."""
    stream = Stream(server.url)
    waker = Waker(stream, patience=PATIENCE, rest=REST)
    wake_by(waker.wake)
    yield waker
    wake_by(None)
    await waker.close()
    await stream.close()


async def _ids(server: OwnValkey, lane: Lane = "interactive") -> list[str]:
    """The job ids in the lane's stream, as a worker reads them."""
    broker = ReliableStreamBroker(server.url)
    async with Redis.from_url(server.url) as client:
        entries: Any = await client.xrange(STREAMS[lane])
    await broker.shutdown()
    return [broker.formatter.loads(fields[b"data"]).args[0] for _, fields in entries]


async def _request() -> str:
    """A request that asks for a job; gives the job's id."""
    async with unit_of_work():
        job_id = await enqueue("probe")
    return str(job_id)


async def test_a_message_is_what_taskiq_would_send(server: OwnValkey) -> None:
    job_id = new_id()
    broker = ReliableStreamBroker(server.url)
    message = TaskiqMessage(task_id=str(job_id), task_name=TASK, labels={}, args=[str(job_id)], kwargs={})
    theirs = broker.formatter.dumps(message).message
    await broker.shutdown()
    assert orjson.loads(build_message(job_id)) == orjson.loads(theirs)


async def test_a_request_wakes_a_worker_after_its_commit(database: None, server: OwnValkey, waker: Waker) -> None:
    job_id = await _request()
    await waker.close()
    assert await _ids(server) == [job_id]


async def test_bulk_goes_by_a_stream_of_its_own(database: None, server: OwnValkey, waker: Waker) -> None:
    async with unit_of_work():
        notice, export = await enqueue("probe"), await enqueue("probe", priority=BULK)
    await waker.close()
    assert await _ids(server) == [str(notice)]
    assert await _ids(server, "bulk") == [str(export)]


async def test_jobs_of_one_moment_travel_together(
    server: OwnValkey, waker: Waker, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches: list[int] = []
    send = waker.send

    async def counted(job_ids: Any, lane: Lane) -> None:
        batches.append(len(job_ids))
        await send(job_ids, lane)

    monkeypatch.setattr(waker, "send", counted)
    job_ids = [new_id() for _ in range(50)]
    for job_id in job_ids:
        await waker.wake(job_id, "interactive")
    await waker.close()
    assert batches == [50]
    assert await _ids(server) == [str(job_id) for job_id in job_ids]


async def test_a_request_does_not_wait_for_redis(database: None, server: OwnValkey, waker: Waker) -> None:
    server.hold()
    async with asyncio.timeout(PATIENCE / 2):
        await _request()
    server.go_on()
    assert await fetch_value("select count(*) from jobs where state = 'new'") == 1


@pytest.mark.parametrize("how", ["held", "gone"])
async def test_redis_is_left_alone_for_a_while_after_a_failure_and_then_told_again(
    database: None, server: OwnValkey, waker: Waker, how: str
) -> None:
    server.hold() if how == "held" else server.kill()
    with capture_logs() as lines:
        await _request()
        await waker.close()
        await _request()
        await waker.close()
    assert [line["event"] for line in lines] == ["wake_failed"]
    server.kill()
    await server.start()
    await asyncio.sleep(REST)
    job_id = await _request()
    await waker.close()
    assert await _ids(server) == [job_id]


async def test_a_restart_between_two_requests_is_not_noticed(database: None, server: OwnValkey, waker: Waker) -> None:
    await _request()
    await waker.close()
    server.kill()
    await server.start()
    job_id = await _request()
    await waker.close()
    assert await _ids(server) == [job_id]


async def test_a_wake_up_is_no_part_of_the_request_that_happens_to_start_it(
    database: None, server: OwnValkey, waker: Waker
) -> None:
    server.kill()
    with (
        capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines,
        structlog.contextvars.bound_contextvars(request_id="request-1"),
    ):
        await _request()
        await waker.close()
    assert [(line["event"], line.get("request_id")) for line in lines] == [("wake_failed", None)]
