"""Work that comes back is asked for once in each period, whoever asks first."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from structlog.testing import capture_logs

import taskflow.activity.jobs  # puts the seal on the schedule
from taskflow.platform import clock, schedule
from taskflow.platform.database import fetch
from taskflow.platform.jobs import REGISTRY
from taskflow.platform.schedule import SCHEDULE, enqueue_due, find_slot, repeat, schedule_for_ever
from taskflow.settings import Settings
from tests.support.databases import opened

NOON = datetime(2026, 11, 25, 12, 0, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def own_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule, "SCHEDULE", {"probe.minutely": MINUTE, "probe.hourly": timedelta(hours=1)})


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[None]:
    async with opened(own_database, pool_size=6):
        yield


async def _rows() -> list[str]:
    rows = await fetch("select dedupe_key from jobs where name like 'probe.%' order by dedupe_key")
    return [row["dedupe_key"] for row in rows]


async def test_each_period_is_asked_for_once(database: None) -> None:
    asked: dict[str, datetime] = {}
    with clock.pinned(NOON):
        assert await enqueue_due(asked) == ["probe.minutely", "probe.hourly"]
        assert await enqueue_due(asked) == []
        assert await enqueue_due({}) == []  # another worker
    with clock.pinned(NOON + MINUTE):
        assert await enqueue_due(asked) == ["probe.minutely"]
    assert await _rows() == [
        "cron:probe.hourly:2026-11-25T12:00:00Z",
        "cron:probe.minutely:2026-11-25T12:00:00Z",
        "cron:probe.minutely:2026-11-25T12:01:00Z",
    ]


async def test_of_several_workers_the_first_wins(committed: None) -> None:
    with clock.pinned(NOON):
        written = await asyncio.gather(*(enqueue_due({}) for _ in range(5)))
    assert sorted(name for names in written for name in names) == ["probe.hourly", "probe.minutely"]
    assert len(await _rows()) == 2


async def test_missed_periods_are_not_made_up_for(database: None) -> None:
    asked: dict[str, datetime] = {}
    for minutes in (0, 30):
        with clock.pinned(NOON + minutes * MINUTE):
            await enqueue_due(asked)
    assert len(await _rows()) == 3


def test_periods_are_counted_from_the_same_moment_everywhere() -> None:
    assert find_slot(MINUTE, NOON) == NOON.replace(second=0)
    assert find_slot(timedelta(days=1), NOON) == NOON.replace(hour=0, second=0)


def test_a_job_is_on_the_schedule_once_and_its_period_is_whole_seconds() -> None:
    with pytest.raises(ValueError, match="already"):
        repeat("probe.hourly", every=MINUTE)
    with pytest.raises(ValueError, match="whole seconds"):
        repeat("probe.fast", every=timedelta(milliseconds=1500))


def test_what_is_scheduled_is_a_job_without_arguments() -> None:
    assert taskflow.activity.jobs.seal is REGISTRY["activity.seal"].work
    for name in SCHEDULE:
        assert REGISTRY[name].parameters <= {"run"}  # which a leased one is always given


async def test_it_goes_on_after_an_outage(database: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stop, calls = asyncio.Event(), list[int]()

    async def fail(_: object) -> list[str]:
        calls.append(1)
        if len(calls) == 3:
            stop.set()
        raise ConnectionError("away") if len(calls) < 3 else ZeroDivisionError

    monkeypatch.setattr(schedule, "enqueue_due", fail)
    with capture_logs() as lines:
        await asyncio.wait_for(schedule_for_ever(stop, every=0.01), 5)
    assert [line["event"] for line in lines] == ["schedule_put_off", "schedule_put_off", "schedule_failed"]
