"""Every process says that it is alive, and nothing is taken away from the schema that one of them may still use."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from taskflow.platform import fleet, schema
from taskflow.platform.database import execute, fetch
from taskflow.settings import Settings
from tests.support.databases import opened

OLD = fleet.Replica("api", "1.0.0", "0016_old.py", host="one")
CONTRACT = '''"""Contract: nobody uses it any more."""
RUN_IN_TRANSACTION = True
NEEDS = "0017_replicas.py"


async def upgrade(db):
    return "drop table event_seals"


MODELS_STATE = None
'''


@pytest.fixture
async def migrated(empty_database: Settings) -> AsyncIterator[Settings]:
    """A database that is up to date, as its owner."""
    await schema.migrate(empty_database)
    async with opened(empty_database):
        yield empty_database


@pytest.fixture
def contract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A release that adds a contract migration to ours; gives its name."""
    folder = tmp_path / "models"
    folder.mkdir()
    for path in (schema.LOCATION / "models").glob("[0-9]*.py"):
        (folder / path.name).write_text(path.read_text())
    monkeypatch.setattr(schema, "LOCATION", tmp_path)
    (folder / "9000_contract.py").write_text(CONTRACT)
    schema.list_migrations.cache_clear()
    return "9000_contract.py"


@pytest.fixture(autouse=True)
def _forget_migrations() -> Iterator[None]:
    schema.list_migrations.cache_clear()
    yield
    schema.list_migrations.cache_clear()


async def test_a_process_is_announced_and_leaves(migrated: Settings) -> None:
    await fleet.announce(OLD)
    await fleet.announce(OLD)
    assert [row["role"] for row in await fetch("select role from replicas")] == ["api"]
    await fleet.leave(OLD)
    assert await fetch("select 1 from replicas") == []


async def test_it_is_announced_again_and_again_until_it_stops(migrated: Settings) -> None:
    stop = asyncio.Event()
    announcing = asyncio.create_task(fleet.announce_for_ever(OLD, stop, every=0.02))
    seen = set()
    for _ in range(300):
        seen |= {row["seen_at"] for row in await fetch("select seen_at from replicas")}
        if len(seen) > 2:
            break
        await asyncio.sleep(0.02)
    stop.set()
    await announcing
    assert len(seen) > 2


async def test_what_was_not_heard_of_for_a_day_is_forgotten(migrated: Settings) -> None:
    await fleet.announce(OLD)
    await execute("update replicas set seen_at = now() - interval '25 hours'")
    await fleet.announce(fleet.Replica("worker", "1.0.0", "0016_old.py"))
    assert [row["role"] for row in await fetch("select role from replicas")] == ["worker"]


async def test_a_contract_waits_while_an_older_process_is_alive(migrated: Settings, contract: str) -> None:
    await fleet.announce(OLD)
    with pytest.raises(
        schema.MigrationError, match=r"9000_contract\.py waits .* 0017_replicas\.py: api 1\.0\.0 on one"
    ):
        await schema.migrate(migrated)
    assert await fetch("select to_regclass('event_seals') is not null as there") == [{"there": True}]


async def test_a_contract_is_applied_when_the_last_older_process_is_gone(migrated: Settings, contract: str) -> None:
    await fleet.announce(OLD)
    await execute("update replicas set seen_at = now() - interval '61 seconds'")
    await fleet.announce(fleet.Replica("api", "2.0.0", "0017_replicas.py"))
    assert await schema.migrate(migrated) == [contract]


async def test_whoever_deploys_can_ask_what_a_release_would_change(migrated: Settings, contract: str) -> None:
    await fleet.announce(OLD)
    found = await schema.describe_schema(migrated)
    assert (found["last"], found["needs"]) == (contract, "0017_replicas.py")
    assert found["pending"] == [{"name": contract, "kind": "contract"}]
    assert "waits until no process is alive" in found["refused"]
