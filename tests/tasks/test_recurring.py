"""Completing a task that recurs makes the next one, once."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from taskflow import activity, projects, tasks, workspaces
from taskflow.platform.errors import Conflict, Invalid
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ColumnChanges, NewField, NewLabel, ProjectChanges
from taskflow.tasks import FieldValue, NewTask, Position, TaskChanges
from taskflow.workspaces import Member, UndoConflict
from taskflow.world import World

Row = dict[str, Any]
DAILY = "FREQ=DAILY"


async def _create(member: Member, **more: Any) -> Row:
    given = {"title": "Water the plants", "due_date": date(2026, 11, 25), "recurrence": DAILY} | more
    async with unit_of_work():
        return await tasks.create_task(member, "WEB", NewTask.model_validate(given))


async def _complete(member: Member, key: str) -> Row:
    async with unit_of_work():
        return await tasks.complete_task(member, key)


async def _reopen(member: Member, key: str) -> Row:
    async with unit_of_work():
        return await tasks.reopen_task(member, key)


async def _column(member: Member, category: str) -> Row:
    project = await projects.get_project(member, "WEB")
    return next(row for row in await projects.list_columns(project) if row["category"] == category)


async def _keys(member: Member) -> list[str]:
    everything = tasks.build_filter(status="all")
    return [row["key"] for row in (await tasks.list_tasks(member, everything)).items]


async def _next(member: Member, task: Row) -> Row:
    assert task["next"] is not None
    return await tasks.get_task(member, task["next"]["key"])


async def test_the_next_task_has_what_the_old_one_has_and_is_due_later(sam: Member, mateo: Member) -> None:
    async with unit_of_work():
        label = await projects.create_label(sam, "WEB", NewLabel(name="Home", hue="green"))
        field = await projects.create_field(sam, "WEB", NewField(name="Points", kind="number"))
    task = await _create(
        sam, description="All *nine*", priority="high", estimate=1.5, start_date=date(2026, 11, 23),
        assignees=[mateo.id], labels=[label["id"]], fields={field["id"]: 5}, recurrence="FREQ=WEEKLY;COUNT=3",
    )  # fmt: skip
    done = await _complete(mateo, task["key"])
    following = await _next(sam, done)
    same = ("title", "description", "priority", "estimate", "assignees", "labels", "watchers", "custom", "project")
    assert {name: following[name] for name in same} == {name: task[name] for name in same}
    assert (following["due_date"], following["start_date"]) == (date(2026, 12, 2), date(2026, 11, 30))
    assert (following["recurrence"], following["column"]["name"]) == ("FREQ=WEEKLY;COUNT=2", "To do")
    assert (following["version"], following["completed_at"], following["created_by"]) == (1, None, mateo.id)
    assert done["next"] == {"key": "WEB-2", "due_date": "2026-12-02", "due_at": None, "due_zone": None}
    (event,) = await activity.list_events_of_subject(sam.workspace_id, following["id"])
    assert (event["action"], event["changes"]["recurs_from"]) == ("task.created", [None, str(task["id"])])


async def test_a_moment_stays_at_its_time_of_the_day_over_a_change_of_the_clock(sam: Member) -> None:
    due_at = datetime(2026, 10, 24, 7, tzinfo=UTC)  # 9:00 in Berlin, the day before winter time
    task = await _create(sam, due_date=None, due_at=due_at, due_zone="Europe/Berlin")
    following = await _next(sam, await _complete(sam, task["key"]))
    assert (following["due_at"], following["due_zone"]) == (datetime(2026, 10, 25, 8, tzinfo=UTC), "Europe/Berlin")


async def test_a_move_into_a_done_column_makes_it_and_another_move_does_not(sam: Member) -> None:
    task = await _create(sam)
    doing, done = await _column(sam, "doing"), await _column(sam, "done")
    async with unit_of_work():
        assert (await tasks.move_task(sam, task["key"], Position(column_id=doing["id"])))["next"] is None
        moved = await tasks.move_task(sam, task["key"], Position(column_id=done["id"]))
        await tasks.move_task(sam, task["key"], Position(column_id=done["id"]))
    assert moved["next"]["key"] == "WEB-2"
    assert await _keys(sam) == ["WEB-1", "WEB-2"]


async def test_completing_again_makes_no_second_one(sam: Member) -> None:
    task = await _create(sam)
    for _ in range(3):
        assert (await _complete(sam, task["key"]))["next"]["key"] == "WEB-2"
        await _reopen(sam, task["key"])
    assert await _keys(sam) == ["WEB-1", "WEB-2"]


async def test_completing_again_brings_the_next_one_back_from_the_trash(sam: Member) -> None:
    task = await _create(sam)
    await _complete(sam, task["key"])
    async with unit_of_work():
        await tasks.delete_task(sam, "WEB-2", version=1)
    assert (await _reopen(sam, task["key"]))["next"] is None
    assert (await _complete(sam, task["key"]))["next"]["key"] == "WEB-2"


@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=1", "FREQ=DAILY;UNTIL=20261125"])
async def test_after_the_last_one_nothing_follows(sam: Member, rule: str) -> None:
    task = await _create(sam, recurrence=rule)
    assert (await _complete(sam, task["key"]))["next"] is None
    assert await _keys(sam) == ["WEB-1"]


async def test_a_task_that_recurs_needs_a_due(sam: Member) -> None:
    with pytest.raises(ValueError, match="needs a due date"):
        NewTask(title="x", recurrence=DAILY)
    task = await _create(sam)
    plain = await _create(sam, recurrence=None, due_date=None)
    attempts = ((task, TaskChanges(due_date=None), "/due_date"), (plain, TaskChanges(recurrence=DAILY), "/recurrence"))
    for of, changes, pointer in attempts:
        async with unit_of_work():
            with pytest.raises(Invalid) as caught:
                await tasks.edit_task(sam, of["key"], changes, version=1)
        assert [error.pointer for error in caught.value.errors] == [pointer]
    async with unit_of_work():
        ended = await tasks.edit_task(sam, task["key"], TaskChanges(due_date=None, recurrence=None), version=1)
    assert (ended["due_date"], ended["recurrence"]) == (None, None)


async def test_full_columns_do_not_stand_against_completing(sam: Member) -> None:
    refusing = ColumnChanges(wip_limit=1, wip_policy="refuse")
    async with unit_of_work():
        todo, backlog = await _column(sam, "todo"), await _column(sam, "backlog")
        await projects.edit_column(sam, "WEB", todo["id"], refusing, version=todo["version"])
        doing = await _column(sam, "doing")
    task = await _create(sam, column_id=doing["id"])
    await _create(sam, recurrence=None)
    assert (await _next(sam, await _complete(sam, task["key"])))["column"]["id"] == str(backlog["id"])
    # The place that a task leaves is room for the one that follows it.
    assert (await _next(sam, await _complete(sam, (await _create(sam, column_id=doing["id"]))["key"])))["key"]


async def test_people_who_cannot_see_the_project_any_more_are_not_on_the_next_one(web: World, mateo: Member) -> None:
    sam = web.sam
    task = await _create(sam, assignees=[mateo.id])
    async with unit_of_work():
        await projects.edit_project(sam, "WEB", ProjectChanges(visibility="private"), version=1)
    following = await _next(sam, await _complete(sam, task["key"]))
    assert following["assignees"] == []
    assert [row["name"] for row in following["watchers"]] == ["Sam Okafor"]


async def test_in_an_archived_project_nothing_happens(sam: Member) -> None:
    task = await _create(sam)
    async with unit_of_work():
        await projects.edit_project(sam, "WEB", ProjectChanges(archived=True), version=1)
    with pytest.raises(Conflict, match="archived"):
        await _complete(sam, task["key"])
    assert await _keys(sam) == ["WEB-1"]


class Undoing:
    """Does things in units of their own, and takes the last one back."""

    def __init__(self, member: Member) -> None:
        self._member = member
        self._done: tuple[UUID, int, int] | None = None

    async def complete(self, key: str) -> None:
        async with unit_of_work():
            await tasks.complete_task(self._member, key)
            self._note()

    async def undo(self) -> None:
        assert self._done is not None
        async with unit_of_work():
            await workspaces.undo_unit(self._member, *self._done)
            self._note()

    def _note(self) -> None:
        done = activity.recorded()
        assert done is not None
        self._done = (done.unit_id, done.first_seq, done.last_seq)


async def test_undoing_a_completion_puts_the_next_one_into_the_trash_and_back(sam: Member) -> None:
    task, change = await _create(sam), Undoing(sam)
    await change.complete(task["key"])
    await change.undo()
    assert await _keys(sam) == ["WEB-1"]
    assert (await tasks.get_task(sam, task["key"]))["completed_at"] is None
    await change.undo()
    again = await tasks.get_task(sam, task["key"])
    assert again["completed_at"] is not None
    assert again["next"]["key"] == "WEB-2"
    await change.undo()
    await change.complete(task["key"])
    assert await _keys(sam) == ["WEB-1", "WEB-2"]


async def test_a_completion_is_not_undone_when_somebody_has_worked_on_the_next_one(sam: Member) -> None:
    task, change = await _create(sam), Undoing(sam)
    await change.complete(task["key"])
    async with unit_of_work():
        await tasks.edit_task(sam, "WEB-2", TaskChanges(title="Water them well"), version=1)
    with pytest.raises(UndoConflict, match="somebody has worked on the task"):
        await change.undo()
    assert await _keys(sam) == ["WEB-1", "WEB-2"]


async def test_undoing_a_reopening_makes_no_second_one(sam: Member) -> None:
    task, change = await _create(sam), Undoing(sam)
    await _complete(sam, task["key"])
    async with unit_of_work():
        await tasks.reopen_task(sam, task["key"])
        change._note()
    await change.undo()
    assert (await tasks.get_task(sam, task["key"]))["completed_at"] is not None
    assert await _keys(sam) == ["WEB-1", "WEB-2"]


async def test_a_due_date_is_not_undone_from_under_a_recurrence(sam: Member) -> None:
    task = await _create(sam, recurrence=None, due_date=None)
    async with unit_of_work():
        await tasks.edit_task(sam, task["key"], TaskChanges(due_date=date(2026, 12, 1)), version=1)
        change = Undoing(sam)
        change._note()
    async with unit_of_work():
        await tasks.edit_task(sam, task["key"], TaskChanges(recurrence=DAILY), version=2)
    with pytest.raises(UndoConflict, match="needs a due date"):
        await change.undo()


async def test_a_value_of_an_estimate_is_undone_to_the_cent(sam: Member) -> None:
    task, change = await _create(sam, estimate=0.1), Undoing(sam)
    async with unit_of_work():
        await tasks.edit_task(sam, task["key"], TaskChanges(estimate=2.35), version=1)
        change._note()
    await change.undo()
    assert float((await tasks.get_task(sam, task["key"]))["estimate"]) == 0.1
    events = await activity.list_events_of_subject(sam.workspace_id, task["id"])
    assert [event["changes"].get("estimate") for event in events] == [[2.35, 0.1], [0.1, 2.35], None]


@pytest.mark.parametrize("given", [-0.01, 100_000, float("nan"), float("inf"), True, "-3", "three", [1]])
async def test_an_estimate_is_a_number_that_is_not_negative(given: Any) -> None:
    with pytest.raises(ValueError, match="must be a number from 0 to 99999"):
        NewTask(title="x", estimate=given)


async def test_a_field_value_of_the_next_task_is_its_own(sam: Member) -> None:
    async with unit_of_work():
        field = await projects.create_field(sam, "WEB", NewField(name="Points", kind="number"))
    task = await _create(sam, fields={field["id"]: 5})
    following = await _next(sam, await _complete(sam, task["key"]))
    async with unit_of_work():
        await tasks.set_field(sam, following["key"], field["id"], FieldValue(value=8), version=1)
    assert [row["value"] for row in (await tasks.get_task(sam, task["key"]))["fields"]] == [5]


async def test_a_wrong_rule_names_the_part_and_what_was_expected() -> None:
    with pytest.raises(ValueError, match="must be a recurrence rule: BYDAY must hold weekdays such as MO or -1FR"):
        NewTask(title="x", due_date=date(2026, 11, 25), recurrence="FREQ=WEEKLY;BYDAY=MOON")
