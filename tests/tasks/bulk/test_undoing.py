"""Taking a bulk edit back: all of it at once, and only what nobody has changed since."""

from typing import Any

import pytest

from taskflow import projects, tasks
from taskflow.activity import recorded
from taskflow.platform.database import fetch
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewField, NewLabel
from taskflow.tasks import BulkEdit, Position, TaskChanges
from taskflow.workspaces import Member, undo_unit
from taskflow.workspaces.undoing import UndoConflict
from taskflow.world import World
from tests.support.counting import counted
from tests.tasks.bulk.test_editing import edit, make

Row = dict[str, Any]
Unit = tuple[Any, int, int]


async def _edit(member: Member, rows: list[Row], changes: Row) -> Unit:
    given = {"tasks": [row["key"] for row in rows], "changes": changes}
    async with unit_of_work():
        await tasks.edit_tasks(member, BulkEdit.model_validate(given))
        return _note()


async def _undo(member: Member, unit: Unit) -> Unit:
    async with unit_of_work():
        await undo_unit(member, *unit)
        return _note()


def _note() -> Unit:
    done = recorded()
    assert done is not None
    return done.unit_id, done.first_seq, done.last_seq


async def _see(member: Member) -> list[Row]:
    cards = await fetch(
        "select t.number, t.priority::text, t.start_date, t.due_date, t.due_at, t.column_id, t.rank, t.custom,"
        " t.deleted_at is null as kept, t.completed_at is null as open, t.description,"
        " array(select label_id from task_labels x where x.task_id = t.id order by 1) as labels,"
        " array(select member_id from task_assignees x where x.task_id = t.id order by 1) as assignees,"
        " array(select member_id from task_watchers x where x.task_id = t.id order by 1) as watchers, t.estimate"
        " from tasks t order by t.number"
    )
    assert cards
    return cards


@pytest.fixture
async def changes(web: World, sam: Member) -> dict[str, Row]:
    """What can be changed, by what it is called."""
    async with unit_of_work():
        labels = [await projects.create_label(sam, "WEB", NewLabel(name=name, hue="rose")) for name in ("Bug", "Idea")]
        field = await projects.create_field(sam, "WEB", NewField(name="Points", kind="number"))
    people = [web.members[name].id for name in ("aiko", "mateo")]
    return {
        "values": {"priority": "high", "due_date": "2026-12-01", "estimate": 2.5},
        "labels": {"add_labels": [row["id"] for row in labels]},
        "people": {"add_assignees": people},
        "fields": {"fields": {str(field["id"]): 3}},
        "done": {"completed": True},
        "moved": {"category": "review"},
        "deleted": {"deleted": True},
        "everything": {
            "priority": "urgent", "start_date": "2026-11-01", "add_labels": [labels[0]["id"]], "category": "doing",
            "add_assignees": people[:1], "fields": {str(field["id"]): 5},
        },
    }  # fmt: skip


async def test_every_kind_goes_back_and_forth_and_back(changes: dict[str, Row], sam: Member) -> None:
    rows = await make(sam, 6)
    await edit(sam, rows[:2], {"priority": "high"})
    await edit(sam, rows[1:3], {"add_labels": changes["labels"]["add_labels"][1:]})
    for given in changes.values():
        before = await _see(sam)
        unit = await _edit(sam, rows[::-1], given)
        after = await _see(sam)
        again = await _undo(sam, unit)
        assert await _see(sam) == before != after
        back = await _undo(sam, again)
        assert await _see(sam) == after
        await _undo(sam, back)
        assert await _see(sam) == before


async def test_what_was_taken_off_many_tasks_is_put_on_again(changes: dict[str, Row], sam: Member) -> None:
    rows = await make(sam, 3)
    await edit(sam, rows[:2], changes["everything"])
    before = await _see(sam)
    gone = changes["everything"]
    removed = {"remove_labels": gone["add_labels"], "remove_assignees": gone["add_assignees"]}
    unit = await _edit(sam, rows, removed | {"fields": dict.fromkeys(gone["fields"])})
    assert await _see(sam) != before
    await _undo(sam, unit)
    assert await _see(sam) == before


