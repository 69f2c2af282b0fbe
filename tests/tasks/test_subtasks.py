"""Subtasks: where a task can hang, and what happens to the whole tree."""

from typing import Any

import pytest

from taskflow import activity, projects, tasks
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.errors import Conflict, Forbidden, Invalid, NotFound
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ColumnChanges, NewProject
from taskflow.tasks import NewTask, TaskChanges, structure, subtasks
from taskflow.tasks.merging import MergeConflict
from taskflow.workspaces import Member
from taskflow.world import World

Row = dict[str, Any]


async def _create(member: Member, title: str, parent: Row | None = None, project: str = "WEB") -> Row:
    async with unit_of_work():
        return await tasks.create_task(member, project, NewTask(title=title, parent=parent["key"] if parent else None))


async def _hang(member: Member, task: Row, parent: Row | None) -> Row:
    changes = TaskChanges(parent=parent["key"] if parent else None)
    async with unit_of_work():
        now = await tasks.get_task(member, task["key"])
        return await tasks.edit_task(member, task["key"], changes, version=now["version"])


async def _delete(member: Member, task: Row) -> None:
    async with unit_of_work():
        now = await tasks.get_task(member, task["key"])
        await tasks.delete_task(member, task["key"], version=now["version"])


async def _restore(member: Member, task: Row) -> Row:
    async with unit_of_work():
        return await tasks.restore_task(member, task["key"])


async def _refuse(member: Member, task: Row, parent: Row) -> Conflict:
    with pytest.raises(Conflict) as caught:
        await _hang(member, task, parent)
    return caught.value


async def _events(task: Row, action: str) -> list[Row]:
    events = await activity.list_events_of_subject(task["workspace_id"], task["id"])
    return [event["changes"] for event in reversed(events) if event["action"] == action]


async def _titles(member: Member) -> set[str]:
    return {row["title"] for row in (await tasks.list_trash(member)).items}


async def test_a_task_shows_its_parent_and_its_subtasks_by_number(sam: Member, mateo: Member) -> None:
    top = await _create(sam, "top")
    first = await _create(sam, "first", top)
    second = await _hang(sam, await _create(sam, "second"), top)
    await _create(sam, "below first", first)
    async with unit_of_work():
        await tasks.complete_task(sam, second["key"])
        await tasks.assign_task(sam, first["key"], mateo.id)
    shown = (await tasks.get_task(sam, top["key"]))["subtasks"]
    assert (shown["total"], shown["done"]) == (2, 1)
    assert [(row["key"], row["title"], row["column"]["category"]) for row in shown["items"]] == [
        (first["key"], "first", "todo"),
        (second["key"], "second", "done"),
    ]
    assert [[person["name"] for person in row["assignees"]] for row in shown["items"]] == [["Mateo Ruiz"], []]
    assert [row["completed_at"] is None for row in shown["items"]] == [True, False]
    assert (await tasks.get_task(sam, first["key"]))["parent"]["key"] == top["key"]
    assert [row["key"] for row in (await tasks.list_subtasks(sam, top["key"])).items] == [first["key"], second["key"]]
    assert (await _events(first, "task.created"))[0]["parent_id"] == [None, str(top["id"])]
    assert (await _events(second, "task.edited"))[0]["parent_id"] == [None, str(top["id"])]


async def test_cards_count_subtasks_that_are_not_in_the_trash(sam: Member) -> None:
    top = await _create(sam, "top")
    await _create(sam, "one", top)
    await _delete(sam, await _create(sam, "two", top))
    board = await tasks.list_board(sam, await projects.get_project(sam, "WEB"))
    cards = {row["title"]: row["subtasks"] for rows in board.values() for row in rows}
    assert cards == {"top": {"total": 1, "done": 0}, "one": {"total": 0, "done": 0}}


