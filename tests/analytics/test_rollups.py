"""The rollups: what is counted as it happens is what is counted from scratch, event for event and row for row."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from taskflow import projects, tasks
from taskflow.analytics.following import follow_events
from taskflow.analytics.rebuilding import tell_everything
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ColumnChanges, NewProject
from taskflow.tasks import NewTask, Position, Transfer
from taskflow.workspaces import Member
from tests.analytics.happenings import Happenings

Row = dict[str, Any]
TABLES = {
    "task_stints": "task_id, place, project_id, column_id, opened, entered_at, entered_day, left_at, left_day",
    "finished_tasks": "task_id, project_id, column_id, completed_at, completed_day, lead_seconds, cycle_seconds,"
    " was_on_time, todo_seconds, doing_seconds, review_seconds",
    "open_tasks": "task_id, project_id, column_id, entered_at, due_date, due_at, estimate, member_ids",
    "daily_flow": "project_id, day, column_id, entered, gone, created, reopened, finished, with_due, on_time",
}
MONDAY = datetime(2026, 9, 7, 9, tzinfo=UTC)


async def follow(at_most: int = 1000) -> int:
    async with unit_of_work():
        return await follow_events(at_most=at_most)


async def rebuild(member: Member) -> None:
    async for _ in tell_everything(member.workspace_id):
        pass


async def kept() -> dict[str, list[Row]]:
    """Everything that is kept, in one order."""
    return {table: await fetch(f"select {names} from {table} order by {names}") for table, names in TABLES.items()}


async def sums() -> list[Row]:
    """The counts of days as they follow from stays and finished tasks, in plain words."""
    return await fetch(
        "select project_id, day, column_id, sum(a)::int as entered, sum(b)::int as gone, sum(c)::int as created,"
        " sum(d)::int as reopened, sum(e)::int as finished, sum(f)::int as with_due, sum(g)::int as on_time from ("
        " select project_id, entered_day as day, column_id, 1 a, 0 b, case opened when 'created' then 1 else 0 end c,"
        "  case opened when 'reopened' then 1 else 0 end d, 0 e, 0 f, 0 g from task_stints"
        " union all select project_id, left_day, column_id, 0, 1, 0, 0, 0, 0, 0 from task_stints"
        "  where left_day is not null"
        " union all select project_id, completed_day, column_id, 0, 0, 0, 0, 1,"
        "  case when was_on_time is null then 0 else 1 end, case when was_on_time then 1 else 0 end"
        "  from finished_tasks) x group by 1, 2, 3 order by 1, 2, 3"
    )


@pytest.mark.parametrize("seed", [1, 2])
async def test_counting_as_it_happens_is_counting_from_scratch(seed: int, owner: Member) -> None:
    history = Happenings(owner, seed)
    await history.begin()
    for _ in range(14):
        await history.go_on(50)
        while await follow(at_most=history.dice.choice((1, 7, 50))):
            pass
    followed = await kept()
    assert history.done > 500
    assert len(followed["task_stints"]) > 100
    assert len(followed["finished_tasks"]) > 20
    assert history.undone > 10
    assert any(row["reopened"] for row in followed["daily_flow"])
    assert {row["opened"] for row in followed["task_stints"]} == {"created", "moved", "transferred", "reopened"}
    assert followed["daily_flow"] == await sums()

    await rebuild(owner)
    assert await kept() == followed

    for table in TABLES:
        await execute(f"delete from {table}")
    await rebuild(owner)
    assert await kept() == followed


async def test_what_is_kept_agrees_with_the_board(owner: Member) -> None:
    history = Happenings(owner, 3)
    await history.begin()
    await history.go_on(150)
    while await follow():
        pass
    there = "select t.column_id, count(*) from tasks t where t.deleted_at is null group by 1 order by 1"
    assert await fetch(there) == await fetch(
        "select column_id, count(*) from task_stints where left_at is null group by 1 order by 1"
    )
    counted = (
        "select column_id, sum(entered - gone) as count from daily_flow group by 1 having sum(entered - gone) <> 0"
    )
    assert await fetch(there) == await fetch(f"{counted} order by 1")
    done = "select id, completed_at from tasks where deleted_at is null and completed_at is not null order by id"
    assert await fetch(done) == await fetch("select task_id as id, completed_at from finished_tasks order by task_id")


async def test_an_event_that_is_committed_late_is_counted(owner: Member) -> None:
    async with unit_of_work():
        await projects.create_project(owner, NewProject(key="WEB", name="Website"))
    while await follow():
        pass
    written, go = asyncio.Event(), asyncio.Event()

    async def write_slowly() -> None:
        async with unit_of_work():
            await tasks.create_task(owner, "WEB", NewTask(title="slow"))
            written.set()
            await go.wait()

    async with unit_of_work():
        await projects.create_project(owner, NewProject(key="APP", name="App"))
    slow = asyncio.create_task(write_slowly())
    await written.wait()
    async with unit_of_work():
        await tasks.create_task(owner, "APP", NewTask(title="quick"))
    while await follow():
        pass
    assert await fetch_value("select count(*) from task_stints") == 0  # nothing passes the one that still runs
    go.set()
    await slow
    while await follow():
        pass
    assert await fetch_value("select count(*) from task_stints") == 2
    assert await fetch_value("select sum(entered) from daily_flow") == 2


async def test_two_workers_count_an_event_once(owner: Member) -> None:
    history = Happenings(owner, 4)
    await history.begin()
    await history.go_on(40)
    while sum(await asyncio.gather(*(follow(at_most=5) for _ in range(4)))):
        pass
    assert (await kept())["daily_flow"] == await sums()


async def _columns(member: Member, key: str = "WEB") -> dict[str, Row]:
    project = await projects.get_project(member, key)
    return {row["category"]: row for row in await projects.list_columns(project)}


async def _live(member: Member) -> Row:
    """A task that was created on Monday, started on Tuesday, and completed on Friday at the same time of day."""
    async with unit_of_work():
        with clock.pinned(MONDAY):
            await projects.create_project(member, NewProject(key="WEB", name="Website"))
            task = await tasks.create_task(
                member, "WEB", NewTask(title="x", due_date=(MONDAY + timedelta(days=4)).date())
            )
    columns = await _columns(member)
    for days, category in ((1, "doing"), (2, "review"), (4, "done")):
        async with unit_of_work():
            with clock.pinned(MONDAY + timedelta(days=days)):
                await tasks.move_task(member, task["key"], Position(column_id=columns[category]["id"]))
    return task


async def test_the_clocks_of_a_task(owner: Member) -> None:
    task = await _live(owner)
    await follow()
    end = (await kept())["finished_tasks"][0]
    assert (end["lead_seconds"], end["cycle_seconds"], end["was_on_time"]) == (4 * 86400, 3 * 86400, True)
    async with unit_of_work():
        with clock.pinned(MONDAY + timedelta(days=5)):
            await tasks.reopen_task(owner, task["key"])
    await follow()
    assert (await kept())["finished_tasks"] == []
    async with unit_of_work():
        with clock.pinned(MONDAY + timedelta(days=7)):
            await tasks.complete_task(owner, task["key"])
    await follow()
    end = (await kept())["finished_tasks"][0]
    assert (end["lead_seconds"], end["cycle_seconds"], end["was_on_time"]) == (7 * 86400, 6 * 86400, False)


async def test_work_that_was_never_in_progress_has_no_cycle_time(owner: Member) -> None:
    async with unit_of_work():
        await projects.create_project(owner, NewProject(key="WEB", name="Website"))
    columns = await _columns(owner)
    async with unit_of_work():
        straight = await tasks.create_task(owner, "WEB", NewTask(title="straight"))
        await tasks.create_task(owner, "WEB", NewTask(title="born done", column_id=columns["done"]["id"]))
    async with unit_of_work():
        await tasks.complete_task(owner, straight["key"])
    await follow()
    ends = {row["task_id"]: row for row in (await kept())["finished_tasks"]}
    assert len(ends) == 2
    assert {row["cycle_seconds"] for row in ends.values()} == {None}
    assert [key for key, row in ends.items() if row["lead_seconds"] is not None] == [straight["id"]]


async def test_the_trash_counts_nowhere_and_gives_back_what_was(owner: Member) -> None:
    task = await _live(owner)
    await follow()
    before = await kept()
    present = await tasks.get_task(owner, task["key"])
    async with unit_of_work():
        await tasks.delete_task(owner, task["key"], version=present["version"])
    await follow()
    assert await kept() == {"task_stints": [], "finished_tasks": [], "open_tasks": [], "daily_flow": []}
    async with unit_of_work():
        await tasks.restore_task(owner, task["key"])
    await follow()
    assert await kept() == before


async def test_a_task_that_moves_counts_here_then_there(owner: Member) -> None:
    task = await _live(owner)
    async with unit_of_work():
        other = await projects.create_project(owner, NewProject(key="APP", name="App"))
    async with unit_of_work():
        with clock.pinned(MONDAY + timedelta(days=6)):
            await tasks.transfer_task(owner, task["key"], Transfer(project="APP"))
    await follow()
    now = await kept()
    assert [row["opened"] for row in now["task_stints"]] == ["created", "moved", "moved", "moved", "transferred"]
    assert now["finished_tasks"][0]["project_id"] == other["id"]
    assert now["finished_tasks"][0]["cycle_seconds"] == 3 * 86400


async def test_another_kind_of_column_or_another_time_zone_asks_for_telling_all_anew(owner: Member) -> None:
    await _live(owner)
    await follow()
    doing = (await _columns(owner))["doing"]
    async with unit_of_work():
        await projects.edit_column(owner, "WEB", doing["id"], ColumnChanges(category="todo"), version=doing["version"])
    await follow()
    jobs = await fetch("select name, workspace_id from jobs where name = 'analytics.rebuild'")
    assert jobs == [{"name": "analytics.rebuild", "workspace_id": owner.workspace_id}]
    await rebuild(owner)
    assert (await kept())["finished_tasks"][0]["cycle_seconds"] == 2 * 86400


async def test_what_was_never_recorded_is_told_by_the_task_itself(owner: Member) -> None:
    async with unit_of_work():
        await projects.create_project(owner, NewProject(key="WEB", name="Website"))
    columns = await _columns(owner)
    await execute(
        "insert into tasks (id, workspace_id, project_id, number, title, column_id, rank, created_by, created_at,"
        " updated_at, completed_at) select gen_random_uuid(), $1, $2, 1000, 'old', $3, 'm', $4, $5::timestamptz,"
        " $5::timestamptz, $5::timestamptz + interval '3 days'",
        owner.workspace_id, columns["done"]["project_id"], columns["done"]["id"], owner.id, MONDAY,
    )  # fmt: skip
    await rebuild(owner)
    stays = (await kept())["task_stints"]
    assert [(row["column_id"], row["entered_at"], row["left_at"]) for row in stays] == [
        (columns["todo"]["id"], MONDAY, MONDAY + timedelta(days=3)),
        (columns["done"]["id"], MONDAY + timedelta(days=3), None),
    ]
    assert [(row["lead_seconds"], row["cycle_seconds"]) for row in (await kept())["finished_tasks"]] == [
        (3 * 86400, None)
    ]


async def test_a_database_from_a_dump_counts_from_its_own_transactions_again(owner: Member) -> None:
    await execute("update analytics_progress set horizon = '900000000'")
    await follow()
    assert await fetch_value("select count(*) from jobs where name = 'analytics.rebuild'") == 1
    await _live(owner)
    await follow()
    assert len((await kept())["finished_tasks"]) == 1
