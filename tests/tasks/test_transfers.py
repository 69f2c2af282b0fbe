"""Moving a task to another project: it stays the same task."""

from typing import Any

import pytest

from taskflow import activity, projects, tasks
from taskflow.platform.database import execute
from taskflow.platform.errors import Conflict, Forbidden, Invalid, Moved, NotFound, StaleVersion
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewColumn, NewField, NewLabel, NewProject, ProjectChanges
from taskflow.tasks import NewTask, Transfer
from taskflow.workspaces import Member, undo_unit
from taskflow.workspaces.undoing import UndoConflict
from taskflow.world import World
from tests.support.counting import counted

Row = dict[str, Any]
Unit = tuple[Any, int, int]
_COUNTING = {"version", "seen_version", "updated_at"}


@pytest.fixture
async def app(web: World) -> World:
    """Beside WEB the private project APP, which only administrators and Mateo see."""
    async with unit_of_work():
        project = await projects.create_project(web.sam, NewProject(key="APP", name="App", visibility="private"))
        await projects.grant_access(web.sam, project, web.members["mateo"].id)
    return web


async def test_a_task_keeps_its_id_gets_a_new_key_and_the_old_one_leads_to_it(app: World, sam: Member) -> None:
    mateo, aiko = app.members["mateo"], app.members["aiko"]
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="rose"))
        new = NewTask(title="Fix it", labels=[label["id"]], assignees=[mateo.id, aiko.id])
        task = await tasks.create_task(sam, "WEB", new)
        moved = await tasks.transfer_task(sam, task["key"], Transfer(project="APP"))
        following = await tasks.create_task(sam, "WEB", NewTask(title="next"))
    assert (moved["id"], moved["key"], moved["column"]["name"]) == (task["id"], "APP-1", task["column"]["name"])
    assert [row["name"] for row in moved["labels"]] == ["Bug"]
    assert [row["id"] for row in moved["assignees"]] == [str(mateo.id)]
    assert moved["dropped"] == [{"task": "WEB-1", "kind": "assignee", "name": aiko.name}]
    assert following["key"] == "WEB-2"
    with pytest.raises(Moved) as told:
        await tasks.get_task(sam, "WEB-1")
    assert told.value.new == "APP-1"
    event = (await activity.list_events_of_subject(task["workspace_id"], task["id"]))[0]
    assert (event["action"], event["changes"]["key"]) == ("task.transferred", ["WEB-1", "APP-1"])
    assert event["changes"]["dropped_assignees"] == [[{"id": str(aiko.id), "name": aiko.name}], []]


async def test_subtasks_move_along_and_stay_below_it(app: World, sam: Member) -> None:
    async with unit_of_work():
        above, top, child, leaf = [await tasks.create_task(sam, "WEB", NewTask(title=name)) for name in "abcd"]
        for row, parent in ((top, above), (leaf, child), (child, top)):
            await execute("update tasks set parent_id = $2 where id = $1", row["id"], parent["id"])
        await tasks.transfer_task(sam, top["key"], Transfer(project="APP"))
        back = await tasks.transfer_task(sam, "APP-1", Transfer(project="WEB"))
    assert back["key"] == "WEB-5"
    for former, now in (("WEB-2", "WEB-5"), ("WEB-3", "WEB-6"), ("APP-3", "WEB-7"), ("WEB-4", "WEB-7")):
        with pytest.raises(Moved) as told:
            await tasks.get_task(sam, former)
        assert told.value.new == now


async def test_who_does_not_see_the_other_project_is_not_told_of_it(app: World, sam: Member, lena: Member) -> None:
    aiko = app.members["aiko"]
    async with unit_of_work():
        task = await tasks.create_task(sam, "WEB", NewTask(title="x"))
        with pytest.raises(Forbidden):
            await tasks.transfer_task(lena, task["key"], Transfer(project="APP"))
        for name in ("APP", "NONE"):
            with pytest.raises(Invalid) as refused:
                await tasks.transfer_task(aiko, task["key"], Transfer(project=name))
            assert refused.value.errors[0].pointer == "/project"
        await tasks.transfer_task(sam, task["key"], Transfer(project="APP"))
        with pytest.raises(NotFound) as missing:
            await tasks.get_task(aiko, task["key"])
    assert not isinstance(missing.value, Moved)


async def _see(member: Member, *keys: str) -> list[Row]:
    """The tasks with those keys, but for what counts changes."""
    found = [await tasks.get_task(member, key) for key in keys]
    return [{name: value for name, value in row.items() if name not in _COUNTING} for row in found]


