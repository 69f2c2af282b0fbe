"""A job is a row: written with the change that asks for it, done in the transaction of its effect."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextvars import copy_context
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import structlog
from structlog.testing import capture_logs

from taskflow.platform import job_errors, jobs, metrics, outbox
from taskflow.platform.database import execute, fetch_one, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.jobs import build_backoff, count_lost, job, run
from taskflow.platform.lanes import BULK, Lane
from taskflow.platform.outbox import enqueue, wake_by
from taskflow.platform.sweeper import sweep
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from tests.support.databases import opened

WORKSPACE = UUID("018f0000-0000-7000-8000-00000000aaaa")
EFFECT = (
    "insert into events (id, action, actor_kind, subject_type, subject_id, changes)"
    " values ($1, 'probed', 'system', 'probe', $1, '{}')"
)


class Flaky:
    """A job's work: an effect in the database, and a failure as often as it is told."""

    def __init__(self) -> None:
        self.failures: list[Exception] = []
        self.given: list[dict[str, Any]] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.has_begun = asyncio.Event()

    async def __call__(self, **args: Any) -> None:
        self.given.append(args)
        await execute(EFFECT, new_id())
        self.has_begun.set()
        await self.goes_on.wait()
        if self.failures:
            raise self.failures.pop(0)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """A registry of the test's own."""
    own: dict[str, Any] = {}
    monkeypatch.setattr(jobs, "REGISTRY", own)
    return own


@pytest.fixture
def work(registry: dict[str, Any]) -> Flaky:
    """The job `probe`, with one argument and three attempts."""
    flaky = Flaky()

    @job("probe", max_attempts=3)
    async def probe(*, thing_id: UUID) -> None:
        await flaky(thing_id=thing_id)

    return flaky


@pytest.fixture
def woken() -> Iterator[list[UUID]]:
    """The ids of jobs of which workers were told."""
    ids: list[UUID] = []

    async def wake(job_id: UUID, lane: Lane) -> None:
        ids.append(job_id)

    wake_by(wake)
    yield ids
    wake_by(None)


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[None]:
    """A database of the test's own, for transactions beside each other."""
    async with opened(own_database):
        yield


async def _enqueue(name: str = "probe", **more: Any) -> UUID:
    async with unit_of_work():
        job_id = await enqueue(name, **{"thing_id": new_id(), **more})
    assert job_id is not None
    return job_id


async def _row(job_id: UUID) -> dict[str, Any]:
    row = await fetch_one("select *, available_at - now() as delay from jobs where id = $1", job_id)
    assert row is not None
    return row


async def _effects() -> int:
    return int(await fetch_value("select count(*) from events where action = 'probed'"))


# --- asking for it


async def test_a_job_needs_a_unit_of_work(database: None) -> None:
    with pytest.raises(RuntimeError, match="unit_of_work"):
        await enqueue("probe")


async def test_a_job_is_written_with_the_request_that_asks_for_it(database: None, woken: list[UUID]) -> None:
    with structlog.contextvars.bound_contextvars(request_id="request-1"):
        thing = new_id()
        job_id = await _enqueue(workspace_id=WORKSPACE, priority=2, thing_id=thing, count=3)
    row = await _row(job_id)
    assert (row["state"], row["workspace_id"], row["priority"], row["request_id"]) == ("new", WORKSPACE, 2, "request-1")
    assert row["args"] == {"thing_id": str(thing), "count": 3}
    assert woken == [job_id]


async def test_a_unit_that_fails_leaves_no_job_and_wakes_nobody(database: None, woken: list[UUID]) -> None:
    with pytest.raises(LookupError):
        async with unit_of_work():
            await enqueue("probe", thing_id=new_id())
            raise LookupError
    assert await fetch_value("select count(*) from jobs") == 0
    assert woken == []


async def test_nobody_is_woken_before_the_commit(database: None, woken: list[UUID]) -> None:
    async with unit_of_work():
        await enqueue("probe")
        assert woken == []
    assert len(woken) == 1


