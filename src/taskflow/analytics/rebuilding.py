"""Telling every task of a workspace anew, from all that ever happened: the same figures as by following the events."""

from collections.abc import AsyncIterator
from uuid import UUID

from taskflow.analytics.rollups import count_days_anew, lock_rollups, tell_tasks
from taskflow.platform.database import fetch, fetch_value
from taskflow.platform.leases import Run
from taskflow.platform.unit_of_work import unit_of_work

BATCH = 500
FIRST = UUID(int=0)


async def rebuild(workspace_id: UUID, run: Run) -> None:
    """Do it, in batches that are one transaction each; running it again changes nothing."""
    total = await fetch_value("select count(*) from tasks where workspace_id = $1", workspace_id)
    done = 0
    async for count in tell_everything(workspace_id):
        done += count
        await run.report(min(done, total), total)
    async with run.finishing(result={"tasks": total}):
        pass


async def tell_everything(workspace_id: UUID) -> AsyncIterator[int]:
    """Tell every task, and those that are gone; then sum up the days. Gives how many after each batch."""
    for table, column in (("tasks", "id"), ("task_stints", "task_id")):
        last: UUID | None = FIRST
        while last is not None:
            async with unit_of_work():
                await lock_rollups(workspace_id)
                rows = await fetch(
                    f"select distinct {column} as id from {table} where workspace_id = $1 and {column} > $2"
                    f" order by {column} limit $3",
                    workspace_id,
                    last,
                    BATCH,
                )
                ids = [row["id"] for row in rows]
                await tell_tasks(workspace_id, ids)
            last = ids[-1] if len(ids) == BATCH else None
            yield len(ids) if table == "tasks" else 0
    for row in await fetch("select id from projects where workspace_id = $1 order by id", workspace_id):
        async with unit_of_work():
            await lock_rollups(workspace_id)
            await count_days_anew(workspace_id, row["id"])
        yield 0
