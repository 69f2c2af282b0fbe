"""Kept reports: what nothing has changed is not built again, and each thing that a report shows changes it at once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from taskflow import analytics, identity, projects, tasks, workspaces
from taskflow.analytics import reports
from taskflow.analytics.following import follow_events
from taskflow.analytics.kept_reports import KeptReports
from taskflow.identity import ProfileChanges
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ColumnChanges, NewProject, ProjectChanges
from taskflow.tasks import NewTask, TaskChanges
from taskflow.workspaces import Member, WorkspaceChanges
from taskflow.world import World
from tests.analytics.conftest import Tell, tell_everything

Row = dict[str, Any]
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each report that was built, none of those that were kept."""
    made: list[int] = []
    build = reports._build_report

    async def count(*values: Any) -> Row:
        made.append(1)
        return await build(*values)

    monkeypatch.setattr(reports, "_build_report", count)
    return made


async def _read(member: Member, period: str = "6w") -> Row:
    return await analytics.build_project_report(member, await projects.get_project(member, "WEB"), period=period)


async def _column(member: Member, category: str) -> Row:
    found = await projects.list_columns(await projects.get_project(member, "WEB"))
    return next(row for row in found if row["category"] == category)


async def _rename_column(web: World) -> None:
    column = await _column(web.sam, "doing")
    await projects.edit_column(web.sam, "WEB", column["id"], ColumnChanges(name="Busy"), version=column["version"])


async def _limit_column(web: World) -> None:
    column = await _column(web.sam, "doing")
    await projects.edit_column(web.sam, "WEB", column["id"], ColumnChanges(wip_limit=7), version=column["version"])


async def _recategorize_column(web: World) -> None:
    column = await _column(web.sam, "doing")
    changes = ColumnChanges(category="review")
    await projects.edit_column(web.sam, "WEB", column["id"], changes, version=column["version"])


async def _create_task(web: World) -> None:
    await tasks.create_task(web.sam, "WEB", NewTask(title="new"))


async def _rename_task(web: World) -> None:
    (old,) = (await _read(web.sam))["ageing"]
    version = (await tasks.get_task(web.sam, old["key"]))["version"]
    await tasks.edit_task(web.sam, old["key"], TaskChanges(title="Another name"), version=version)


async def _assign_task(web: World) -> None:
    (old,) = (await _read(web.sam))["ageing"]
    await tasks.assign_task(web.sam, old["key"], web.members["priya"].id)


async def _rename_person(web: World) -> None:
    await identity.edit_profile(web.persons["mateo"], ProfileChanges(name="Matthew"), version=None)


async def _recolor_person(web: World) -> None:
    await identity.edit_profile(web.persons["mateo"], ProfileChanges(hue="slate"), version=None)


CHANGES: dict[str, Callable[[World], Awaitable[None]]] = {
    "columns.column": _rename_column, "columns.limit": _limit_column, "columns.category": _recategorize_column,
    "columns.now": _create_task, "ageing.title": _rename_task, "ageing.assignees": _assign_task,
    "workload.member": _rename_person,
}  # fmt: skip


async def _tell_with_an_old_one(web: World, tell: Tell) -> None:
    await tell(web.sam, 30, assignees=[web.members["mateo"].id])
    doing = await _column(web.sam, "doing")
    async with unit_of_work():
        with clock.pinned(clock.now() - timedelta(days=9)):
            await tasks.create_task(web.sam, "WEB", NewTask(title="Forgotten", column_id=doing["id"]))
    await tell_everything(web.sam)


@pytest.mark.parametrize("name", CHANGES)
async def test_each_change_shows_at_once(name: str, web: World, tell: Tell, built: list[int]) -> None:
    part, field = name.split(".")
    with clock.pinned(NOW):
        await _tell_with_an_old_one(web, tell)
        before = await _read(web.sam)
        again = await _read(web.sam)
        assert (again, len(built)) == (before, 1)
        async with unit_of_work():
            await CHANGES[name](web)
        await _read(web.sam)
        shown = [row[field] for row in (await _read(web.sam))[part]]
    assert shown != [row[field] for row in before[part]]