async def test_a_job_for_later_wakes_nobody(database: None, woken: list[UUID]) -> None:
    row = await _row(await _enqueue(delay_seconds=60))
    assert timedelta(seconds=55) < row["delay"] <= timedelta(seconds=60)
    assert woken == []


async def test_a_dedupe_key_is_taken_once_for_each_name(database: None, woken: list[UUID]) -> None:
    async with unit_of_work():
        first = await enqueue("probe", dedupe_key="cron:1")
        again = await enqueue("probe", dedupe_key="cron:1")
        other = await enqueue("other", dedupe_key="cron:1")
    assert first is not None
    assert again is None
    assert other is not None
    assert woken == [first, other]


@pytest.mark.parametrize("value", [["a"], {"a": 1}, object(), b"a"])
async def test_jobs_take_nothing_but_scalars(database: None, value: Any) -> None:
    async with unit_of_work():
        with pytest.raises(TypeError, match="the argument thing"):
            await enqueue("probe", thing=value)


def test_a_name_is_defined_once(work: Flaky) -> None:
    with pytest.raises(ValueError, match="defined twice"):
        job("probe")(work)


# --- doing it


async def test_a_job_gets_its_ids_as_uuids_and_the_workspace_of_its_row(
    database: None, registry: dict[str, Any]
) -> None:
    given: dict[str, Any] = {}

    @job("probe")
    async def probe(
        *, workspace_id: UUID | None, thing_id: UUID, other_id: UUID | None, text: str, count: int = 0
    ) -> None:
        given.update(workspace_id=workspace_id, thing_id=thing_id, other_id=other_id, text=text, count=count)

    thing = new_id()
    assert await run(await _enqueue(workspace_id=WORKSPACE, thing_id=thing, other_id=None, text=str(thing))) == "done"
    assert given == {"workspace_id": WORKSPACE, "thing_id": thing, "other_id": None, "text": str(thing), "count": 0}


async def test_a_job_is_done_once_however_often_it_is_delivered(database: None, work: Flaky) -> None:
    job_id = await _enqueue()
    assert [await run(job_id) for _ in range(3)] == ["done", "skipped", "skipped"]
    row = await _row(job_id)
    assert (row["state"], row["attempts"], row["last_error"]) == ("done", 1, None)
    assert row["done_at"] is not None
    assert await _effects() == 1


async def test_two_deliveries_at_once_do_it_once(committed: None, work: Flaky) -> None:
    job_id = await _enqueue()
    work.goes_on.clear()
    first = asyncio.create_task(run(job_id))
    await asyncio.wait_for(work.has_begun.wait(), 5)
    assert await run(job_id) == "skipped"  # while the first still runs
    work.goes_on.set()
    assert await first == "done"
    assert await _effects() == 1


async def test_a_worker_that_is_faster_than_the_sweepers_commit_does_the_job(committed: None, work: Flaky) -> None:
    """The sweeper tells Redis while it holds the rows; a worker that passes them over would leave them for minutes."""
    job_id, runs, outside = await _enqueue(), list[asyncio.Task[Any]](), copy_context()

    async def send(job_ids: Sequence[UUID], lane: Lane) -> None:
        runs.extend(asyncio.create_task(run(job_id), context=outside.copy()) for job_id in job_ids)
        await asyncio.sleep(0.2)

    assert await sweep(send, resend=timedelta(minutes=5)) == 1
    assert [await task for task in runs] == ["done"]
    assert (await _row(job_id))["state"] == "done"


@pytest.mark.parametrize("state", ["done", "dead", "cancelled"])
async def test_a_finished_job_is_not_done(database: None, work: Flaky, state: str) -> None:
    job_id = await _enqueue()
    await execute("update jobs set state = $2 where id = $1", job_id, state)
    assert await run(job_id) == "skipped"
    assert work.given == []


async def test_a_job_that_does_not_exist_is_skipped(database: None, work: Flaky) -> None:
    assert await run(new_id()) == "skipped"


