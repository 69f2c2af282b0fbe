"""The operator sees every job by state and name, what it was asked to do without its secrets, and the schedule."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.platform import clock, schedule
from taskflow.platform.database import execute
from taskflow.platform.errors import Invalid, NotFound
from taskflow.platform.ids import first_id, new_id
from taskflow.platform.job_records import count_jobs, get_job, list_jobs, list_schedule
from taskflow.platform.lanes import BULK
from taskflow.platform.pagination import build_page
from taskflow.platform.schedule import enqueue_due

DAY = timedelta(days=1)


async def _insert(state: str = "new", name: str = "probe.work", *, lease: float | None = None, **columns: Any) -> UUID:
    given = {"id": new_id(), "name": name, "args": {}, "state": state, **columns}
    places = ", ".join(f"${place}" for place in range(1, len(given) + 1))
    await execute(f"insert into jobs ({', '.join(given)}) values ({places})", *given.values())
    job_id: UUID = given["id"]
    if lease is not None:
        until = timedelta(seconds=lease)
        await execute("update jobs set started_at = now(), leased_until = now() + $2 where id = $1", job_id, until)
    return job_id


async def _ids(**which: Any) -> list[UUID]:
    return [row["id"] for row in await list_jobs(limit=50, **which)]


async def test_jobs_are_listed_by_state_the_newest_first(database: None) -> None:
    new, sent = await _insert("new"), await _insert("sent")
    running, lost = await _insert("sent", lease=30), await _insert("sent", lease=-1)
    dead, done, cancelled = await _insert("dead"), await _insert("done"), await _insert("cancelled")
    assert await _ids(state="waiting") == [lost, sent, new]
    assert await _ids(state="running") == [running]
    assert await _ids(state="dead") == [dead]
    assert await _ids(state="done") == [done]
    assert await _ids(state="cancelled") == [cancelled]
    assert await _ids() == [dead, lost, running, sent, new]
    assert [row["state"] for row in await list_jobs(limit=50)] == ["dead", "waiting", "running", "waiting", "waiting"]


async def test_jobs_are_listed_by_name_and_page_by_page(database: None) -> None:
    mine = [await _insert() for _ in range(5)]
    await _insert(name="probe.other")
    page = build_page(await list_jobs(name="probe.work", limit=3), 2, "id")
    assert [row["id"] for row in page.items] == [mine[4], mine[3]]
    await _insert()
    rest = await list_jobs(name="probe.work", after=page.next_cursor, limit=50)
    assert [row["id"] for row in rest] == [mine[2], mine[1], mine[0]]
    with pytest.raises(Invalid):
        await list_jobs(after="made up", limit=50)


async def test_what_is_finished_is_listed_and_counted_for_a_day_and_read_for_ever(database: None) -> None:
    old = first_id(clock.now() - DAY - timedelta(minutes=1))
    await _insert("done", id=old)
    given_up = first_id(clock.now() - 90 * DAY)
    await _insert("dead", id=given_up)
    assert await _ids(state="done") == []
    assert await _ids(state="dead") == [given_up]
    assert (await count_jobs())["states"]["done"] == 0
    assert (await get_job(old))["state"] == "done"


async def test_secrets_are_hidden_in_what_it_was_asked_and_in_what_went_wrong(database: None) -> None:
    job_id = await _insert(
        "dead",
        args={"hook_id": "7", "signing_secret": "s3cret", "url": "https://sam:hunter2@example.org/"},
        result={"api_key": "k3y", "rows": 4},
        last_error="OSError: tfp_0123456789abcdef refused for https://sam:hunter2@example.org/",
        request_id="request-1",
    )
    row = await get_job(job_id)
    assert row["args"] == {
        "hook_id": "7",
        "signing_secret": "[redacted]",
        "url": "https://[redacted]@example.org/",
    }
    assert row["result"] == {"api_key": "[redacted]", "rows": 4}
    assert row["request_id"] == "request-1"
    for text in ("s3cret", "hunter2", "tfp_", "k3y"):
        assert text not in str(row)
    assert "hunter2" not in str(await list_jobs(limit=5))


async def test_a_job_that_does_not_exist_is_not_found(database: None) -> None:
    with pytest.raises(NotFound):
        await get_job(new_id())


async def test_jobs_are_counted_by_state_and_name_and_the_oldest_by_lane(database: None) -> None:
    for state in ("new", "sent", "dead", "dead", "done", "cancelled"):
        await _insert(state, sent_at=clock.now() - timedelta(minutes=5))
    await _insert("sent", "probe.bulk", lease=30, priority=BULK, sent_at=clock.now() - DAY)
    await _insert("new", "probe.bulk", priority=BULK, available_at=clock.now() - timedelta(minutes=20))
    found = await count_jobs()
    assert found["states"] == {"waiting": 3, "running": 1, "dead": 2, "done": 1, "cancelled": 1}
    assert {(row["name"], row["state"]): row["jobs"] for row in found["names"]} == {
        ("probe.work", "waiting"): 2,
        ("probe.work", "dead"): 2,
        ("probe.work", "done"): 1,
        ("probe.work", "cancelled"): 1,
        ("probe.bulk", "waiting"): 1,
        ("probe.bulk", "running"): 1,
    }
    assert 290 <= found["oldest"]["interactive"] < 310
    assert 1190 <= found["oldest"]["bulk"] < 1210


async def test_nothing_waits_where_there_is_nothing(database: None) -> None:
    await _insert("new", available_at=clock.now() + DAY)
    assert (await count_jobs())["oldest"] == {"interactive": 0.0, "bulk": 0.0}


async def test_the_schedule_says_when_each_job_came_last_and_comes_next(
    database: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    noon, hour = datetime(2026, 11, 25, 12, tzinfo=UTC), timedelta(hours=1)
    monkeypatch.setattr(schedule, "SCHEDULE", {"probe.hourly": hour, "probe.daily": DAY})
    for moment in (noon, noon + hour):
        with clock.pinned(moment):
            await enqueue_due({})
    await execute("update jobs set state = 'done', done_at = $1 where name = 'probe.hourly'", noon)
    daily, hourly = await list_schedule()
    assert (daily["name"], daily["every_seconds"], daily["last_at"]) == ("probe.daily", 86400, noon - 12 * hour)
    assert (daily["next_at"], daily["last_state"]) == (noon + 12 * hour, "waiting")
    assert (hourly["last_at"], hourly["next_at"], hourly["last_state"]) == (noon + hour, noon + 2 * hour, "done")
    assert (hourly["last_done_at"], (await get_job(hourly["last_job_id"]))["name"]) == (noon, "probe.hourly")
    await execute("delete from jobs")
    assert [row["last_state"] for row in await list_schedule()] == [None, None]


@given(st.integers(1_577_836_800_000, 4_102_444_800_000), st.integers(0, 10**9))
def test_the_first_id_of_a_moment_parts_what_was_made_before_from_what_came_after(
    milliseconds: int, nanoseconds: int
) -> None:
    first = first_id(datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds))
    made_then = UUID(int=milliseconds << 80 | 7 << 76 | 2 << 62 | nanoseconds)
    made_before = UUID(int=(milliseconds - 1) << 80 | 7 << 76 | 2**76 - 1)
    assert first.version == 7
    assert made_before < first <= made_then