async def test_the_colour_of_a_person_shows_at_once(web: World, tell: Tell) -> None:
    with clock.pinned(NOW):
        await _tell_with_an_old_one(web, tell)
        await _read(web.sam)
        async with unit_of_work():
            await _recolor_person(web)
        assert (await _read(web.sam))["workload"][0]["member"]["hue"] == "slate"


async def test_what_is_counted_shows_at_once(web: World, tell: Tell) -> None:
    with clock.pinned(NOW):
        await tell(web.sam, 12)
        async with unit_of_work():
            await tasks.create_task(web.sam, "WEB", NewTask(title="new"))
        before = await _read(web.sam)
        await tell_everything(web.sam)  # which no event tells
        after = await _read(web.sam)
    assert after["totals"]["created"] == before["totals"]["created"] + 1
    assert after["open"] == before["open"] + 1


async def test_a_report_is_of_its_minute_and_of_its_day(web: World, tell: Tell, built: list[int]) -> None:
    with clock.pinned(NOW):
        await _tell_with_an_old_one(web, tell)
        first = await _read(web.sam)
    with clock.pinned(NOW + timedelta(seconds=59)):
        assert await _read(web.sam) == first
    assert len(built) == 1
    with clock.pinned(NOW + timedelta(hours=6)):
        assert (await _read(web.sam))["ageing"][0]["days"] == first["ageing"][0]["days"] + 0.25
    with clock.pinned(NOW + timedelta(days=1)):
        assert (await _read(web.sam))["period"]["last"] == first["period"]["last"] + timedelta(days=1)
    assert len(built) == 3


async def test_a_due_moment_that_passes_shows_in_the_next_minute(web: World) -> None:
    with clock.pinned(NOW):
        async with unit_of_work():
            new = NewTask(
                title="x", due_at=NOW + timedelta(seconds=30), due_zone="UTC", assignees=[web.members["mateo"].id]
            )
            await tasks.create_task(web.sam, "WEB", new)
        await tell_everything(web.sam)
        assert (await _read(web.sam))["workload"][0]["overdue"] == 0
    with clock.pinned(NOW + timedelta(minutes=1)):
        assert (await _read(web.sam))["workload"][0]["overdue"] == 1


async def test_the_time_zone_of_the_workspace_is_that_of_its_days(web: World, tell: Tell) -> None:
    late = NOW.replace(hour=23, minute=30)
    with clock.pinned(late):
        await tell(web.sam, 6)
        before = await _read(web.sam)
        version = (await workspaces.get_workspace(web.sam))["version"]
        async with unit_of_work():
            await workspaces.edit_workspace(web.sam, WorkspaceChanges(time_zone="America/Lima"), version=version)
        moved = replace(web.sam, workspace_time_zone="America/Lima")
        after = await _read(moved)
    assert after["period"]["time_zone"] == "America/Lima"
    assert after["period"]["last"] == before["period"]["last"] - timedelta(days=1)


async def test_another_period_and_another_number_of_tasks_are_other_reports(web: World, tell: Tell) -> None:
    with clock.pinned(NOW):
        await tell(web.sam, 30)
        project = await projects.get_project(web.sam, "WEB")
        read = [
            await analytics.build_project_report(web.sam, project, period=period, items=items)
            for period, items in (("6w", None), ("2w", None), ("6w", 50), ("6w", None))
        ]
    assert [report["period"]["name"] for report in read] == ["6w", "2w", "6w", "6w"]
    assert [report["forecast"]["items"] for report in read] == [2, 2, 50, 2]


