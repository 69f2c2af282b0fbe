"""A project with a past, told in the test's own transaction, and a database of a test's own."""

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from taskflow import analytics, projects, tasks, world
from taskflow.platform import clock
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from taskflow.tasks import NewTask, Position
from taskflow.workspaces import Member
from tests.support.databases import opened

Row = dict[str, Any]
Tell = Callable[..., Awaitable[list[Row]]]


async def tell_tasks(member: Member, count: int, *, key: str = "WEB", days: int = 2, **more: Any) -> list[Row]:
    """So many tasks, one made every day until now, each started after a day and done after so many more `days`.

    The last ones are still on their way. The rollups are told them.
    """
    columns = {
        row["category"]: row["id"] for row in await projects.list_columns(await projects.get_project(member, key))
    }
    now, made = clock.now(), []
    for place in range(count):
        born = now - timedelta(days=count - place, hours=1)
        steps = ((1, "doing"), (1 + days / 2, "review"), (1 + days, "done"))
        async with unit_of_work():
            with clock.pinned(born):
                new = NewTask(title=f"Task {place}", due_date=(born + timedelta(days=4)).date(), **more)
                task = await tasks.create_task(member, key, new)
            for after, category in steps:
                moment = born + timedelta(days=after)
                if moment < now:
                    with clock.pinned(moment):
                        await tasks.move_task(member, task["key"], Position(column_id=columns[category]))
        made.append(await tasks.get_task(member, task["key"]))
    await tell_everything(member)
    return made


async def tell_everything(member: Member) -> None:
    """Bring the rollups up to date."""
    async for _ in analytics.tell_everything(member.workspace_id):
        pass


@pytest.fixture
async def owner(own_database: Settings) -> AsyncIterator[Member]:
    """Sam in a database of the test's own: what is settled shows in real transactions only."""
    async with opened(own_database, pool_size=6):
        async with unit_of_work():
            people = await world.build_people("correct horse battery staple")
        yield people.sam


@pytest.fixture
def tell() -> Tell:
    """Tells a past, and the rollups with it."""
    return tell_tasks
