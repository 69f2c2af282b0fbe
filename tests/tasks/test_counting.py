"""A column knows how many tasks are in it, whatever happens to them."""

import asyncio
import random
from typing import Any

from taskflow import projects, tasks
from taskflow.platform.database import execute, fetch
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import NewTask, Position
from taskflow.workspaces import Member
from taskflow.world import World
from tests.tasks.test_simultaneous import committed

__all__ = ["committed"]
_COUNTS = (
    "select c.id, c.task_count, (select count(*) from tasks t"
    " where t.column_id = c.id and t.deleted_at is null) as real from project_columns c"
)


async def _require_right_counts(total: int) -> None:
    rows = await fetch(_COUNTS)
    assert {row["id"]: row["task_count"] for row in rows} == {row["id"]: row["real"] for row in rows}
    assert sum(row["task_count"] for row in rows) == total


async def _create(member: Member) -> dict[str, Any]:
    async with unit_of_work():
        return await tasks.create_task(member, "WEB", NewTask(title="Count me"))


async def test_every_way_into_and_out_of_a_column_is_counted(sam: Member) -> None:
    first, second = await _create(sam), await _create(sam)
    columns = await projects.list_columns(await projects.get_project(sam, "WEB"))
    async with unit_of_work():
        await tasks.move_task(sam, first["key"], Position(column_id=columns[0]["id"]))
        await tasks.complete_task(sam, second["key"])
        await tasks.reopen_task(sam, second["key"])
        await tasks.delete_task(sam, first["key"], version=2)
    await _require_right_counts(1)
    async with unit_of_work():
        await tasks.restore_task(sam, first["key"])
    await _require_right_counts(2)
    await execute("delete from tasks where id = $1", first["id"])
    await _require_right_counts(1)


async def test_simultaneous_moves_in_all_directions_keep_the_counts_and_wait_for_nobody_in_a_circle(
    committed: World,
) -> None:
    sam, source = committed.sam, random.Random(7)
    keys = [(await _create(sam))["key"] for _ in range(8)]
    columns = [row["id"] for row in await projects.list_columns(await projects.get_project(sam, "WEB"))]

    async def wander(key: str) -> None:
        for _ in range(12):
            async with unit_of_work():  # a deadlock would be raised here: only requests are tried again
                if source.random() < 0.3:
                    await tasks.complete_task(sam, key)
                else:
                    await tasks.move_task(sam, key, Position(column_id=source.choice(columns)))

    await asyncio.gather(*(wander(key) for key in keys))
    await _require_right_counts(len(keys))