async def test_each_member_has_the_report_of_what_they_see_now(web: World, lena: Member, mateo: Member) -> None:
    async def see(member: Member) -> list[str]:
        report = await analytics.build_workspace_report(member, period="12w")
        return [row["name"] for row in report["projects"]]

    with clock.pinned(NOW):
        async with unit_of_work():
            secret = await projects.create_project(web.sam, NewProject(key="SEC", name="Secret", visibility="private"))
        assert (await see(web.sam), await see(mateo)) == (["Secret", "Website relaunch"], ["Website relaunch"])
        async with unit_of_work():
            await projects.grant_access(web.sam, secret, mateo.id)
        assert (await see(mateo), await see(lena)) == (["Secret", "Website relaunch"], ["Website relaunch"])
        async with unit_of_work():
            await projects.revoke_access(web.sam, secret, mateo.id)
        assert await see(mateo) == ["Website relaunch"]
        async with unit_of_work():
            await projects.edit_project(web.sam, "SEC", ProjectChanges(name="Plan"), version=secret["version"])
        assert await see(web.sam) == ["Plan", "Website relaunch"]
        version = (await projects.get_project(web.sam, "SEC"))["version"]
        async with unit_of_work():
            await projects.edit_project(web.sam, "SEC", ProjectChanges(archived=True), version=version)
        assert await see(web.sam) == ["Website relaunch"]


async def test_a_change_that_is_committed_late_shows_at_once(owner: Member) -> None:
    """Its event has a lower number, and a lower transaction, than one that was seen before."""
    async with unit_of_work():
        await projects.create_project(owner, NewProject(key="WEB", name="Website"))
    written, go = asyncio.Event(), asyncio.Event()

    async def rename_slowly() -> None:
        column = await _column(owner, "doing")
        async with unit_of_work():
            changes = ColumnChanges(name="Busy")
            await projects.edit_column(owner, "WEB", column["id"], changes, version=column["version"])
            written.set()
            await go.wait()

    async def read() -> set[str]:
        return {row["column"] for row in (await _read(owner))["columns"]}

    with clock.pinned(NOW):
        slow = asyncio.create_task(rename_slowly())
        await written.wait()
        async with unit_of_work():
            await projects.create_project(owner, NewProject(key="APP", name="App"))
        assert "Busy" not in await read()
        go.set()
        await slow
        assert "Busy" in await read()


async def test_what_a_unit_of_work_sees_is_kept_for_nobody(owner: Member) -> None:
    async with unit_of_work():
        await projects.create_project(owner, NewProject(key="WEB", name="Website"))
    with clock.pinned(NOW):
        async with unit_of_work():
            await execute("update project_columns set name = 'Wrong'")
            assert {row["column"] for row in (await _read(owner))["columns"]} == {"Wrong"}
            await execute("update project_columns set name = 'Right'")
        assert {row["column"] for row in (await _read(owner))["columns"]} == {"Right"}


async def test_a_report_tells_until_when_events_were_counted_though_it_is_kept(owner: Member, built: list[int]) -> None:
    async with unit_of_work():
        await projects.create_project(owner, NewProject(key="WEB", name="Website"))
    with clock.pinned(NOW):
        before = await _read(owner)
    with clock.pinned(NOW + timedelta(seconds=40)):
        async with unit_of_work():
            await follow_events()
        assert (await _read(owner))["as_of"] == NOW + timedelta(seconds=40) != before["as_of"]
    assert len(built) == 1


async def test_with_too_much_left_to_count_nothing_is_kept(
    web: World, built: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("taskflow.analytics.reports.MOST_UNCOUNTED", await fetch_value("select count(*) from events"))
    with clock.pinned(NOW):
        await _read(web.sam)
        await _read(web.sam)
        assert len(built) == 1
        async with unit_of_work():
            await _create_task(web)
        await _read(web.sam)
        await _read(web.sam)
    assert len(built) == 3


async def test_of_many_who_ask_at_once_one_builds_and_a_failure_is_not_kept() -> None:
    kept, made = KeptReports(most=2), []

    async def build() -> Row:
        made.append(1)
        await asyncio.sleep(0)
        if len(made) == 1:
            raise TimeoutError
        return {"number": len(made)}

    with pytest.raises(TimeoutError):
        await kept.get("a", build)
    assert await asyncio.gather(*(kept.get("a", build) for _ in range(5))) == [{"number": 2}] * 5
    for key in ("b", "a", "c"):  # b was not asked for the longest time
        await kept.get(key, build)
    assert await kept.get("a", build) == {"number": 2}
    assert await kept.get("b", build) == {"number": 5}