async def test_a_job_whose_worker_is_cut_off_is_as_it_was(committed: None, work: Flaky) -> None:
    job_id = await _enqueue()
    work.goes_on.clear()
    running = asyncio.create_task(run(job_id))
    await asyncio.wait_for(work.has_begun.wait(), 5)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    row = await _row(job_id)
    assert (row["state"], row["attempts"], await _effects()) == ("new", 0, 0)
    work.goes_on.set()
    assert await run(job_id) == "done"
    assert await _effects() == 1


# --- failing


async def test_a_job_that_fails_leaves_nothing_and_is_tried_again_later(database: None, work: Flaky) -> None:
    work.failures = [LookupError("no such thing")]
    job_id = await _enqueue()
    assert await run(job_id) == "retried"
    row = await _row(job_id)
    assert (row["state"], row["attempts"], row["last_error"]) == ("new", 1, "LookupError: no such thing")
    assert row["delay"] <= jobs.FIRST_RETRY
    assert await _effects() == 0
    assert await run(job_id) == "done"
    assert (await _row(job_id))["attempts"] == 2
    assert await _effects() == 1


async def test_a_job_that_fails_too_often_is_given_up(database: None, work: Flaky) -> None:
    work.failures = [LookupError(str(number)) for number in range(9)]
    job_id = await _enqueue()
    assert [await run(job_id) for _ in range(4)] == ["retried", "retried", "dead", "skipped"]
    row = await _row(job_id)
    assert (row["state"], row["attempts"], row["max_attempts"], row["last_error"]) == ("dead", 3, 3, "LookupError: 2")


async def test_a_job_whose_database_work_fails_is_tried_again(database: None, registry: dict[str, Any]) -> None:
    @job("probe")
    async def probe() -> None:
        await execute("select 1/0")

    async with unit_of_work():
        job_id = await enqueue("probe")
    assert job_id is not None
    assert await run(job_id) == "retried"
    assert "division by zero" in (await _row(job_id))["last_error"]


async def test_an_error_text_is_kept_short_and_storable(database: None, work: Flaky) -> None:
    work.failures = [LookupError("a\0b\ud800" + "x" * 5000)]
    job_id = await _enqueue()
    assert await run(job_id) == "retried"
    text = (await _row(job_id))["last_error"]
    assert text.startswith("LookupError: ab?xxx")
    assert len(text) <= job_errors.MAX_ERROR


