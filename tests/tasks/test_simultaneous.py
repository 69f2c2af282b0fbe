"""Several writers of the same task at the same moment, with real commits."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from taskflow import projects, tasks, world
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.tasks import NewTask, Position
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
