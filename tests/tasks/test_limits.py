"""A column that refuses takes no task above its limit."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from taskflow import projects, tasks, world
from taskflow.platform.errors import Conflict
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewColumn, NewProject
from taskflow.settings import Settings
from taskflow.tasks import NewTask, Position
from taskflow.workspaces import Member
from tests.support.databases import opened
from tests.support.people import PASSWORD

Row = dict[str, Any]


async def _make_column(member: Member, policy: str, *, category: str = "doing", limit: int = 1) -> Row:
    given = {"name": policy, "category": category, "wip_limit": limit, "wip_policy": policy}
    return await projects.create_column(member, "WEB", NewColumn.model_validate(given))


def _is_refused(error: Conflict, column: Row) -> bool:
    named = error.extra["column"]["id"] == column["id"]
    return error.code == "wip_limit_reached" and named and (error.extra["limit"], error.extra["count"]) == (1, 1)


async def test_a_full_column_that_refuses_takes_nothing_by_any_way(sam: Member) -> None:
    async with unit_of_work():
        column = await _make_column(sam, "refuse")
        await tasks.create_task(sam, "WEB", NewTask(title="trashed", column_id=column["id"]))
        await tasks.delete_task(sam, "WEB-1", version=1)
        await tasks.create_task(sam, "WEB", NewTask(title="in it", column_id=column["id"]))
        await tasks.create_task(sam, "WEB", NewTask(title="outside"))
    changes: tuple[Callable[[], Awaitable[Row]], ...] = (
        lambda: tasks.create_task(sam, "WEB", NewTask(title="x", column_id=column["id"])),
        lambda: tasks.move_task(sam, "WEB-3", Position(column_id=column["id"])),
        lambda: tasks.restore_task(sam, "WEB-1"),
    )
    for change in changes:
        with pytest.raises(Conflict) as error:
            async with unit_of_work():
                await change()
        assert _is_refused(error.value, column)


async def test_a_task_moves_inside_a_full_column_and_out_of_it(sam: Member) -> None:
    async with unit_of_work():
        column = await _make_column(sam, "refuse")
        task = await tasks.create_task(sam, "WEB", NewTask(title="x", column_id=column["id"]))
        await tasks.move_task(sam, task["key"], Position(column_id=column["id"]))
        assert (await tasks.complete_task(sam, task["key"]))["column"]["name"] == "Done"


async def test_a_task_is_not_reopened_or_completed_into_a_full_column(sam: Member) -> None:
    async with unit_of_work():
        project = await projects.get_project(sam, "WEB")
        columns = {row["name"]: row for row in await projects.list_columns(project)}
        await tasks.create_task(sam, "WEB", NewTask(title="a"))
        await tasks.create_task(sam, "WEB", NewTask(title="b", column_id=columns["Done"]["id"]))
        limit = projects.ColumnChanges(wip_limit=1, wip_policy="refuse")
        for name in ("To do", "Done"):
            await projects.edit_column(sam, "WEB", columns[name]["id"], limit, version=columns[name]["version"])
    for change, name in ((tasks.reopen_task(sam, "WEB-2"), "To do"), (tasks.complete_task(sam, "WEB-1"), "Done")):
        with pytest.raises(Conflict) as error:
            async with unit_of_work():
                await change
        assert _is_refused(error.value, columns[name])


async def test_a_column_that_warns_takes_more_and_counts_it(sam: Member) -> None:
    async with unit_of_work():
        column = await _make_column(sam, "warn")
        for _ in range(2):
            await tasks.create_task(sam, "WEB", NewTask(title="x", column_id=column["id"]))
    project = await projects.get_project(sam, "WEB")
    assert (await projects.get_listed_column(project, column["id"]))["task_count"] == 2


async def test_of_many_at_once_only_as_many_get_in_as_there_is_room(own_database: Settings) -> None:
    async with opened(own_database, pool_size=6):
        async with unit_of_work():
            sam = (await world.build_people(PASSWORD)).sam
            await projects.create_project(sam, NewProject(key="WEB", name="Website relaunch"))
            column = await _make_column(sam, "refuse", limit=2)
            for number in range(5):
                await tasks.create_task(sam, "WEB", NewTask(title=str(number)))

        async def move(number: int) -> None:
            async with unit_of_work():
                await tasks.move_task(sam, f"WEB-{number}", Position(column_id=column["id"]))

        outcomes = await asyncio.gather(*(move(number) for number in range(1, 6)), return_exceptions=True)
        refused = [outcome.code for outcome in outcomes if isinstance(outcome, Conflict)]
        project = await projects.get_project(sam, "WEB")
        assert refused == ["wip_limit_reached"] * 3
        assert (await projects.get_listed_column(project, column["id"]))["task_count"] == 2
