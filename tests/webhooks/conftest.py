"""TaskFlow with a webhook to a receiver on loopback, in a database where commits are real, and a way through time."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from ipaddress import ip_network
from typing import Any
from uuid import UUID

import pytest

import taskflow.fanout
import taskflow.notifications.jobs
import taskflow.webhooks.jobs  # noqa: F401  registers what runs here
from taskflow import projects, tasks, webhooks, world
from taskflow.platform import jobs
from taskflow.platform.database import execute, fetch, fetch_one
from taskflow.platform.http_client import HttpClient
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from taskflow.tasks import NewTask
from taskflow.webhooks import NewHook
from taskflow.webhooks.equipment import find_equipment, take
from taskflow.world import World
from tests.support.databases import opened
from tests.support.people import PASSWORD
from tests.support.receiver import Receiver, receiving

Row = dict[str, Any]
PATIENT, IMPATIENT = 30.0, 0.5
_MOMENTS = {
    "jobs": ("available_at",),
    "webhooks": ("failing_since", "paused_until", "pump_at", "last_success_at", "last_failure_at"),
    "webhook_deliveries": ("next_at", "first_tried_at"),
}


@dataclass
class Stand:
    """A workspace whose webhook calls the receiver."""

    world: World
    receiver: Receiver
    hook_id: UUID
    secret: str

    async def create_tasks(self, *titles: str) -> list[str]:
        """Tasks, each made in a unit of its own; gives their keys."""
        made = []
        for title in titles:
            async with unit_of_work():
                made.append((await tasks.create_task(self.world.sam, "WEB", NewTask(title=title)))["key"])
        return made

    async def hook(self) -> Row:
        """The webhook's row."""
        row = await fetch_one("select * from webhooks where id = $1", self.hook_id)
        assert row is not None
        return row

    async def deliveries(self) -> list[Row]:
        """What was and is to be delivered, in the order of the events."""
        return await fetch("select * from webhook_deliveries where hook_id = $1 order by event_seq, id", self.hook_id)

    async def states(self) -> list[str]:
        """How far each delivery is."""
        return [row["state"] for row in await self.deliveries()]


async def work(*, newest_first: bool = False) -> None:
    """Run every job that is due, those too that come of it."""
    order = "desc" if newest_first else "asc"
    due = f"select id from jobs where state in ('new', 'sent') and available_at <= now() order by id {order}"
    while rows := await fetch(due):
        for row in rows:
            assert await jobs.run(row["id"]) in {"done", "skipped"}


async def pass_time(seconds: float) -> None:
    """Let everything that waits have waited so much longer."""
    for table, columns in _MOMENTS.items():
        sets = ", ".join(f"{column} = {column} - $1 * interval '1 second'" for column in columns)
        await execute(f"update {table} set {sets}", seconds)


def wait_for_answers(seconds: float) -> None:
    """Wait so long for an answer: a test that wants one never waits in vain, one that wants none not for long."""
    take(replace(find_equipment(), client=HttpClient((ip_network("127.0.0.0/8"),), total_seconds=seconds)))


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """Somebody else's server."""
    async with receiving() as listening:
        yield listening


@pytest.fixture
async def stand(own_database: Settings, receiver: Receiver) -> AsyncIterator[Stand]:
    """Sam's workspace with WEB and a webhook for tasks and comments; what came before is settled."""
    usual = find_equipment()
    wait_for_answers(PATIENT)
    try:
        async with opened(own_database, pool_size=10):
            async with unit_of_work():
                people = await world.build_people(PASSWORD)
                await projects.create_project(people.sam, NewProject(key="WEB", name="Website relaunch"))
            await work()
            async with unit_of_work():
                new = NewHook(name="Bot", url=receiver.url, actions=["task.*", "comment.*"])
                hook, secret = await webhooks.create_hook(people.sam, new)
            await work()
            yield Stand(people, receiver, hook["id"], secret)
    finally:
        take(usual)
