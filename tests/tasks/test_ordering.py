"""Ranks under load, with real commits: the order stays, no two tasks share a rank, nobody waits in a circle."""

import asyncio
import random
from collections.abc import AsyncIterator
from typing import Any

import pytest

from taskflow import projects, tasks, world
from taskflow.platform.database import fetch
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.tasks import NewTask, Position
from taskflow.tasks.ordering import find_rank
from taskflow.tasks.ranks import LONGEST
from taskflow.workspaces import Member
from taskflow.world import World
from tests.support.databases import opened
from tests.support.people import PASSWORD

Row = dict[str, Any]


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[World]:
    """The people and the project WEB in a database where commits are real."""
    async with opened(own_database, pool_size=8):
        async with unit_of_work():
            people = await world.build_people(PASSWORD)
            await projects.create_project(people.sam, NewProject(key="WEB", name="Website relaunch"))
        yield people


async def _create(member: Member, count: int) -> list[Row]:
    async with unit_of_work():
        return [await tasks.create_task(member, "WEB", NewTask(title=f"task {place}")) for place in range(count)]


async def _move(member: Member, task: Row, column: str, before: str | None) -> None:
    async with unit_of_work():
        await tasks.move_task(member, task["key"], Position.model_validate({"column_id": column, "before": before}))


async def _list_column() -> list[Row]:
    return await fetch("select number, rank, version from tasks order by rank, id")


async def test_ten_thousand_moves_into_one_gap_spread_the_column_and_keep_its_order(committed: World) -> None:
    found = await _create(committed.sam, 12)
    column, project = found[0]["column"]["id"], (await projects.get_project(committed.sam, "WEB"))["id"]
    numbers, last = [task["number"] for task in found], found[-1]
    for turn in range(10_000):
        # What a move writes, without its event: the task goes right before the last one.
        moved = found[turn % (len(found) - 1)]
        if turn % 1000 == 0:
            await _move(committed.sam, moved, column, last["key"])
            continue
        async with unit_of_work():
            rank = await find_rank(project, column, before=last["number"], moving=moved["id"])
            await fetch("update tasks set rank = $2 where id = $1", moved["id"], rank)
    rows = await _list_column()
    order = [numbers[(10_000 + place) % 11] for place in range(11)] + [last["number"]]
    assert [row["number"] for row in rows] == order
    assert len({row["rank"] for row in rows}) == len(rows)
    assert max(len(row["rank"]) for row in rows) <= LONGEST
    assert sorted(row["version"] for row in rows) == sorted([1 + 1] * 10 + [1, 1])


async def test_simultaneous_moves_into_one_gap_neither_wait_in_a_circle_nor_share_a_rank(committed: World) -> None:
    sam, found = committed.sam, await _create(committed.sam, 16)
    column, last, moves = found[0]["column"]["id"], found[-1], 500
    async with unit_of_work():  # ranks that are nearly too long: the column is spread again and again
        await fetch("update tasks set rank = repeat('A', 39) || rank where number < $1 and number > 0", last["number"])
        await fetch("update tasks set rank = repeat('A', 39) || 'Z' where number = $1", last["number"])
    chance, turns = random.Random(7), iter(range(moves))

    async def work() -> None:
        for _ in turns:
            await _move(sam, chance.choice(found[:-1]), column, last["key"])

    async with asyncio.timeout(120):
        await asyncio.gather(*(work() for _ in range(8)))
    rows = await _list_column()
    assert rows[-1]["number"] == last["number"]
    assert len({row["rank"] for row in rows}) == len(found)
    assert sum(row["version"] - 1 for row in rows) == moves
    assert max(len(row["rank"]) for row in rows) <= 2 * LONGEST
