"""Reports: each figure is what one would count by hand, of what the member may see."""

from datetime import timedelta
from typing import Any

import pytest

from taskflow import analytics, projects, tasks
from taskflow.analytics import TABLE_NAMES
from taskflow.analytics.percentiles import find_percentile
from taskflow.platform import clock
from taskflow.platform.database import fetch
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject, ProjectChanges
from taskflow.workspaces import Member
from taskflow.world import World
from tests.analytics.conftest import Tell, tell_everything
from tests.analytics.happenings import Happenings

Row = dict[str, Any]
DAY = 86_400


async def report_of(member: Member, period: str = "12w", key: str = "WEB") -> Row:
    return await analytics.build_project_report(member, await projects.get_project(member, key), period=period)


async def test_a_project_without_a_past_has_no_figures(sam: Member) -> None:
    report = await report_of(sam)
    assert not report["is_enough"]
    assert report["insight"] is None
    assert report["forecast"]["obstacle"] == "nothing_open"
    assert report["cycle_time"] == {"count": 0, "p50": None, "p85": None, "p95": None}
    assert {analytics.build_table(report, name)["name"] for name in TABLE_NAMES} == set(TABLE_NAMES)


async def test_the_figures_of_a_steady_project(sam: Member, tell: Tell) -> None:
    await tell(sam, 30)
    report = await report_of(sam, "6w")
    assert report["totals"] == {"created": 30, "completed": 28, "reopened": 0, "with_due": 28, "on_time": 28}
    assert report["cycle_time"] == {"count": 28, "p50": 2.0, "p85": 2.0, "p95": 2.0}
    assert report["lead_time"]["p85"] == 3.0
    assert report["open"] == 2
    assert {row["state"]: row["days"] for row in report["time_in_states"]} == {"todo": 1.0, "doing": 1.0, "review": 1.0}
    assert report["flow"][-1] == {
        "day": clock.today(sam.workspace_time_zone), "backlog": 0, "todo": 0, "doing": 1, "review": 1, "done": 28,
    }  # fmt: skip
    assert [row["percent"] for row in report["forecast"]["days"]] == [50, 85, 95]
    assert sum(row["completed"] for row in report["throughput"]) == 28


@pytest.mark.parametrize("period", ["2w", "year"])
async def test_a_wild_project_is_counted_as_by_hand(period: str, web: World, sam: Member) -> None:
    history = Happenings(sam, 7)
    history.now = clock.now() - timedelta(days=60)
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="APP", name="APP"))
    await history.go_on(220)
    assert history.now < clock.now()
    await tell_everything(sam)
    report = await report_of(sam, period)
    first, last = report["period"]["first"], report["period"]["last"]
    project = await projects.get_project(sam, "WEB")
    done = await fetch(
        "select t.completed_at, t.created_at, f.completed_day, f.cycle_seconds, f.lead_seconds from tasks t"
        " join finished_tasks f on f.task_id = t.id"
        " where t.project_id = $1 and t.deleted_at is null and t.completed_at is not null",
        project["id"],
    )
    within = [row for row in done if first <= row["completed_day"] <= last]
    assert report["totals"]["completed"] == len(within)
    for name in ("cycle", "lead"):
        ordered = sorted(row[f"{name}_seconds"] for row in within if row[f"{name}_seconds"] is not None)
        for percent in (50, 85, 95):
            expected = find_percentile(ordered, percent)
            assert report[f"{name}_time"][f"p{percent}"] == (None if expected is None else round(expected / DAY, 2))
    now = await fetch(
        "select c.category::text, count(t.id) from project_columns c left join tasks t on t.column_id = c.id"
        " and t.deleted_at is null where c.project_id = $1 group by 1",
        project["id"],
    )
    counted = {row["category"]: row["count"] for row in now}
    assert {name: report["flow"][-1][name] for name in counted} == counted
    stays = await fetch(
        "select s.entered_day, coalesce(s.left_day, 'infinity') as left_day, c.category::text from task_stints s"
        " left join project_columns c on c.id = s.column_id where s.project_id = $1",
        project["id"],
    )
    gone = sum(stay["category"] is None for stay in stays)
    for row in report["flow"][::10]:
        there = [stay["category"] for stay in stays if stay["entered_day"] <= row["day"] < stay["left_day"]]
        assert all(there.count(name) <= row[name] <= there.count(name) + gone for name in counted)


async def test_what_stands_longer_than_usual_needs_a_nudge(sam: Member, tell: Tell) -> None:
    made = await tell(sam, 30)
    old = made[-1]["key"]
    columns = {
        row["category"]: row["id"] for row in await projects.list_columns(await projects.get_project(sam, "WEB"))
    }
    async with unit_of_work():
        with clock.pinned(clock.now() - timedelta(days=9)):
            late = await tasks.create_task(sam, "WEB", tasks.NewTask(title="=Forgotten", column_id=columns["doing"]))
    await tell_everything(sam)
    report = await report_of(sam, "6w")
    assert [(row["key"], row["days"], row["usual_days"]) for row in report["ageing"]] == [(late["key"], 9.0, 1.0)]
    assert report["insight"]["anchor"] == "ageing"
    assert old not in {row["key"] for row in report["ageing"]}
    data = analytics.build_csv(**{k: v for k, v in analytics.build_table(report, "ageing").items() if k != "name"})
    assert "'=Forgotten" in data.decode()


async def test_the_load_is_that_of_open_tasks_outside_the_backlog(sam: Member, mateo: Member, tell: Tell) -> None:
    await tell(sam, 8, assignees=[mateo.id], estimate=2)
    report = await report_of(sam)
    (load,) = report["workload"]
    assert (load["member"]["name"], load["open"], load["doing"], load["review"]) == (mateo.name, 2, 1, 1)
    assert load["estimate"] == 4.0
    assert report["unassigned"] == 0


async def test_a_forecast_is_for_as_many_tasks_as_one_asks(sam: Member, tell: Tell) -> None:
    await tell(sam, 30)
    project = await projects.get_project(sam, "WEB")
    few, many = [
        (await analytics.build_project_report(sam, project, period="6w", items=items))["forecast"] for items in (5, 50)
    ]
    assert (few["items"], many["items"]) == (5, 50)
    assert few["days"][1]["day"] < many["days"][1]["day"]


async def test_a_member_s_report_is_of_the_projects_they_see(
    sam: Member, mateo: Member, lena: Member, tell: Tell
) -> None:
    await tell(sam, 6)
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="APP", name="App"))
        secret = await projects.create_project(sam, NewProject(key="SEC", name="Secret", visibility="private"))
    await tell(sam, 6, key="APP")
    await tell(sam, 6, key="SEC")

    async def see(member: Member) -> tuple[list[str], int]:
        report = await analytics.build_workspace_report(member, period="12w")
        return [row["key"] for row in report["projects"]], report["totals"]["created"]

    assert await see(sam) == (["APP", "SEC", "WEB"], 18)
    assert await see(mateo) == (["APP", "WEB"], 12)
    assert await see(lena) == (["WEB"], 6)
    async with unit_of_work():
        await projects.edit_project(sam, "SEC", ProjectChanges(archived=True), version=secret["version"])
    assert await see(sam) == (["APP", "WEB"], 12)
    assert (await report_of(sam, key="SEC"))["totals"]["created"] == 6
