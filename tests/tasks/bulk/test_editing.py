"""Changing many tasks at once: all of them or none, and nothing that was not named."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from taskflow import activity, projects, tasks
from taskflow.platform.database import fetch, fetch_value
from taskflow.platform.errors import Conflict, Forbidden, Invalid, NotFound, StaleVersion, TaskFlowError
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewColumn, NewField, NewLabel, NewProject, ProjectChanges
from taskflow.tasks import BulkEdit, NewTask
from taskflow.workspaces import Member
from taskflow.world import World
from tests.support.counting import counted

Row = dict[str, Any]


async def make(member: Member, count: int, *, project: str = "WEB", **given: Any) -> list[Row]:
    """So many tasks at the end of the first column for work that is to be done."""
    async with unit_of_work():
        return [
            await tasks.create_task(member, project, NewTask.model_validate({"title": f"{place}", **given}))
            for place in range(count)
        ]


async def edit(member: Member, chosen: list[Row] | str, changes: Row, **more: Any) -> Row:
    """Change them; a text is a filter."""
    choice = {"filter": chosen} if isinstance(chosen, str) else {"tasks": [row["key"] for row in chosen]}
    async with unit_of_work():
        return await tasks.edit_tasks(member, BulkEdit.model_validate({**choice, "changes": changes, **more}))


async def refusal(member: Member, chosen: list[Row] | str, changes: Row, **more: Any) -> TaskFlowError:
    """Why it is refused; nothing is written then."""
    state = "select json_agg(t order by t.id) from tasks t"
    before = await fetch_value(state), await fetch_value("select count(*) from events")
    with pytest.raises(TaskFlowError) as refused:
        await edit(member, chosen, changes, **more)
    assert (await fetch_value(state), await fetch_value("select count(*) from events")) == before
    return refused.value


async def see(member: Member, rows: list[Row]) -> list[Row]:
    """The tasks as they are now."""
    return [await tasks.get_task(member, row["key"]) for row in rows]


async def test_what_is_not_named_is_never_touched(web: World, sam: Member) -> None:
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="rose"))
        points = await projects.create_field(sam, "WEB", NewField(name="Points", kind="number"))
        other = await projects.create_field(sam, "WEB", NewField(name="Note", kind="text"))
    given = {
        "description": "A long text that somebody wrote", "priority": "low", "start_date": "2026-11-01",
        "due_at": "2026-12-01T09:00:00Z", "due_zone": "Europe/Berlin", "labels": [label["id"]],
        "assignees": [web.members["aiko"].id], "fields": {str(points["id"]): 3, str(other["id"]): "kept"},
    }  # fmt: skip
    rows = await make(sam, 20, **given)
    named: dict[str, Row] = {
        "priority": {"priority": "high"},
        "start_date": {"start_date": "2026-11-02"},
        "due": {"due_date": "2026-12-05"},
        "labels": {"remove_labels": [label["id"]]},
        "assignees": {"add_assignees": [web.members["mateo"].id]},
        "fields": {"fields": {str(points["id"]): 5}},
        "completed_at": {"completed": True},
    }
    also = {
        "assignees": {"assignees", "watchers"},
        "due": {"due_date", "due_at", "due_zone"},
        "completed_at": {"completed_at", "column", "column_id", "rank"},
    }
    for field, changes in named.items():
        before = await see(sam, rows)
        await edit(sam, rows, changes)
        for old, new in zip(before, await see(sam, rows), strict=True):
            changed = {name for name, value in new.items() if old[name] != value}
            assert changed - {"version", "seen_version", "updated_at", "custom"} <= also.get(field, {field})
            assert changed & also.get(field, {field})
            assert new["description"] == "A long text that somebody wrote"
            assert new["custom"][str(other["id"])] == "kept"


async def test_a_task_that_is_so_already_gets_no_event_and_no_version(sam: Member) -> None:
    rows = await make(sam, 3) + await make(sam, 2, priority="high")
    done = await edit(sam, rows, {"priority": "high"})
    assert ([row["key"] for row in done["changed"]], done["unchanged"]) == (["WEB-1", "WEB-2", "WEB-3"], 2)
    assert {row["version"] for row in done["changed"]} == {2}
    assert [row["version"] for row in await see(sam, rows)] == [2, 2, 2, 1, 1]
    events = await fetch("select subject_id, changes, unit_id from events where action = 'task.edited' order by seq")
    assert [event["subject_id"] for event in events] == [row["id"] for row in rows[:3]]
    assert all(event["changes"] == {"priority": ["none", "high"], "version": [1, 2]} for event in events)
    assert len({event["unit_id"] for event in events}) == 1


async def test_each_kind_of_change_is_an_event_of_its_own_and_all_carry_the_version(web: World, sam: Member) -> None:
    rows = await make(sam, 2)
    people = [web.members[name].id for name in ("aiko", "mateo")]
    await edit(sam, rows, {"due_date": "2026-12-01", "completed": True, "add_assignees": people})
    for row in rows:
        events = (await activity.list_events_of_subject(sam.workspace_id, row["id"]))[::-1][1:]
        assert [event["action"] for event in events] == [
            "task.edited", "task.assigned", "task.assigned", "task.completed",
        ]  # fmt: skip
        assert all(event["changes"]["version"] == [1, 2] for event in events)
        assert events[-1]["changes"]["column"] == [row["column"]["name"], "Done"]


async def test_a_due_day_takes_the_place_of_a_moment_and_null_clears_it(sam: Member) -> None:
    rows = await make(sam, 2, due_at="2026-12-01T09:00:00Z", due_zone="UTC", start_date="2026-11-01")
    await edit(sam, rows, {"due_date": "2026-12-05"})
    assert {(row["due_date"], row["due_at"]) for row in await see(sam, rows)} == {(date(2026, 12, 5), None)}
    await edit(sam, rows, {"due_date": None, "start_date": None})
    assert {(row["due_date"], row["start_date"]) for row in await see(sam, rows)} == {(None, None)}


async def test_tasks_keep_their_order_at_the_end_of_a_column_and_on_top_of_the_done_one(sam: Member) -> None:
    columns = await projects.list_columns(await projects.get_project(sam, "WEB"))
    doing, done = columns[2], columns[4]
    first, rows = await make(sam, 2, column_id=doing["id"]), await make(sam, 3)
    await edit(sam, rows[::-1], {"column_id": str(doing["id"])})
    assert await _order(doing) == [row["number"] for row in [*first, *rows]]
    there = await make(sam, 1, column_id=done["id"])
    await edit(sam, [*first, *rows], {"completed": True})
    assert await _order(done) == [row["number"] for row in [*first, *rows, *there]]
    assert all(row["completed_at"] for row in await see(sam, [*first, *rows]))
    again = await edit(sam, [*first, *there], {"category": "backlog"})
    assert len(again["changed"]) == 3
    assert not any(row["completed_at"] for row in await see(sam, [*first, *there]))
    assert (await edit(sam, [*first, *there], {"completed": False}))["changed"] == []


async def _order(column: Row) -> list[int]:
    rows = await fetch("select number from tasks where column_id = $1 order by rank, id", column["id"])
    return [row["number"] for row in rows]


async def test_a_category_is_found_in_each_tasks_own_project(sam: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="APP", name="App"))
    rows = await make(sam, 1) + await make(sam, 1, project="APP")
    await edit(sam, rows, {"category": "review"})
    assert [row["column"]["category"] for row in await see(sam, rows)] == ["review", "review"]
    assert [row["project"]["key"] for row in await see(sam, rows)] == ["WEB", "APP"]
    column = (await projects.list_columns(await projects.get_project(sam, "APP")))[0]
    refused = await refusal(sam, rows, {"column_id": str(column["id"])})
    assert isinstance(refused, Invalid)
    assert (refused.errors[0].pointer, "WEB-1" in refused.detail) == ("/changes/column_id", True)


async def test_what_is_not_of_the_project_is_named_with_the_tasks(web: World, sam: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="APP", name="App", visibility="private"))
        label = await projects.create_label(sam, "APP", NewLabel(name="Bug", hue="rose"))
        field = await projects.create_field(sam, "APP", NewField(name="Points", kind="number"))
    rows = await make(sam, 2) + await make(sam, 1, project="APP")
    for changes, pointer, keys in (
        ({"add_labels": [label["id"]]}, "/changes/add_labels/0", "WEB-1, WEB-2"),
        ({"add_assignees": [web.members["aiko"].id]}, "/changes/add_assignees/0", "APP-1"),
        ({"fields": {str(field["id"]): 1}}, f"/changes/fields/{field['id']}", "WEB-1, WEB-2"),
    ):
        refused = await refusal(sam, rows, changes)
        assert isinstance(refused, Invalid)
        assert (refused.errors[0].pointer, refused.errors[0].detail.endswith(keys)) == (pointer, True)
    refused = await refusal(sam, rows[2:], {"fields": {str(field["id"]): "three"}})
    assert refused.errors[0].code == "not_a_number"


async def test_a_limit_holds_for_all_that_go_to_a_column_together(sam: Member) -> None:
    async with unit_of_work():
        new = NewColumn.model_validate({"name": "Few", "category": "review", "wip_limit": 3, "wip_policy": "refuse"})
        column = await projects.create_column(sam, "WEB", new)
    rows = await make(sam, 4)
    refused = await refusal(sam, rows, {"column_id": str(column["id"])})
    assert isinstance(refused, Conflict)
    assert [(no["task"], no["code"]) for no in refused.extra["refused"]] == [
        (row["key"], "wip_limit_reached") for row in rows
    ]
    await edit(sam, rows[:3], {"column_id": str(column["id"])})
    assert (await edit(sam, rows[:3], {"column_id": str(column["id"])}))["unchanged"] == 3


async def test_every_task_that_stands_against_it_is_named(web: World, sam: Member) -> None:
    async with unit_of_work():
        old = await projects.create_project(sam, NewProject(key="OLD", name="Old"))
    rows = await make(sam, 1) + await make(sam, 2, project="OLD")
    async with unit_of_work():
        await projects.edit_project(sam, "OLD", ProjectChanges(archived=True), version=old["version"])
    refused = await refusal(sam, rows, {"priority": "high"})
    assert (refused.code, [no["task"] for no in refused.extra["refused"]]) == ("bulk_refused", ["OLD-1", "OLD-2"])


async def test_a_version_that_is_stale_stops_all_of_it(sam: Member) -> None:
    rows = await make(sam, 3)
    await edit(sam, rows[1:2], {"priority": "low"})
    seen = {row["key"]: 1 for row in rows}
    refused = await refusal(sam, rows, {"priority": "high"}, versions=seen)
    assert isinstance(refused, StaleVersion)
    assert refused.extra["stale"] == [{"task": "WEB-2", "version": 1, "current": 2, "fields": ["priority"]}]
    assert len((await edit(sam, rows, {"priority": "high"}, versions=seen | {"WEB-2": 2}))["changed"]) == 3
    unknown = await refusal(sam, rows, {"priority": "low"}, versions={"WEB-9": 1})
    assert unknown.errors[0].pointer == "/versions/WEB-9"


async def test_tasks_that_one_may_not_see_are_named_and_nothing_is_changed(web: World, sam: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="APP", name="App", visibility="private"))
    rows, hidden = await make(sam, 1), await make(sam, 1, project="APP")
    trashed = await make(sam, 1)
    await edit(sam, trashed, {"deleted": True})
    refused = await refusal(web.members["mateo"], rows + hidden + trashed, {"priority": "high"})
    assert isinstance(refused, NotFound)
    assert refused.extra["missing"] == ["APP-1", "WEB-2"]
    unknown = [{"key": "WEB-999999999"}, {"key": str(uuid4())}]
    assert (await refusal(sam, unknown, {"priority": "high"})).extra["missing"] == [row["key"] for row in unknown]
    with pytest.raises(ValueError, match="pattern"):
        BulkEdit.model_validate({"tasks": ["no key"], "changes": {"priority": "high"}})
    assert isinstance(await refusal(web.members["lena"], rows, {"priority": "high"}), Forbidden)


async def test_a_filter_finds_what_the_list_shows(sam: Member) -> None:
    rows = await make(sam, 3, priority="low") + await make(sam, 1)
    await edit(sam, rows[:1], {"completed": True})
    done = await edit(sam, "priority:low", {"due_date": "2026-12-01"}, project="WEB")
    assert [row["key"] for row in done["changed"]] == ["WEB-2", "WEB-3"]
    assert (await edit(sam, "priority:urgent", {"due_date": "2026-12-01"})) == {"changed": [], "unchanged": 0}


async def test_a_filter_that_finds_too_many_says_how_many(sam: Member) -> None:
    await make(sam, 1)
    async with unit_of_work():
        await fetch(
            "insert into tasks (id, workspace_id, project_id, number, title, column_id, rank, created_by, created_at,"
            " updated_at) select gen_random_uuid(), workspace_id, project_id, number + g, 'x', column_id, rank,"
            " created_by, now(), now() from tasks cross join generate_series(1, 500) g"
        )
    refused = await refusal(sam, "status:open", {"priority": "high"})
    assert (refused.code, refused.extra) == ("too_many_tasks", {"limit": 500, "count": 501})


@pytest.mark.parametrize(
    "changes",
    [
        {}, {"add_labels": []}, {"deleted": True, "priority": "low"}, {"completed": True, "category": "done"},
        {"title": "x"}, {"priority": None}, {"deleted": False}, {"due_at": "2026-12-01T09:00:00Z"},
    ],
)  # fmt: skip
def test_changes_that_say_nothing_or_contradict_themselves_are_refused(changes: Row) -> None:
    with pytest.raises(ValueError, match="changes"):
        BulkEdit.model_validate({"tasks": ["WEB-1"], "changes": changes})


async def test_the_statements_do_not_grow_with_the_tasks(web: World, sam: Member) -> None:
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="rose"))
        field = await projects.create_field(sam, "WEB", NewField(name="Points", kind="number"))
    rows = await make(sam, 40)
    counts = []
    for chosen in (rows[:2], rows[2:]):
        changes = {
            "priority": "high", "completed": True, "add_labels": [label["id"]],
            "add_assignees": [web.members["aiko"].id], "fields": {str(field["id"]): 2},
        }  # fmt: skip
        with counted() as sent:
            await edit(sam, chosen, changes)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 16


async def test_a_blocked_task_is_not_completed_unless_what_blocks_it_is_completed_with_it(sam: Member) -> None:
    rows = await make(sam, 4)
    async with unit_of_work():
        await tasks.block_task(sam, "WEB-2", "WEB-1")
        await tasks.block_task(sam, "WEB-3", "WEB-4")
    for changes in ({"completed": True}, {"category": "done"}):
        refused = await refusal(sam, rows[:3], changes)
        assert refused.extra["refused"] == [{"task": "WEB-3", "code": "task_blocked", "detail": "is blocked by WEB-4"}]
    assert len((await edit(sam, rows, {"completed": True}))["changed"]) == 4


async def test_what_hangs_below_goes_to_the_trash_with_it(sam: Member) -> None:
    rows = await make(sam, 2)
    below = [*await make(sam, 1, parent="WEB-1"), *await make(sam, 1, parent="WEB-3")]
    done = await edit(sam, [rows[0], below[0]], {"deleted": True})
    assert sorted(row["key"] for row in done["changed"]) == ["WEB-1", "WEB-3", "WEB-4"]
    moments = await fetch("select distinct deleted_at from tasks where deleted_at is not null")
    assert len(moments) == 1
    async with unit_of_work():
        await tasks.restore_task(sam, "WEB-1")
    assert [row["key"] for row in await see(sam, [rows[0], *below])] == ["WEB-1", "WEB-3", "WEB-4"]


async def test_tasks_that_recur_are_followed_once_and_need_a_due(sam: Member) -> None:
    rows = await make(sam, 2, due_date="2026-12-01", recurrence="FREQ=WEEKLY") + await make(sam, 1)
    refused = await refusal(sam, rows, {"due_date": None})
    assert [(no["task"], no["code"]) for no in refused.extra["refused"]] == [
        ("WEB-1", "recurrence_without_due"), ("WEB-2", "recurrence_without_due"),
    ]  # fmt: skip
    done = await edit(sam, rows, {"completed": True, "priority": "high"})
    assert [row["key"] for row in done["changed"]] == ["WEB-1", "WEB-2", "WEB-3"]
    following = await fetch(
        "select number, due_date, priority::text, completed_at from tasks where number > 3 order by 1"
    )
    assert following == [
        {"number": number, "due_date": date(2026, 12, 8), "priority": "high", "completed_at": None} for number in (4, 5)
    ]


async def test_estimates_are_set_and_cleared(sam: Member) -> None:
    rows = await make(sam, 2, estimate=3)
    await edit(sam, rows, {"estimate": 5.5})
    assert [float(row["estimate"]) for row in await see(sam, rows)] == [5.5, 5.5]
    await edit(sam, rows, {"estimate": None})
    assert [row["estimate"] for row in await see(sam, rows)] == [None, None]