async def test_a_parent_is_a_visible_task_of_the_same_project(web: World, sam: Member, mateo: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="SEC", name="x", visibility="private"))
    task, hidden = await _create(sam, "task"), await _create(sam, "hidden", project="SEC")
    with pytest.raises(Invalid, match="no task that you can see"):
        await _hang(mateo, task, hidden)
    with pytest.raises(Invalid, match="same project"):
        await _hang(sam, task, hidden)
    with pytest.raises(Invalid, match="same project"):
        await _create(sam, "new", hidden)
    for key in ("WEB-99", "nonsense", "WEB-0"):
        with pytest.raises(Invalid, match="no task that you can see"):
            await _hang(sam, task, {"key": key})
    await _delete(sam, parent := await _create(sam, "parent"))
    with pytest.raises(Invalid, match="no task that you can see"):
        await _hang(sam, task, parent)


async def test_a_task_cannot_hang_below_itself(sam: Member) -> None:
    top = await _create(sam, "top")
    middle = await _create(sam, "middle", top)
    leaf = await _create(sam, "leaf", middle)
    assert (await _refuse(sam, top, top)).extra == {"path": [top["key"]]}
    error = await _refuse(sam, top, leaf)
    assert error.code == "subtask_cycle"
    assert error.extra == {"path": [top["key"], middle["key"], leaf["key"]]}
    await _hang(sam, middle, None)
    assert (await _hang(sam, top, leaf))["parent"]["key"] == leaf["key"]


async def test_subtasks_go_a_number_of_levels_deep(sam: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subtasks, "MAX_LEVELS", 3)
    top = await _create(sam, "1")
    middle = await _create(sam, "2", top)
    leaf = await _create(sam, "3", middle)
    with pytest.raises(Conflict, match="3 levels"):
        await _create(sam, "4", leaf)
    other = await _create(sam, "with one below")
    await _create(sam, "below", other)
    assert (await _refuse(sam, other, middle)).code == "subtasks_too_deep"
    assert (await _hang(sam, other, top))["parent"]["key"] == top["key"]


async def test_a_task_takes_a_number_of_subtasks_the_trash_included(
    sam: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subtasks, "MAX_SUBTASKS", 2)
    top = await _create(sam, "top")
    first = await _create(sam, "first", top)
    await _delete(sam, await _create(sam, "second", top))
    with pytest.raises(Conflict) as caught:
        await _create(sam, "third", top)
    assert caught.value.code == "too_many_subtasks"
    assert (await _hang(sam, first, top))["version"] == 1  # it is there already: nothing changes


async def test_a_merge_of_the_parent_compares_what_it_was(sam: Member) -> None:
    top, other, task = await _create(sam, "top"), await _create(sam, "other"), await _create(sam, "task")
    async with unit_of_work():
        changes, base = TaskChanges(parent=top["key"]), TaskChanges(parent=None)
        merged = await tasks.edit_task(sam, task["key"], changes, version=None, base=base)
        assert merged["parent"]["key"] == top["key"]
        with pytest.raises(MergeConflict) as caught:
            await tasks.edit_task(sam, task["key"], TaskChanges(parent=other["key"]), version=None, base=base)
    conflict = {"field": "parent", "base": None, "theirs": top["key"], "mine": other["key"]}
    assert caught.value.extra == {"conflicts": [conflict]}


async def test_a_whole_tree_goes_into_the_trash_and_comes_back(sam: Member) -> None:
    top = await _create(sam, "top")
    middle = await _create(sam, "middle", top)
    await _delete(sam, await _create(sam, "before", middle))
    leaf = await _create(sam, "leaf", middle)
    await _delete(sam, top)
    assert await _titles(sam) == {"top", "middle", "leaf", "before"}
    changes = [(await _events(row, "task.deleted"))[0] for row in (top, middle, leaf)]
    assert len({change["deleted_at"][1] for change in changes}) == 1
    assert all(change["version"] == [1, 2] for change in changes)
    units = "select count(distinct unit_id) from events where action = 'task.deleted' and subject_id = any($1::uuid[])"
    assert await fetch_value(units, [row["id"] for row in (top, middle, leaf)]) == 1
    restored = await _restore(sam, top)
    assert await _titles(sam) == {"before"}
    assert [row["title"] for row in restored["subtasks"]["items"]] == ["middle"]
    assert (await tasks.get_task(sam, leaf["key"]))["parent"]["key"] == middle["key"]
    assert [len(await _events(row, "task.restored")) for row in (top, middle, leaf)] == [1, 1, 1]