async def test_what_somebody_changed_since_is_named_and_all_of_it_stays(
    changes: dict[str, Row], web: World, sam: Member
) -> None:
    rows, mateo = await make(sam, 4), web.members["mateo"]
    unit = await _edit(sam, rows, changes["everything"])
    columns = await projects.list_columns(await projects.get_project(sam, "WEB"))
    async with unit_of_work():
        await tasks.edit_task(mateo, "WEB-1", TaskChanges(priority="low"), version=2)
        await tasks.move_task(mateo, "WEB-2", Position(column_id=columns[0]["id"]))
        await tasks.unlabel_task(mateo, "WEB-3", changes["everything"]["add_labels"][0])
    before = await _see(sam)
    with pytest.raises(UndoConflict) as refused:
        await _undo(sam, unit)
    assert await _see(sam) == before
    obstacles = {(row["subject"], row["field"], row["by"]) for row in refused.value.extra["obstacles"]}
    assert obstacles == {
        ("WEB-1", "priority", "Mateo Ruiz"), ("WEB-2", "column_id", "Mateo Ruiz"), ("WEB-3", "label_id", "Mateo Ruiz"),
    }  # fmt: skip


async def test_a_task_in_the_trash_or_gone_stands_against_it(changes: dict[str, Row], sam: Member) -> None:
    rows = await make(sam, 3)
    unit = await _edit(sam, rows, changes["values"])
    async with unit_of_work():
        await tasks.delete_task(sam, "WEB-1", version=2)
        await tasks.delete_task(sam, "WEB-2", version=2)
        await tasks.purge_task(sam, "WEB-2", version=3)
    with pytest.raises(UndoConflict) as refused:
        await _undo(sam, unit)
    told = {(row["subject"], row["detail"]) for row in refused.value.extra["obstacles"]}
    assert told == {("WEB-1", "the task is in the trash"), ("", "it is gone")}


async def test_a_place_that_another_task_has_by_now_is_shared_with_it(sam: Member) -> None:
    rows = await make(sam, 3)
    unit = await _edit(sam, rows[:2], {"category": "doing"})
    async with unit_of_work():
        await fetch("update tasks set rank = $1 where number = 3", rows[0]["rank"])
    await _undo(sam, unit)
    order = await fetch("select number from tasks where column_id = $1 order by rank, id", rows[0]["column_id"])
    assert [row["number"] for row in order] == [3, 1, 2]


async def test_the_statements_do_not_grow_with_the_tasks(changes: dict[str, Row], sam: Member) -> None:
    rows, counts = await make(sam, 30), []
    for chosen in (rows[:2], rows[2:]):
        unit = await _edit(sam, chosen, changes["everything"])
        with counted() as sent:
            await _undo(sam, unit)
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 50


async def test_subtasks_come_out_of_the_trash_with_their_task_and_go_in_again(sam: Member) -> None:
    rows = await make(sam, 2) + await make(sam, 2, parent="WEB-1") + await make(sam, 1, parent="WEB-3")
    before = await _see(sam)
    unit = await _edit(sam, rows[:2], {"deleted": True})
    assert not any(row["kept"] for row in await _see(sam))
    again = await _undo(sam, unit)
    assert await _see(sam) == before
    assert (await tasks.get_task(sam, "WEB-5"))["parent_id"] == rows[2]["id"]
    back = await _undo(sam, again)
    assert not any(row["kept"] for row in await _see(sam))
    await _undo(sam, back)
    assert await _see(sam) == before


async def test_what_is_blocked_by_now_is_not_completed_again(sam: Member) -> None:
    rows = await make(sam, 3)
    again = await _undo(sam, await _edit(sam, rows[:2], {"completed": True}))
    async with unit_of_work():
        await tasks.block_task(sam, "WEB-2", "WEB-3")
    with pytest.raises(UndoConflict) as refused:
        await _undo(sam, again)
    assert [row["detail"] for row in refused.value.extra["obstacles"]] == ["is blocked by WEB-3"]


async def test_what_followed_tasks_that_recur_goes_to_the_trash_and_comes_back(sam: Member) -> None:
    rows = await make(sam, 2, due_date="2026-12-01", recurrence="FREQ=WEEKLY")
    unit = await _edit(sam, rows, {"completed": True})
    after = await _see(sam)
    again = await _undo(sam, unit)
    assert [(row["number"], row["open"], row["kept"]) for row in await _see(sam)] == [
        (1, True, True), (2, True, True), (3, True, False), (4, True, False),
    ]  # fmt: skip
    await _undo(sam, again)
    assert await _see(sam) == after
