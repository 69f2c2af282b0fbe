"""Several workers at the same moment, with real commits: everybody is told once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from taskflow import comments, projects, tasks, world
from taskflow.comments import NewComment
from taskflow.notifications.digests import plan_digests
from taskflow.notifications.jobs import notify
from taskflow.notifications.reminders import remind_of_workspace
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.tasks import NewTask
from taskflow.world import World
from tests.support.databases import opened
from tests.support.people import PASSWORD

WORKERS = 6
MORNING = datetime(2027, 3, 29, 7, tzinfo=UTC)  # nine o'clock in Berlin


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[World]:
    """Mateo works on four tasks that are due on that day, in a database where commits are real."""
    async with opened(own_database, pool_size=WORKERS):
        with clock.pinned(MORNING - timedelta(days=10)):
            async with unit_of_work():
                people = await world.build_people(PASSWORD)
                await projects.create_project(people.sam, NewProject(key="WEB", name="Website relaunch"))
                for _ in range(4):
                    new = {"title": "Login", "due_date": "2027-03-29", "assignees": [people.members["mateo"].id]}
                    await tasks.create_task(people.sam, "WEB", NewTask.model_validate(new))
        yield people


async def test_workers_that_remind_at_once_remind_once(committed: World) -> None:
    with clock.pinned(MORNING):
        workspace_id = committed.sam.workspace_id
        await asyncio.gather(*(remind_of_workspace(workspace_id) for _ in range(WORKERS)))
    rows = await fetch("select reason, count(*) from notifications where occasion is not null group by reason")
    assert rows == [{"reason": "due_today", "count": 4}]


async def test_workers_that_tell_at_once_tell_once(committed: World) -> None:
    async with unit_of_work():
        await comments.post_comment(committed.sam, "WEB-1", NewComment(body="@mateo, @aiko: look"))
    event_id = await fetch_value("select id from events where action = 'comment.posted'")

    async def tell() -> None:
        async with unit_of_work():
            await notify(event_id=event_id)

    await asyncio.gather(*(tell() for _ in range(WORKERS)))
    assert await fetch_value("select count(*) from notifications where reason = 'mentioned'") == 2


async def test_workers_that_plan_digests_at_once_ask_for_each_once(committed: World) -> None:
    await execute("insert into notification_settings (user_id, next_digest_at) select id, $1 from users", MORNING)

    async def plan() -> int:
        with clock.pinned(MORNING):
            async with unit_of_work():
                return await plan_digests()

    assert sum(await asyncio.gather(*(plan() for _ in range(WORKERS)))) == 6
    rows = await fetch("select args ->> 'user_id' as person from jobs where name = 'notifications.send_digest'")
    assert len({row["person"] for row in rows}) == len(rows) == 6