async def _transfer(member: Member, key: str, project: str = "APP") -> Unit:
    async with unit_of_work():
        await tasks.transfer_task(member, key, Transfer(project=project))
        return _note()


async def _undo(member: Member, unit: Unit) -> Unit:
    async with unit_of_work():
        await undo_unit(member, *unit)
        return _note()


def _note() -> Unit:
    done = activity.recorded()
    assert done is not None
    return done.unit_id, done.first_seq, done.last_seq


async def _make_everything(app: World, sam: Member) -> list[str]:
    """A task with a label, a field, people and a subtask, between two others."""
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", NewLabel(name="Bug", hue="rose"))
        points = await projects.create_field(sam, "WEB", NewField(name="Points", kind="number"))
        note = await projects.create_field(sam, "WEB", NewField(name="Note", kind="text"))
        await projects.create_field(sam, "APP", NewField(name="points", kind="number"))
        people = [app.members[name].id for name in ("mateo", "aiko")]
        fields = {points["id"]: 3, note["id"]: "kept"}
        first = await tasks.create_task(sam, "WEB", NewTask(title="first"))
        new = NewTask(title="top", labels=[label["id"]], assignees=people, fields=fields)
        top = await tasks.create_task(sam, "WEB", new)
        child = await tasks.create_task(sam, "WEB", NewTask(title="child", assignees=people[1:]))
        await tasks.create_task(sam, "WEB", NewTask(title="last"))
        for row, parent in ((top, first), (child, top)):
            await execute("update tasks set parent_id = $2 where id = $1", row["id"], parent["id"])
    return [top["key"], child["key"]]


async def test_what_is_lost_is_told_before_and_nothing_is_changed_by_telling(app: World, sam: Member) -> None:
    keys, aiko = await _make_everything(app, sam), app.members["aiko"]
    before = await _see(sam, *keys)
    told = await tasks.preview_transfer(sam, keys[0], Transfer(project="APP"))
    assert await _see(sam, *keys) == before
    assert [(row["task"], row["column"]) for row in told["tasks"]] == [(key, "To do") for key in keys]
    assert told["new_labels"] == ["Bug"]
    lost = [("assignee", aiko.name), ("field", "Note")]
    assert told["dropped"] == [
        *({"task": keys[0], "kind": kind, "name": name} for kind, name in lost),
        {"task": keys[1], "kind": "assignee", "name": aiko.name},
    ]
    async with unit_of_work():
        moved = await tasks.transfer_task(sam, keys[0], Transfer(project="APP"))
    assert moved["dropped"] == told["dropped"]
    assert [(row["name"], row["value"]) for row in moved["fields"]] == [("points", 3)]


async def test_taking_it_back_gives_the_old_keys_places_and_belongings_again(app: World, sam: Member) -> None:
    keys = await _make_everything(app, sam)
    before = await _see(sam, *keys)
    unit = await _transfer(sam, keys[0])
    after = await _see(sam, "APP-1", "APP-2")
    again = await _undo(sam, unit)
    assert await _see(sam, *keys) == before
    with pytest.raises(Moved) as told:
        await tasks.get_task(sam, "APP-1")
    assert told.value.new == keys[0]
    assert await projects.list_labels(await projects.get_project(sam, "APP")) == []
    await _transfer(sam, keys[0])
    assert (await tasks.get_task(sam, "APP-3"))["title"] == "top"
    assert again[0] != unit[0]
    assert [row["title"] for row in after] == ["top", "child"]


async def test_taking_the_taking_back_back_moves_it_again(app: World, sam: Member) -> None:
    async with unit_of_work():
        task = await tasks.create_task(sam, "WEB", NewTask(title="x", assignees=[app.members["aiko"].id]))
    unit = await _transfer(sam, task["key"])
    after = await _see(sam, "APP-1")
    back = await _undo(sam, await _undo(sam, unit))
    assert await _see(sam, "APP-1") == after
    await _undo(sam, back)
    assert [row["name"] for row in (await tasks.get_task(sam, task["key"]))["assignees"]] == ["Aiko Tanaka"]


async def test_a_task_that_was_worked_on_since_stays(app: World, sam: Member) -> None:
    async with unit_of_work():
        task = await tasks.create_task(sam, "WEB", NewTask(title="x"))
    unit = await _transfer(sam, task["key"])
    async with unit_of_work():
        await tasks.complete_task(app.members["mateo"], "APP-1")
    with pytest.raises(UndoConflict) as refused:
        await _undo(sam, unit)
    assert {(row["subject"], row["by"]) for row in refused.value.extra["obstacles"]} == {("APP-1", "Mateo Ruiz")}
    assert (await tasks.get_task(sam, "APP-1"))["completed_at"]


