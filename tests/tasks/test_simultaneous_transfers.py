"""Moving between projects at the same moment as others, with real commits: no circle, no gap, no task lost."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest

from taskflow import projects, tasks, world
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.errors import NotFound
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.tasks import BulkEdit, NewTask, Position, TaskChanges, Transfer
from taskflow.world import World
from tests.support.databases import opened
from tests.support.people import PASSWORD

Row = dict[str, Any]
KEYS = ("AA", "BB")


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[World]:
    """The people and two projects with twelve tasks each, a subtask below every third, where commits are real."""
    async with opened(own_database, pool_size=10):
        async with unit_of_work():
            people = await world.build_people(PASSWORD)
            for key in KEYS:
                await projects.create_project(people.sam, NewProject(key=key, name=key))
                rows = [await tasks.create_task(people.sam, key, NewTask(title=f"{place}")) for place in range(12)]
                for row, parent in zip(rows[1::3], rows[::3], strict=True):
                    await execute("update tasks set parent_id = $2 where id = $1", row["id"], parent["id"])
        yield people


async def _list_keys() -> dict[Any, str]:
    rows = await fetch(
        "select t.id, p.key || '-' || t.number as key from tasks t join projects p on p.id = t.project_id"
    )
    return {row["id"]: row["key"] for row in rows}


async def test_transfers_both_ways_among_moves_and_edits_lose_nothing(committed: World) -> None:
    sam, ids = committed.sam, list(await _list_keys())
    columns = [row["id"] for key in KEYS for row in await projects.list_columns(await projects.get_project(sam, key))]
    done = {"transfers": 0, "others": 0}

    async def transfer(number: int) -> None:
        chance = random.Random(number)
        for _ in range(12):
            key = (await _list_keys())[chance.choice(ids)]
            other = KEYS[key.startswith(KEYS[0])]
            try:
                async with unit_of_work():
                    await tasks.transfer_task(sam, key, Transfer(project=other))
                done["transfers"] += 1
            except NotFound:  # it has another key by now
                continue

    async def change(number: int) -> None:
        chance = random.Random(number)
        for turn in range(25):
            key = (await _list_keys())[chance.choice(ids)]
            try:
                async with unit_of_work():
                    if turn % 3 == 0:
                        await tasks.create_task(sam, chance.choice(KEYS), NewTask(title="another"))
                    elif turn % 3 == 1:
                        await tasks.complete_task(sam, key)
                    else:
                        column_id = chance.choice(columns)
                        project = (await tasks.get_task(sam, key))["project_id"]
                        if (
                            await fetch_value("select project_id from project_columns where id = $1", column_id)
                            == project
                        ):
                            await tasks.move_task(sam, key, Position(column_id=column_id))
                done["others"] += 1
            except NotFound:
                continue

    async def edit_all(number: int) -> None:
        for turn in range(5):
            changes = {"priority": "high" if turn % 2 else "low", "completed": turn % 2 == 0}
            given = {"tasks": [str(task_id) for task_id in random.Random(number + turn).sample(ids, 15)]}
            async with unit_of_work():
                await tasks.edit_tasks(sam, BulkEdit.model_validate(given | {"changes": changes}))

    async with asyncio.timeout(120):
        await asyncio.gather(
            *(transfer(number) for number in range(4)), *(change(number) for number in range(3)), edit_all(7)
        )
    assert done["transfers"] > 10
    assert done["others"] > 10
    await _check(ids)


async def _check(ids: list[Any]) -> None:
    """Every task is there; each number of a project is a task's or leads to one; columns know how many they have."""
    present = await _list_keys()
    assert set(ids) <= set(present)
    for key in KEYS:
        numbers = await fetch(
            "select number from tasks t join projects p on p.id = t.project_id where p.key = $1"
            " union all select f.number from former_keys f join projects p on p.id = f.project_id where p.key = $1",
            key,
        )
        following = await fetch_value("select next_number from projects where key = $1", key)
        assert sorted(row["number"] for row in numbers) == list(range(1, following))
    wrong = await fetch(
        "select 1 from project_columns c where c.task_count <>"
        " (select count(*) from tasks t where t.column_id = c.id and t.deleted_at is null)"
        " union all select 1 from tasks t join project_columns c on c.id = t.column_id"
        " where c.project_id <> t.project_id"
    )
    assert wrong == []


async def test_an_edit_that_waits_for_a_transfer_is_sent_on_to_the_new_key(committed: World) -> None:
    sam, gate = committed.sam, asyncio.Event()

    async def transfer() -> None:
        async with unit_of_work():
            await tasks.transfer_task(sam, "AA-3", Transfer(project="BB"))
            gate.set()
            await asyncio.sleep(0.2)

    async def edit() -> Row:
        await gate.wait()
        async with unit_of_work():
            return await tasks.edit_task(sam, "AA-3", TaskChanges(title="Sent on"), version=1)

    with pytest.raises(NotFound) as told:
        await asyncio.gather(transfer(), edit())
    assert vars(told.value)["new"] == "BB-13"
