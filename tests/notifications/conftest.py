"""Running the outbox, and a task to be told of."""

from typing import Any

import pytest

from roles.worker import load_jobs
from taskflow import notifications, tasks
from taskflow.notifications import Wanted
from taskflow.platform import jobs
from taskflow.platform.database import execute, fetch
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import NewTask
from taskflow.workspaces import Member

EVERYTHING = Wanted()
load_jobs()


async def run_all() -> None:
    """Do everything that is due."""
    due = "select id from jobs where state = 'new' and available_at <= now() order by created_at, id"
    while rows := await fetch(due):
        for row in rows:
            assert await jobs.run(row["id"]) == "done"


async def inbox(member: Member, wanted: Wanted = EVERYTHING) -> list[tuple[str, str | None]]:
    """The reasons and the tasks in it, the latest first."""
    return [(row["reason"], row["task_key"]) for row in (await notifications.list_notifications(member, wanted)).items]


@pytest.fixture
async def quiet() -> None:
    """Nobody was told anything so far."""
    await run_all()
    await execute("delete from notifications")
    await execute("delete from jobs")


@pytest.fixture
async def task(sam: Member, mateo: Member, quiet: None) -> dict[str, Any]:
    """A task of Sam's on which Mateo works, who was told."""
    async with unit_of_work():
        created = await tasks.create_task(sam, "WEB", NewTask(title="Login", assignees=[mateo.id]))
    await run_all()
    return created
