"""Several workers at the same moment, with real commits: every report is asked for once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from taskflow import analytics, projects, world
from taskflow.analytics import NewSubscription
from taskflow.analytics.subscriptions import plan_reports
from taskflow.platform import clock
from taskflow.platform.database import fetch, fetch_value
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.world import World
from tests.support.databases import opened
from tests.support.people import PASSWORD

WORKERS = 6
MORNING = datetime(2027, 3, 29, 6, tzinfo=UTC)  # Monday, eight o'clock in Berlin


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[World]:
    """Mateo gets four reports at that moment, in a database where commits are real."""
    async with opened(own_database, pool_size=WORKERS):
        with clock.pinned(MORNING - timedelta(days=2)):
            async with unit_of_work():
                people = await world.build_people(PASSWORD)
                await projects.create_project(people.sam, NewProject(key="WEB", name="Website relaunch"))
                new = NewSubscription.model_validate({"project": "WEB", "send_time": "08:00"})
                for _ in range(4):
                    await analytics.create_subscription(people.members["mateo"], new)
        yield people


async def test_workers_that_plan_reports_at_once_ask_for_each_once(committed: World, mail_on: None) -> None:
    async def plan() -> int:
        with clock.pinned(MORNING):
            async with unit_of_work():
                return await plan_reports()

    assert sum(await asyncio.gather(*(plan() for _ in range(WORKERS)))) == 4
    rows = await fetch("select args ->> 'subscription_id' as id from jobs where name = 'analytics.send_report'")
    assert len({row["id"] for row in rows}) == len(rows) == 4
    assert await fetch_value("select min(next_at) from report_subscriptions") == MORNING + timedelta(days=7)
