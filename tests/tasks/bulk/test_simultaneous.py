"""Bulk edits at the same moment as others, with real commits: nothing is lost, and nobody waits in a circle."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest

from taskflow import projects, tasks, world
from taskflow.activity import recorded
from taskflow.platform.database import fetch, fetch_value
from taskflow.platform.errors import StaleVersion
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.tasks import BulkEdit, Position, TaskChanges
from taskflow.workspaces import undo_unit
from taskflow.world import World
from tests.support.databases import opened
from tests.support.people import PASSWORD
from tests.tasks.bulk.test_editing import edit, make

Row = dict[str, Any]


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[World]:
    """The people and the project WEB in a database where commits are real."""
    async with opened(own_database, pool_size=8):
        async with unit_of_work():
            people = await world.build_people(PASSWORD)
            await projects.create_project(people.sam, NewProject(key="WEB", name="Website relaunch"))
        yield people


async def _list_versions() -> list[int]:
    return [row["version"] for row in await fetch("select version from tasks order by number")]


async def _is_counted_right() -> bool:
    wrong: int = await fetch_value(
        "select count(*) from project_columns c where c.task_count <>"
        " (select count(*) from tasks t where t.column_id = c.id and t.deleted_at is null)"
    )
    return wrong == 0


async def test_many_edits_of_the_same_hundred_tasks_come_one_after_the_other(committed: World) -> None:
    sam, rows = committed.sam, await make(committed.sam, 100)
    places = ({"category": "doing"}, {"completed": True}, {"category": "review"}, {"completed": False})
    orders = [random.Random(seed).sample(rows, len(rows)) for seed in range(8)]
    async with asyncio.timeout(60):
        done = await asyncio.gather(
            *(
                edit(sam, order, {"priority": "high" if number % 2 else "low"} | places[number % 4])
                for number, order in enumerate(orders)
            )
        )
    changed = [row for answer in done for row in answer["changed"]]
    assert sum(await _list_versions()) == len(rows) + len(changed)
    assert len({(row["id"], row["version"]) for row in changed}) == len(changed)
    steps = await fetch(
        "select changes -> 'priority' as step from events where action = 'task.edited' and subject_id = $1"
        " order by seq",
        rows[0]["id"],
    )
    assert [step["step"][0] for step in steps] == ["none", *(step["step"][1] for step in steps[:-1])]
    assert await _is_counted_right()


async def test_bulk_and_single_edits_lose_nothing(committed: World) -> None:
    sam, rows = committed.sam, await make(committed.sam, 40)
    columns = [row["id"] for row in await projects.list_columns(await projects.get_project(sam, "WEB"))]
    bulk, single, stale = 0, 0, 0

    async def edit_all(number: int) -> None:
        nonlocal bulk
        chance = random.Random(number)
        for turn in range(4):
            given = {"priority": chance.choice(["low", "high", "urgent"]), "completed": turn % 2 == 0}
            answer = await edit(sam, chance.sample(rows, 30), given)
            bulk += len(answer["changed"])

    async def edit_each(number: int) -> None:
        nonlocal single, stale
        chance = random.Random(number)
        for _ in range(25):
            key = chance.choice(rows)["key"]
            try:
                async with unit_of_work():
                    await tasks.move_task(sam, key, Position(column_id=chance.choice(columns)))
                single += 1
                seen = (await tasks.get_task(sam, key))["version"]
                async with unit_of_work():
                    changes = TaskChanges(title=f"{number} {single} {stale}")
                    await tasks.edit_task(sam, key, changes, version=seen)
                single += 1
            except StaleVersion:
                stale += 1

    async with asyncio.timeout(120):
        await asyncio.gather(*(edit_all(number) for number in range(3)), *(edit_each(number) for number in range(4)))
    assert sum(await _list_versions()) == len(rows) + bulk + single
    assert await _is_counted_right()


async def test_undoing_while_others_edit_neither_loses_nor_waits_in_a_circle(committed: World) -> None:
    sam, rows = committed.sam, await make(committed.sam, 60)
    changes = {"completed": True, "add_assignees": [committed.members["aiko"].id]}
    async with unit_of_work():
        given = {"tasks": [row["key"] for row in rows], "changes": changes}
        await tasks.edit_tasks(sam, BulkEdit.model_validate(given))
        done = recorded()
    assert done is not None

    async def undo() -> None:
        async with unit_of_work():
            await undo_unit(sam, done.unit_id, done.first_seq, done.last_seq)

    async with asyncio.timeout(60):
        others = (edit(sam, rows[number::-1], {"priority": "high"}) for number in (20, 40, 59))
        await asyncio.gather(undo(), *others)
    after = await fetch("select completed_at, priority::text from tasks")
    assert {(row["completed_at"], row["priority"]) for row in after} == {(None, "high")}
    assert await fetch_value("select count(*) from task_assignees") == 0
    assert await _is_counted_right()
