"""Several writers of the same task at the same moment, with real commits."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import suppress
from datetime import date
from typing import Any

import pytest

from taskflow import activity, projects, tasks, world
from taskflow.platform.database import fetch
from taskflow.platform.errors import Conflict, Invalid
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.tasks import NewTask, Position, TaskChanges
from taskflow.tasks.graph import find_path
from taskflow.workspaces import Member
from taskflow.world import World
from tests.support.databases import opened
from tests.support.people import PASSWORD


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[World]:
    """The people and the project WEB in a database where commits are real."""
    async with opened(own_database, pool_size=8):
        async with unit_of_work():
            people = await world.build_people(PASSWORD)
            await projects.create_project(people.sam, NewProject(key="WEB", name="Website relaunch"))
        yield people


async def _create(member: Member) -> dict[str, Any]:
    async with unit_of_work():
        return await tasks.create_task(member, "WEB", NewTask(title="Fix the login page"))


async def test_a_writer_that_waited_for_a_move_finds_the_task_in_its_new_column(committed: World) -> None:
    sam, task = committed.sam, await _create(committed.sam)
    columns = [row["id"] for row in await projects.list_columns(await projects.get_project(sam, "WEB"))]

    async def move(number: int) -> None:
        async with unit_of_work():
            await tasks.move_task(sam, task["key"], Position(column_id=columns[number % len(columns)]))

    await asyncio.gather(*(move(number) for number in range(40)))
    assert (await tasks.get_task(sam, task["key"]))["version"] == 1 + 40


async def test_a_writer_that_waited_sees_who_was_assigned_meanwhile(committed: World) -> None:
    sam, task = committed.sam, await _create(committed.sam)
    people = [committed.members[name] for name in ("priya", "mateo", "aiko")]

    async def assign(member: Member) -> dict[str, Any]:
        async with unit_of_work():
            return await tasks.assign_task(sam, task["key"], member.id)

    await asyncio.gather(*(assign(member) for member in people * 4))
    after = await tasks.get_task(sam, task["key"])
    assert len(after["assignees"]) == len(people)
    assert after["version"] == 1 + len(people)


async def _attempt(change: Coroutine[Any, Any, Any]) -> str:
    """The error code of a change, or nothing."""
    try:
        async with unit_of_work():
            await change
    except Conflict as error:
        return error.code
    return ""


async def _list_pairs(statement: str) -> set[tuple[Any, Any]]:
    return {(row["above"], row["below"]) for row in await fetch(statement)}


async def test_edges_that_are_made_at_once_never_close_a_circle_of_dependencies(committed: World) -> None:
    sam, ring = committed.sam, [await _create(committed.sam) for _ in range(5)]
    pairs = [(ring[place], ring[place - 1]) for place in range(5)] + [
        (ring[place - 1], ring[place]) for place in (1, 3)
    ]
    answers = await asyncio.gather(
        *(_attempt(tasks.block_task(sam, task["key"], blocker["key"])) for task, blocker in pairs)
    )
    assert set(answers) == {"", "dependency_cycle"}
    edges = await _list_pairs("select blocker_id as above, blocked_id as below from task_dependencies")
    assert len(edges) == answers.count("")
    assert not any(find_path(edges, below, above) for above, below in edges)


async def test_parents_that_are_set_at_once_never_close_a_circle(committed: World) -> None:
    sam, ring = committed.sam, [await _create(committed.sam) for _ in range(5)]
    changes = [
        tasks.edit_task(sam, ring[place]["key"], TaskChanges(parent=ring[place - 1]["key"]), version=1)
        for place in range(5)
    ]
    answers = await asyncio.gather(*(_attempt(change) for change in changes))
    assert sorted(answers) == ["", "", "", "", "subtask_cycle"]
    edges = await _list_pairs("select parent_id as above, id as below from tasks where parent_id is not null")
    assert not any(find_path(edges, below, above) for above, below in edges)


async def test_no_subtask_is_left_behind_when_its_tree_goes_into_the_trash(committed: World) -> None:
    sam = committed.sam
    for _ in range(5):
        top = await _create(sam)
        async with unit_of_work():
            middle = await tasks.create_task(sam, "WEB", NewTask(title="middle", parent=top["key"]))

        async def hang(parent: str) -> None:
            with suppress(Invalid):  # it was in the trash already
                async with unit_of_work():
                    await tasks.create_task(sam, "WEB", NewTask(title="leaf", parent=parent))

        async def delete(key: str) -> None:
            async with unit_of_work():
                await tasks.delete_task(sam, key, version=1)

        await asyncio.gather(hang(middle["key"]), delete(top["key"]), hang(middle["key"]))
    left = await fetch(
        "select s.id from tasks s join tasks p on p.id = s.parent_id"
        " where s.deleted_at is distinct from p.deleted_at and p.deleted_at is not null"
    )
    assert left == []


async def test_a_blocker_that_comes_while_a_task_is_completed_is_before_it_or_after_it(committed: World) -> None:
    sam = committed.sam
    for _ in range(5):
        task, blocker = await _create(sam), await _create(sam)
        completed, _ = await asyncio.gather(
            _attempt(tasks.complete_task(sam, task["key"])),
            _attempt(tasks.block_task(sam, task["key"], blocker["key"])),
        )
        events = await activity.list_events_of_subject(task["workspace_id"], task["id"])
        order = [event["action"] for event in reversed(events)]
        expected = ["task.completed", "task.blocked"] if completed == "" else ["task.blocked"]
        assert order == ["task.created", *expected]


async def test_twenty_who_complete_a_task_that_recurs_make_one_next(committed: World) -> None:
    sam = committed.sam
    recurring = NewTask(title="Water the plants", due_date=date(2026, 11, 25), recurrence="FREQ=DAILY")
    async with unit_of_work():
        await tasks.create_task(sam, "WEB", recurring)
    columns = await projects.list_columns(await projects.get_project(sam, "WEB"))
    done = next(row["id"] for row in columns if row["category"] == "done")

    async def complete(number: int) -> dict[str, Any]:
        async with unit_of_work():
            if number % 2:
                return await tasks.complete_task(sam, "WEB-1")
            return await tasks.move_task(sam, "WEB-1", Position(column_id=done))

    answers = await asyncio.gather(*(complete(number) for number in range(20)))
    assert {answer["next"]["key"] for answer in answers} == {"WEB-2"}
    after = await tasks.list_tasks(sam, tasks.build_filter(status="all"))
    assert [row["key"] for row in after.items] == ["WEB-1", "WEB-2"]
    async with unit_of_work():
        assert (await tasks.create_task(sam, "WEB", NewTask(title="x")))["key"] == "WEB-3"


async def test_completing_what_recurs_and_moving_others_waits_in_no_circle(committed: World) -> None:
    sam, keys = committed.sam, [f"WEB-{number}" for number in range(1, 9)]
    recurring = NewTask(title="Water the plants", due_date=date(2026, 11, 25), recurrence="FREQ=DAILY")
    async with unit_of_work():
        for _ in keys:
            await tasks.create_task(sam, "WEB", recurring)
    columns = [row["id"] for row in await projects.list_columns(await projects.get_project(sam, "WEB"))]

    eight = asyncio.Semaphore(8)  # as many as there are connections

    async def change(number: int) -> None:
        async with eight, unit_of_work():
            if number % 3 == 0:
                await tasks.create_task(sam, "WEB", NewTask(title="x"))
            elif number % 3 == 1:
                await tasks.complete_task(sam, keys[number % len(keys)])
            else:
                column_id = columns[number % len(columns)]
                await tasks.move_task(sam, keys[number % len(keys)], Position(column_id=column_id))

    await asyncio.gather(*(change(number) for number in range(36)))
    everything = await tasks.list_tasks(sam, tasks.build_filter(status="all"), limit=100)
    assert [row["number"] for row in everything.items] == list(range(1, len(everything.items) + 1))
