"""Dependencies: what waits for what, without circles, and what cannot be completed meanwhile."""

import itertools
from typing import Any

import pytest

from taskflow import activity, projects, tasks
from taskflow.platform.errors import Conflict, Forbidden, NotFound, StaleVersion
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.tasks import NewTask, Position, dependencies
from taskflow.workspaces import Member

Row = dict[str, Any]


async def _create(member: Member, title: str, project: str = "WEB") -> Row:
    async with unit_of_work():
        return await tasks.create_task(member, project, NewTask(title=title))


async def _block(member: Member, task: Row, blocker: Row) -> Row:
    async with unit_of_work():
        return await tasks.block_task(member, task["key"], blocker["key"])


async def _complete(member: Member, task: Row, *, force: bool = False) -> Row:
    async with unit_of_work():
        return await tasks.complete_task(member, task["key"], force=force)


async def _move_to_done(member: Member, task: Row, *, force: bool = False) -> Row:
    project = await projects.get_project(member, "WEB")
    done = next(row["id"] for row in await projects.list_columns(project) if row["category"] == "done")
    async with unit_of_work():
        return await tasks.move_task(member, task["key"], Position(column_id=done), force=force)


async def _last_event(task: Row) -> Row:
    return (await activity.list_events_of_subject(task["workspace_id"], task["id"]))[0]


@pytest.fixture
async def hidden(sam: Member) -> Row:
    """A task of a project that only Sam sees."""
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="SEC", name="x", visibility="private"))
    return await _create(sam, "hidden", "SEC")


async def test_both_tasks_show_it_and_the_event_is_of_the_one_that_waits(sam: Member) -> None:
    task, blocker = await _create(sam, "task"), await _create(sam, "blocker")
    blocked = await _block(sam, task, blocker)
    assert [row["key"] for row in blocked["blocked_by"]] == [blocker["key"]]
    assert (blocked["blocked"], blocked["version"]) == (True, 2)
    event = await _last_event(task)
    assert (event["action"], event["changes"]["blocker_id"]) == ("task.blocked", [None, str(blocker["id"])])
    other = await tasks.get_task(sam, blocker["key"])
    assert ([row["key"] for row in other["blocks"]], other["blocked"], other["version"]) == ([task["key"]], False, 1)


async def test_doing_it_twice_changes_nothing(sam: Member) -> None:
    task, blocker = await _create(sam, "task"), await _create(sam, "blocker")
    await _block(sam, task, blocker)
    assert (await _block(sam, task, blocker))["version"] == 2
    for _ in range(2):
        async with unit_of_work():
            assert (await tasks.unblock_task(sam, task["key"], blocker["key"]))["version"] == 3
    assert (await _last_event(task))["changes"]["blocker_id"] == [str(blocker["id"]), None]


async def test_there_is_no_circle_however_long(sam: Member) -> None:
    chain = [await _create(sam, str(number)) for number in range(4)]
    with pytest.raises(Conflict, match="wait for itself"):
        await _block(sam, chain[0], chain[0])
    for blocker, task in itertools.pairwise(chain):
        await _block(sam, task, blocker)
    await _block(sam, chain[3], chain[1])  # two ways are no circle
    with pytest.raises(Conflict) as caught:
        await _block(sam, chain[0], chain[3])
    assert caught.value.code == "dependency_cycle"
    assert caught.value.extra == {"path": [chain[0]["key"], chain[1]["key"], chain[3]["key"]]}


async def test_a_circle_over_a_hidden_task_does_not_name_it(sam: Member, mateo: Member, hidden: Row) -> None:
    first, last = await _create(sam, "first"), await _create(sam, "last")
    await _block(sam, hidden, first)
    await _block(sam, last, hidden)
    with pytest.raises(Conflict) as caught:
        await _block(mateo, first, last)
    assert caught.value.extra == {"path": [first["key"], None, last["key"]]}


async def test_a_hidden_blocker_counts_and_is_not_named(sam: Member, mateo: Member, hidden: Row) -> None:
    task = await _create(sam, "task")
    with pytest.raises(NotFound):
        await _block(mateo, task, hidden)
    await _block(sam, task, hidden)
    seen = await tasks.get_task(mateo, task["key"])
    assert (seen["blocked"], seen["blocked_by"], seen["hidden_blockers"]) == (True, [], 1)
    with pytest.raises(Conflict) as caught:
        await _complete(mateo, task)
    assert caught.value.extra == {"blockers": [], "hidden_blockers": 1}
    assert "SEC" not in caught.value.detail
    assert [row["key"] for row in (await tasks.get_task(sam, task["key"]))["blocked_by"]] == [hidden["key"]]
    await _complete(sam, hidden)
    assert (await tasks.get_task(mateo, task["key"]))["hidden_blockers"] == 0
    assert (await _complete(mateo, task))["completed_at"] is not None


@pytest.mark.parametrize("complete", [_complete, _move_to_done])
async def test_a_blocked_task_is_not_completed_unless_forced_which_is_recorded(sam: Member, complete: Any) -> None:
    task, blocker, done = [await _create(sam, title) for title in ("task", "blocker", "done")]
    for other in (blocker, done):
        await _block(sam, task, other)
    await _complete(sam, done)
    with pytest.raises(Conflict) as caught:
        await complete(sam, task)
    assert caught.value.code == "task_blocked"
    assert [row["key"] for row in caught.value.extra["blockers"]] == [blocker["key"]]
    assert (await complete(sam, task, force=True))["completed_at"] is not None
    changes = (await _last_event(task))["changes"]
    assert (changes["forced"], changes["open_blockers"]) == ([None, True], [None, [str(blocker["id"])]])


async def test_nothing_is_forced_where_nothing_blocks(sam: Member) -> None:
    task, blocker = await _create(sam, "task"), await _create(sam, "blocker")
    await _block(sam, task, blocker)
    async with unit_of_work():
        await tasks.delete_task(sam, blocker["key"], version=1)
    shown = await tasks.get_task(sam, task["key"])
    assert (shown["blocked"], shown["blocked_by"]) == (False, [])
    await _complete(sam, task, force=True)
    assert "forced" not in (await _last_event(task))["changes"]


async def test_a_blocker_from_the_trash_counts_again(sam: Member) -> None:
    task, blocker = await _create(sam, "task"), await _create(sam, "blocker")
    await _block(sam, task, blocker)
    async with unit_of_work():
        await tasks.delete_task(sam, blocker["key"], version=1)
    async with unit_of_work():
        await tasks.restore_task(sam, blocker["key"])
    assert (await tasks.get_task(sam, task["key"]))["blocked"] is True


async def test_only_so_many_block_one_and_wait_for_one(sam: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependencies, "MAX_BLOCKERS", 1)
    monkeypatch.setattr(dependencies, "MAX_BLOCKED", 2)
    rows = [await _create(sam, str(number)) for number in range(5)]
    await _block(sam, rows[0], rows[1])
    with pytest.raises(Conflict) as caught:
        await _block(sam, rows[0], rows[2])
    assert caught.value.code == "too_many_blockers"
    await _block(sam, rows[2], rows[1])
    with pytest.raises(Conflict):
        await _block(sam, rows[3], rows[1])


async def test_a_guest_and_an_old_version_change_nothing(sam: Member, lena: Member) -> None:
    task, blocker = await _create(sam, "task"), await _create(sam, "blocker")
    async with unit_of_work():
        for change in (tasks.block_task, tasks.unblock_task):
            with pytest.raises(Forbidden):
                await change(lena, task["key"], blocker["key"])
            with pytest.raises(StaleVersion):
                await change(sam, task["key"], blocker["key"], version=7)