async def test_a_failure_of_one_delivery_does_not_count_for_one_that_runs_by_then(
    committed: None, work: Flaky, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id, fail = await _enqueue(), jobs._fail
    running: list[asyncio.Task[Any]] = []

    async def late(row: dict[str, Any], error: Exception) -> Any:
        """Between the two transactions of the failed run, another delivery begins."""
        work.has_begun.clear()
        work.goes_on.clear()
        running.append(asyncio.create_task(run(job_id)))
        await asyncio.wait_for(work.has_begun.wait(), 5)
        return await fail(row, error)

    monkeypatch.setattr(jobs, "_fail", late)
    work.failures = [LookupError("first")]
    await run(job_id)
    work.goes_on.set()
    assert await running[0] == "done"
    assert (await _row(job_id))["state"] == "done"
    assert await _effects() == 1


async def test_a_job_of_a_name_that_this_release_does_not_know_is_put_back(database: None, work: Flaky) -> None:
    job_id = await _enqueue("of.tomorrow")
    assert await run(job_id) == "put_back"
    row = await _row(job_id)
    assert (row["state"], row["attempts"]) == ("new", 0)
    assert timedelta(seconds=25) < row["delay"] <= jobs.UNKNOWN_RETRY


async def test_bulk_of_a_name_that_this_release_does_not_know_is_put_back_or_moved_and_never_lost(
    database: None, work: Flaky
) -> None:
    job_id = await _enqueue("of.tomorrow", priority=BULK)
    assert await run(job_id, lane="interactive") == "put_back"
    assert (await _row(job_id))["priority"] == BULK


async def test_bulk_that_came_by_the_wrong_lane_is_moved_and_counts_no_attempt(database: None, work: Flaky) -> None:
    @job("heavy", is_bulk=True)
    async def heavy(*, thing_id: UUID) -> None:
        await work(thing_id=thing_id)

    job_id, told = await _enqueue("heavy"), list[tuple[UUID, Lane]]()

    async def wake(job_id: UUID, lane: Lane) -> None:
        told.append((job_id, lane))

    wake_by(wake)
    assert await run(job_id, lane="interactive") == "moved"
    wake_by(None)
    row = await _row(job_id)
    assert (row["state"], row["attempts"], row["priority"], work.given) == ("new", 0, BULK, [])
    assert told == [(job_id, "bulk")]
    assert await run(job_id, lane="bulk") == "done"


async def test_a_job_written_in_a_newer_form_is_put_back(database: None, work: Flaky) -> None:
    job_id = await _enqueue()
    await execute("update jobs set v = $2 where id = $1", job_id, outbox.PAYLOAD_VERSION + 1)
    assert await run(job_id) == "put_back"
    assert work.given == []


async def test_a_job_that_ends_its_workers_is_given_up_in_the_end(database: None, work: Flaky) -> None:
    job_id = await _enqueue()
    for _ in range(3):
        await count_lost(job_id)
    row = await _row(job_id)
    assert (row["state"], row["attempts"]) == ("dead", 3)
    assert row["last_error"].startswith("WorkerLost")


def test_retries_wait_longer_each_time_and_an_hour_at_most() -> None:
    longest = [max(build_backoff(attempt) for _ in range(300)) for attempt in (1, 4, 8, 12, 60)]
    limits = [timedelta(seconds=2), timedelta(seconds=16), timedelta(seconds=256), *[timedelta(hours=1)] * 2]
    for seen, limit in zip(longest, limits, strict=True):
        assert limit * 0.8 < seen <= limit
    assert min(build_backoff(12) for _ in range(300)) < timedelta(minutes=12)


# --- telling of it


async def test_a_run_is_one_line_with_the_request_that_asked_for_it(database: None, work: Flaky) -> None:
    seen: list[Any] = []

    async def look(**_: Any) -> None:
        seen.append(structlog.contextvars.get_contextvars().get("request_id"))

    job("looking")(look)
    with structlog.contextvars.bound_contextvars(request_id="request-7"):
        job_id = await _enqueue("looking")
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        assert await run(job_id) == "done"
    assert seen == ["request-7"]
    assert len(lines) == 1
    [line] = lines
    assert line.pop("duration_ms") >= 0
    assert line.pop("exc_info") is None
    assert line == {
        "event": "job_run",
        "log_level": "info",
        "job": "looking",
        "outcome": "done",
        "attempt": 1,
        "request_id": "request-7",
        "job_id": str(job_id),
    }
    assert "request_id" not in structlog.contextvars.get_contextvars()


async def test_a_job_that_asks_for_another_one_passes_its_request_on(database: None, registry: dict[str, Any]) -> None:
    @job("parent")
    async def parent() -> None:
        await enqueue("child")

    async with unit_of_work():
        with structlog.contextvars.bound_contextvars(request_id="request-8"):
            job_id = await enqueue("parent")
    assert job_id is not None
    assert await run(job_id) == "done"
    assert await fetch_value("select request_id from jobs where name = 'child'") == "request-8"


async def test_a_failed_run_is_one_line_and_counted(database: None, work: Flaky) -> None:
    work.failures = [LookupError("no")]
    job_id = await _enqueue()
    with capture_logs() as lines:
        await run(job_id)
    assert [(line["event"], line["log_level"], line["outcome"]) for line in lines] == [
        ("job_run", "warning", "retried")
    ]
    assert isinstance(lines[0]["exc_info"], LookupError)
    text = metrics.render()[0].decode()
    assert 'taskflow_job_runs_total{name="probe",outcome="retried"}' in text
    assert 'taskflow_job_duration_seconds_count{name="probe",outcome="retried"}' in text


async def test_names_from_the_table_do_not_become_labels_unless_they_are_known(database: None, work: Flaky) -> None:
    await run(await _enqueue("invented.by-somebody"))
    text = metrics.render()[0].decode()
    assert 'taskflow_job_runs_total{name="unknown",outcome="put_back"}' in text
    assert "invented" not in text