async def test_a_subtask_whose_parent_stays_in_the_trash_comes_back_alone(sam: Member) -> None:
    top = await _create(sam, "top")
    middle = await _create(sam, "middle", top)
    leaf = await _create(sam, "leaf", middle)
    await _delete(sam, top)
    restored = await _restore(sam, middle)
    assert restored["parent"] is None
    assert (await _events(middle, "task.restored"))[0]["parent_id"] == [str(top["id"]), None]
    assert (await tasks.get_task(sam, leaf["key"]))["parent"]["key"] == middle["key"]
    assert await _titles(sam) == {"top"}
    assert (await _restore(sam, top))["subtasks"]["total"] == 0


async def test_a_column_that_refuses_takes_all_that_come_back_or_none(sam: Member) -> None:
    top = await _create(sam, "top")
    for title in ("one", "two"):
        await _create(sam, title, top)
    await _delete(sam, top)
    column = top["column"]["id"]
    project = await projects.get_project(sam, "WEB")
    listed = next(row for row in await projects.list_columns(project) if str(row["id"]) == column)
    async with unit_of_work():
        changes = ColumnChanges(wip_limit=2, wip_policy="refuse")
        await projects.edit_column(sam, "WEB", listed["id"], changes, version=listed["version"])
    with pytest.raises(Conflict) as caught:
        await _restore(sam, top)
    assert caught.value.code == "wip_limit_reached"
    await execute("update project_columns set wip_limit = 3 where id = $1", listed["id"])
    assert (await _restore(sam, top))["subtasks"]["total"] == 2
    assert await fetch_value("select task_count from project_columns where id = $1", listed["id"]) == 3


async def test_purging_takes_what_went_into_the_trash_with_it(sam: Member) -> None:
    top = await _create(sam, "top")
    await _delete(sam, before := await _create(sam, "before", top))
    leaf = await _create(sam, "leaf", top)
    await _delete(sam, top)
    async with unit_of_work():
        await tasks.purge_task(sam, top["key"], version=2)
    assert await _titles(sam) == {"before"}
    assert (await _events(leaf, "task.purged"))[0]["key"] == [leaf["key"], None]
    assert (await _restore(sam, before))["parent"] is None


async def test_what_is_too_large_for_the_trash_is_left_whole(sam: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(structure, "MAX_TREE", 2)
    top = await _create(sam, "top")
    for title in ("one", "two"):
        await _create(sam, title, top)
    with pytest.raises(Conflict, match="At most 2"):
        await _delete(sam, top)
    assert await _titles(sam) == set()


async def test_completing_a_parent_leaves_its_subtasks_open_and_says_so(sam: Member) -> None:
    top = await _create(sam, "top")
    leaf = await _create(sam, "leaf", top)
    async with unit_of_work():
        done = await tasks.complete_task(sam, top["key"])
    assert (done["subtasks"]["total"], done["subtasks"]["done"]) == (1, 0)
    assert (await tasks.get_task(sam, leaf["key"]))["completed_at"] is None


async def test_a_guest_makes_no_subtasks_and_what_is_gone_has_none(web: World, sam: Member, lena: Member) -> None:
    top = await _create(sam, "top")
    task = await _create(sam, "task")
    for parent in (top, {"key": "WEB-99"}):
        with pytest.raises(Forbidden):
            await _hang(lena, task, parent)
    await _delete(sam, top)
    with pytest.raises(NotFound):
        await tasks.list_subtasks(sam, top["key"])