async def test_an_archived_project_neither_gives_nor_takes(app: World, sam: Member) -> None:
    async with unit_of_work():
        await tasks.create_task(sam, "WEB", NewTask(title="x"))
        await tasks.create_task(sam, "APP", NewTask(title="y"))
        await projects.edit_project(sam, "APP", ProjectChanges(archived=True), version=1)
    for key, target in (("WEB-1", "APP"), ("APP-1", "WEB")):
        for ask in (tasks.transfer_task, tasks.preview_transfer):
            with pytest.raises(Conflict) as refused:
                async with unit_of_work():
                    await ask(sam, key, Transfer(project=target))
            assert refused.value.code == "project_archived"


async def test_a_full_column_takes_no_tree(app: World, sam: Member) -> None:
    async with unit_of_work():
        new = NewColumn.model_validate({"name": "Few", "category": "todo", "wip_limit": 1, "wip_policy": "refuse"})
        column = await projects.create_column(sam, "APP", new)
        rows = [await tasks.create_task(sam, "WEB", NewTask(title="x")) for _ in range(2)]
    into = Transfer(project="APP", column_id=column["id"])
    async with unit_of_work():
        assert (await tasks.transfer_task(sam, rows[0]["key"], into))["column"]["name"] == "Few"
    for ask in (tasks.transfer_task, tasks.preview_transfer):
        with pytest.raises(Conflict) as refused:
            async with unit_of_work():
                await ask(sam, rows[1]["key"], into)
        assert refused.value.code == "wip_limit_reached"


async def test_a_done_task_stays_done_and_one_that_goes_to_a_done_column_is_completed(app: World, sam: Member) -> None:
    columns = await projects.list_columns(await projects.get_project(sam, "APP"))
    done = next(column for column in columns if column["category"] == "done")
    async with unit_of_work():
        await tasks.create_task(sam, "WEB", NewTask(title="x"))
        await tasks.create_task(sam, "WEB", NewTask(title="y"))
        before = await tasks.complete_task(sam, "WEB-1")
        moved = await tasks.transfer_task(sam, "WEB-1", Transfer(project="APP"))
        completed = await tasks.transfer_task(sam, "WEB-2", Transfer(project="APP", column_id=done["id"]))
    assert (moved["completed_at"], moved["column"]["category"]) == (before["completed_at"], "done")
    assert completed["completed_at"]


async def test_a_stale_version_moves_nothing(app: World, sam: Member) -> None:
    async with unit_of_work():
        await tasks.create_task(sam, "WEB", NewTask(title="x"))
        with pytest.raises(StaleVersion):
            await tasks.transfer_task(sam, "WEB-1", Transfer(project="APP"), version=7)
        assert (await tasks.transfer_task(sam, "WEB-1", Transfer(project="APP"), version=1))["version"] == 2


async def test_the_statements_do_not_grow_with_the_subtasks(app: World, sam: Member) -> None:
    counts = []
    for size in (2, 30):
        async with unit_of_work():
            rows = [await tasks.create_task(sam, "WEB", NewTask(title="x")) for _ in range(size)]
            for row in rows[1:]:
                await execute("update tasks set parent_id = $2 where id = $1", row["id"], rows[0]["id"])
        with counted() as sent:
            unit = await _transfer(sam, rows[0]["key"])
        with counted() as taken_back:
            await _undo(sam, unit)
        counts.append((len(sent), len(taken_back)))
    assert counts[0] == counts[1] <= (35, 45)


async def test_what_others_block_does_not_go_into_a_done_column(app: World, sam: Member) -> None:
    async with unit_of_work():
        task, blocker = [await tasks.create_task(sam, "WEB", NewTask(title=name)) for name in "ab"]
        await tasks.block_task(sam, task["key"], blocker["key"])
        columns = await projects.list_columns(await projects.get_project(sam, "APP"))
        done = next(row["id"] for row in columns if row["category"] == "done")
        for attempt in (tasks.transfer_task, tasks.preview_transfer):
            with pytest.raises(Conflict, match="is blocked by WEB-2"):
                await attempt(sam, task["key"], Transfer(project="APP", column_id=done))
        moved = await tasks.transfer_task(sam, task["key"], Transfer(project="APP"))
    assert [row["key"] for row in moved["blocked_by"]] == ["WEB-2"]
