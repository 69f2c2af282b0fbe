"""The command maintenance: what is kept too long is told before, and the workers delete it at once."""

from collections.abc import Awaitable, Callable

from taskflow.platform.database import execute, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from taskflow.world import build_people
from tests.support.databases import opened
from tests.support.people import PASSWORD
from tests.support.processes import role, running, to_environment

Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]


async def test_what_is_too_old_is_told_and_then_deleted(
    own_database: Settings, own_valkey: str, eventually: Eventually
) -> None:
    environment = to_environment(own_database, mode="production", redis_url=own_valkey, sweep_seconds="0.2")
    async with opened(own_database):
        async with unit_of_work():
            people = await build_people(PASSWORD)
        for _ in range(3):
            session_id = new_id()
            await execute(
                "insert into sessions (id, user_id, token_hash, expires_at) values ($1, $2, $3, '2026-01-02')",
                session_id,
                people.persons["sam"].id,
                session_id.bytes,
            )

        async with running("-m", "roles", "maintenance", "--dry-run", environment=environment) as process:
            assert await process.end() == 0
        (line,) = [line for line in process.out.splitlines() if line.startswith("Sign-ins")]
        assert line.split()[-5:] == ["3", "2026-01-02", "until", "their", "end"]
        assert process.out.endswith("Nothing was deleted. Events are never deleted.\n")
        assert await fetch_value("select count(*) from jobs where name like '%purge%'") == 0

        async with role("maintenance", environment=environment) as process:
            assert await process.end() == 0

        async def is_gone() -> bool:
            return bool(await fetch_value("select count(*) from sessions") == 0)

        async with role("worker", environment=environment):
            await eventually(is_gone)
