"""Tasks: the rules of making, changing, moving, assigning and completing."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from taskflow import activity, projects, tasks
from taskflow.platform.errors import Forbidden, Invalid, NotFound, StaleVersion
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject, ProjectChanges
from taskflow.tasks import NewTask, Position, TaskChanges, build_filter, read_sort
from taskflow.workspaces import Member
from taskflow.world import World


async def _create(member: Member, title: str = "Fix the login page", **more: Any) -> dict[str, Any]:
    async with unit_of_work():
        return await tasks.create_task(member, "WEB", NewTask(title=title, **more))


async def _column(member: Member, category: str) -> UUID:
    project = await projects.get_project(member, "WEB")
    return next(row["id"] for row in await projects.list_columns(project) if row["category"] == category)


async def _titles(member: Member, category: str) -> list[str]:
    board = await tasks.list_board(member, await projects.get_project(member, "WEB"))
    return [row["title"] for row in board.get(await _column(member, category), [])]


async def _actions(task: dict[str, Any]) -> list[str]:
    events = await activity.list_events_of_subject(task["workspace_id"], task["id"])
    return [event["action"] for event in reversed(events)]


async def test_tasks_are_numbered_without_a_gap(sam: Member) -> None:
    first = await _create(sam)
    with pytest.raises(Invalid):
        async with unit_of_work():
            await tasks.create_task(sam, "WEB", NewTask(title="x", assignees=[new_id()]))
    second = await _create(sam)
    assert [first["key"], second["key"]] == ["WEB-1", "WEB-2"]


async def test_a_new_task_stands_at_the_end_of_the_first_column_for_work_to_do(sam: Member) -> None:
    await _create(sam, "one")
    task = await _create(sam, "two")
    assert task["column"]["category"] == "todo"
    assert await _titles(sam, "todo") == ["one", "two"]


async def test_a_guest_reads_but_does_not_write(sam: Member, lena: Member) -> None:
    task = await _create(sam)
    assert (await tasks.get_task(lena, task["key"]))["id"] == task["id"]
    position = Position(column_id=await _column(sam, "doing"))
    async with unit_of_work():
        for attempt in (
            tasks.create_task(lena, "WEB", NewTask(title="x")),
            tasks.edit_task(lena, task["key"], TaskChanges(title="x"), version=1),
            tasks.move_task(lena, task["key"], position),
            tasks.complete_task(lena, task["key"]),
            tasks.assign_task(lena, task["key"], sam.id),
            tasks.delete_task(lena, task["key"], version=1),
        ):
            with pytest.raises(Forbidden):
                await attempt
    assert (await tasks.get_task(sam, task["key"]))["version"] == 1


async def test_a_task_of_an_invisible_project_is_not_there(web: World, sam: Member) -> None:
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="SEC", name="x", visibility="private"))
        task = await tasks.create_task(sam, "SEC", NewTask(title="x"))
    async with unit_of_work():
        for attempt in (
            tasks.get_task(web.members["mateo"], task["key"]),
            tasks.edit_task(web.members["mateo"], task["key"], TaskChanges(title="x"), version=1),
            tasks.complete_task(web.members["mateo"], task["key"]),
        ):
            with pytest.raises(NotFound):
                await attempt


@pytest.mark.parametrize("key", ["WEB-0", "WEB-01", "web-1", "WEB1", "WEB-1 ", "WEB-99999999999", "", "WEB-1;--"])
async def test_what_is_not_a_key_names_nothing(sam: Member, key: str) -> None:
    with pytest.raises(NotFound):
        await tasks.get_task(sam, key)


async def test_an_edit_changes_only_the_fields_named(sam: Member) -> None:
    task = await _create(sam, description="keep me", priority="high")
    async with unit_of_work():
        edited = await tasks.edit_task(sam, task["key"], TaskChanges(title="New"), version=1)
    assert (edited["title"], edited["description"], edited["priority"]) == ("New", "keep me", "high")
    assert edited["version"] == 2


async def test_an_edit_of_an_old_version_is_refused_and_says_who_changed_what(sam: Member, mateo: Member) -> None:
    task = await _create(sam)
    async with unit_of_work():
        await tasks.edit_task(mateo, task["key"], TaskChanges(title="Mateo's", priority="low"), version=1)
    async with unit_of_work():
        with pytest.raises(StaleVersion) as caught:
            await tasks.edit_task(sam, task["key"], TaskChanges(title="Sam's"), version=1)
    assert caught.value.extra["current"]["title"] == "Mateo's"
    assert [(entry["by"], entry["fields"]) for entry in caught.value.extra["changed"]] == [
        ("Mateo Ruiz", ["priority", "title"])
    ]


async def test_an_edit_that_changes_nothing_makes_no_version(sam: Member) -> None:
    task = await _create(sam)
    async with unit_of_work():
        same = await tasks.edit_task(sam, task["key"], TaskChanges(title=task["title"]), version=1)
    assert same["version"] == 1
    assert await _actions(task) == ["task.created"]


async def test_a_due_of_one_kind_replaces_the_other(sam: Member) -> None:
    task = await _create(sam, due_date=date(2026, 12, 24))
    moment = datetime(2026, 12, 24, 9, tzinfo=UTC)
    async with unit_of_work():
        edited = await tasks.edit_task(sam, task["key"], TaskChanges(due_at=moment, due_zone="Asia/Tokyo"), version=1)
    assert (edited["due_date"], edited["due_at"], edited["due_zone"]) == (None, moment, "Asia/Tokyo")
    async with unit_of_work():
        cleared = await tasks.edit_task(sam, task["key"], TaskChanges(due_date=None), version=2)
    assert (cleared["due_date"], cleared["due_at"], cleared["due_zone"]) == (None, None, None)


async def test_a_day_is_the_same_day_for_everybody(sam: Member) -> None:
    task = await _create(sam, due_date=date(2026, 3, 29))  # a day with a change to summer time in Berlin
    assert (await tasks.get_task(sam, task["key"]))["due_date"] == date(2026, 3, 29)


async def test_moving_puts_a_task_before_its_neighbour_or_at_the_end(sam: Member) -> None:
    keys = [(await _create(sam, title))["key"] for title in ("a", "b", "c")]
    todo, doing = await _column(sam, "todo"), await _column(sam, "doing")
    async with unit_of_work():
        await tasks.move_task(sam, keys[2], Position(column_id=todo, before=keys[0]))
    assert await _titles(sam, "todo") == ["c", "a", "b"]
    async with unit_of_work():
        await tasks.move_task(sam, keys[2], Position(column_id=todo))
    assert await _titles(sam, "todo") == ["a", "b", "c"]
    async with unit_of_work():
        await tasks.move_task(sam, keys[0], Position(column_id=doing))
        await tasks.move_task(sam, keys[1], Position(column_id=doing, before=keys[0]))
    assert (await _titles(sam, "todo"), await _titles(sam, "doing")) == (["c"], ["b", "a"])


async def test_a_neighbour_has_to_stand_in_the_column(sam: Member) -> None:
    one, other = await _create(sam, "a"), await _create(sam, "b")
    doing = await _column(sam, "doing")
    for before in (other["key"], one["key"], "WEB-99", "APP-1", "nonsense"):
        async with unit_of_work():
            with pytest.raises(Invalid) as caught:
                await tasks.move_task(sam, one["key"], Position(column_id=doing, before=before))
        assert caught.value.errors[0].pointer == "/before"


async def test_a_column_of_another_project_is_refused(sam: Member) -> None:
    async with unit_of_work():
        other = await projects.create_project(sam, NewProject(key="APP", name="x"))
        foreign = (await projects.list_columns(other))[0]["id"]
    task = await _create(sam)
    async with unit_of_work():
        with pytest.raises(Invalid) as caught:
            await tasks.move_task(sam, task["key"], Position(column_id=foreign))
    assert caught.value.errors[0].pointer == "/column_id"


async def test_many_moves_into_the_same_gap_keep_the_order(sam: Member) -> None:
    keys = [(await _create(sam, str(n)))["key"] for n in range(4)]
    todo = await _column(sam, "todo")
    async with unit_of_work():
        for turn in range(300):  # far more than a rank has room for without spreading
            await tasks.move_task(sam, keys[1 + turn % 2], Position(column_id=todo, before=keys[3]))
    assert await _titles(sam, "todo") == ["0", "1", "2", "3"]
    board = await tasks.list_board(sam, await projects.get_project(sam, "WEB"))
    assert all(len(row["rank"]) <= 40 for row in board[todo])


async def test_a_done_column_completes_and_leaving_it_reopens(sam: Member) -> None:
    task = await _create(sam)
    async with unit_of_work():
        done = await tasks.move_task(sam, task["key"], Position(column_id=await _column(sam, "done")))
    assert done["completed_at"] is not None
    async with unit_of_work():
        back = await tasks.move_task(sam, task["key"], Position(column_id=await _column(sam, "review")))
    assert back["completed_at"] is None


async def test_completing_puts_the_task_on_top_of_done_and_happens_once(sam: Member) -> None:
    await _create(sam, "old")
    async with unit_of_work():
        await tasks.complete_task(sam, "WEB-1")
    task = await _create(sam, "new")
    async with unit_of_work():
        done = await tasks.complete_task(sam, task["key"])
        again = await tasks.complete_task(sam, task["key"])
    assert done["version"] == again["version"] == 2
    assert await _titles(sam, "done") == ["new", "old"]
    assert await _actions(task) == ["task.created", "task.completed"]
    async with unit_of_work():
        assert (await tasks.reopen_task(sam, task["key"]))["completed_at"] is None
    assert await _titles(sam, "todo") == ["new"]


async def test_assigning_twice_is_assigning_once(sam: Member, mateo: Member) -> None:
    task = await _create(sam)
    async with unit_of_work():
        await tasks.assign_task(sam, task["key"], mateo.id)
        assigned = await tasks.assign_task(sam, task["key"], mateo.id)
    assert [row["name"] for row in assigned["assignees"]] == ["Mateo Ruiz"]
    assert assigned["version"] == 2
    async with unit_of_work():
        await tasks.unassign_task(sam, task["key"], mateo.id)
        free = await tasks.unassign_task(sam, task["key"], mateo.id)
    assert (free["assignees"], free["version"]) == ([], 3)


async def test_only_who_sees_the_project_can_be_assigned(web: World, sam: Member) -> None:
    async with unit_of_work():
        await projects.edit_project(sam, "WEB", ProjectChanges(visibility="private"), version=1)
    task = await _create(sam)
    async with unit_of_work():
        with pytest.raises(Invalid):
            await tasks.assign_task(sam, task["key"], web.members["mateo"].id)
        await tasks.assign_task(sam, task["key"], web.members["lena"].id)
    project = await projects.get_project(sam, "WEB")
    assert {row["name"] for row in await tasks.list_assignable(sam, project)} == {
        "Sam Okafor", "Priya Nair", "Lena Fischer",
    }  # fmt: skip


async def test_the_trash_hides_a_task_and_gives_it_back(sam: Member) -> None:
    task = await _create(sam)
    async with unit_of_work():
        await tasks.delete_task(sam, task["key"], version=1)
    with pytest.raises(NotFound):
        await tasks.get_task(sam, task["key"])
    assert await _titles(sam, "todo") == []
    async with unit_of_work():
        restored = await tasks.restore_task(sam, task["key"])
    assert restored["version"] == 3
    assert await _titles(sam, "todo") == [task["title"]]


async def test_a_list_is_filtered(sam: Member, mateo: Member) -> None:
    await _create(sam, "Fix Login", priority="high", assignees=[mateo.id])
    await _create(sam, "Write docs")
    async with unit_of_work():
        await tasks.complete_task(sam, "WEB-2")

    async def found(**wanted: Any) -> list[str]:
        return [row["key"] for row in (await tasks.list_tasks(sam, build_filter(**wanted))).items]

    assert await found() == ["WEB-1"]
    assert await found(status="done") == ["WEB-2"]
    assert await found(status="all") == ["WEB-1", "WEB-2"]
    assert await found(assignee=mateo.id) == ["WEB-1"]
    assert await found(assignee="none", status="all") == ["WEB-2"]
    assert await found(priority="high") == ["WEB-1"]
    assert await found(words="LOGIN") == ["WEB-1"]
    assert await found(words="%") == []
    assert await found(project_key="APP") == []


@pytest.mark.parametrize(
    "sort", ["number", "-number", "updated", "-updated", "due", "-due", "-priority,due", "-estimate,title"]
)
async def test_pages_of_a_list_hold_each_task_once(sam: Member, sort: Any) -> None:
    for number in range(7):
        due = date(2026, 12, 1 + number // 2) if number % 3 else None
        await _create(sam, str(number), due_date=due, priority=tasks.PRIORITIES[number % 5])
    seen: list[str] = []
    after = None
    while True:
        page = await tasks.list_tasks(sam, build_filter(), order=read_sort(sort), after=after, limit=2)
        seen += [row["key"] for row in page.items]
        after = page.next_cursor
        if after is None:
            break
    assert len(seen) == 7
    assert set(seen) == {f"WEB-{number}" for number in range(1, 8)}


async def test_a_cursor_of_another_list_is_refused(sam: Member) -> None:
    for number in range(3):
        await _create(sam, str(number))
    cursor = (await tasks.list_tasks(sam, build_filter(), order=read_sort("-priority"), limit=1)).next_cursor
    with pytest.raises(Invalid):
        await tasks.list_tasks(sam, build_filter(), order=read_sort("-updated"), after=cursor)


async def test_every_change_is_an_event_with_its_version(sam: Member, mateo: Member) -> None:
    task = await _create(sam, assignees=[mateo.id])
    async with unit_of_work():
        await tasks.edit_task(sam, task["key"], TaskChanges(title="New"), version=1)
        await tasks.move_task(sam, task["key"], Position(column_id=await _column(sam, "doing")))
    events = await activity.list_events_of_subject(sam.workspace_id, task["id"])
    assert [event["action"] for event in events] == ["task.moved", "task.edited", "task.assigned", "task.created"]
    assert events[1]["changes"] == {"title": ["Fix the login page", "New"], "version": [1, 2]}
    assert events[0]["changes"]["column"] == ["To do", "In progress"]
    assert events[0]["actor_id"] == sam.id
