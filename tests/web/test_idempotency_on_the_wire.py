"""A program whose connection breaks at any moment, and which sends again with the same key until it is answered."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from loadtests.common.wire import Answer, Lost, Wire
from roles.embedded.ports import HOST, pick_port
from taskflow import identity, projects, world
from taskflow.identity import NewToken
from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.settings import Settings
from tests.support.databases import opened
from tests.support.people import PASSWORD
from tests.support.processes import ROOT, Process, role, to_environment

TASKS = "/api/v1/workspaces/meridian/projects/WEB/tasks"
CREATES, AT_ONCE, MOST_TRIES = 1000, 8, 60
IMPATIENT, LONGEST_PATIENCE = 0.6, 0.05  # how many of the requests are cut, and after how many seconds at the most
DEADLINE = 120  # far more than it takes; a test that hangs would say nothing


@dataclass
class Breaker:
    """Creates tasks over connections most of which it breaks at a random moment: before, during and after the work."""

    port: int
    token: str
    chance: random.Random = field(default_factory=lambda: random.Random(20261125))
    seen: Counter[str] = field(default_factory=Counter)
    keys: dict[str, str] = field(default_factory=dict)

    async def work(self, titles: "asyncio.Queue[str]") -> None:
        """Take titles until there are no more."""
        wire: Wire | None = None
        while not titles.empty():
            title = titles.get_nowait()
            wire, answer = await self._insist(wire, title)
            self.keys[title] = json.loads(answer.body)["key"]
            assert answer.headers["location"].endswith(self.keys[title])
            self.seen["replayed"] += answer.headers.get("idempotency-replayed") == "true"
        if wire is not None:
            await wire.close()

    async def _insist(self, wire: Wire | None, title: str) -> tuple[Wire, Answer]:
        """Send until it is answered."""
        for _ in range(MOST_TRIES):
            wire = wire or await Wire.open(self.port)
            answer = await self._try(wire, title)
            if answer is None:
                wire = None
            elif answer.status == 201:
                return wire, answer
            else:
                assert (answer.status, json.loads(answer.body)["code"]) == (409, "request_in_flight")
                assert answer.headers["retry-after"] == "1"
                self.seen["in flight"] += 1
                await asyncio.sleep(0.01)
        raise AssertionError(f"{title} was not answered in {MOST_TRIES} tries")

    async def _try(self, wire: Wire, title: str) -> Answer | None:
        """The answer, or None when the connection broke before it was read."""
        head = f"Authorization: Bearer {self.token}\r\nContent-Type: application/json\r\nIdempotency-Key: {title}\r\n"
        asking = wire.ask("POST", TASKS, head, json.dumps({"title": title}).encode())
        patience = self.chance.uniform(0, LONGEST_PATIENCE) if self.chance.random() < IMPATIENT else DEADLINE
        try:
            return await asyncio.wait_for(asking, patience)
        except (TimeoutError, Lost):
            wire.writer.transport.abort()
            await wire.close()
            self.seen["broken"] += 1
            return None


@pytest.fixture
async def api(own_database: Settings, own_valkey: str, tmp_path: Path) -> AsyncIterator[tuple[Process, int]]:
    """The role api in a process of its own, on a database that really commits."""
    port = pick_port(None)
    environment = to_environment(
        own_database,
        redis_url=own_valkey,
        api_bind=f"{HOST}:{port}",
        templates_folder=str(ROOT / "web_assets/templates"),
        log_level="ERROR",  # nobody reads what it says meanwhile, and a full pipe would hold it up
    )
    async with role("api", environment=environment) as process:
        await process.wait_until_ready()
        yield process, port


async def test_a_thousand_creates_over_breaking_connections_make_exactly_a_thousand_tasks(
    own_database: Settings, api: tuple[Process, int]
) -> None:
    async with opened(own_database):
        async with unit_of_work():
            built = await world.build_people(PASSWORD)
            await projects.create_project(built.sam, NewProject(key="WEB", name="Website relaunch"))
            _, token = await identity.create_token(built.persons["sam"], NewToken(name="w", scopes=["write"]))
        breaker, titles = Breaker(api[1], token), asyncio.Queue[str]()
        for number in range(CREATES):
            titles.put_nowait(f"task-{number}")
        async with asyncio.timeout(DEADLINE), asyncio.TaskGroup() as group:
            for _ in range(AT_ONCE):
                group.create_task(breaker.work(titles))
        rows = await fetch("select title, number from tasks order by number")
        counts = await fetch_one(
            "select (select count(*) from events where action = 'task.created') as events,"
            " (select count(*) from idempotency_keys) as answers, (select next_number from projects) as next"
        )
    assert [row["number"] for row in rows] == list(range(1, CREATES + 1)), "no task twice, none lost, no gap"
    assert {row["title"]: f"WEB-{row['number']}" for row in rows} == breaker.keys, "each was told its own task"
    assert counts == {"events": CREATES, "answers": CREATES, "next": CREATES + 1}
    assert min(breaker.seen[what] for what in ("broken", "replayed", "in flight")) > 0, breaker.seen
