"""The schema is brought up to date once, whoever tries, and every role knows whether it is."""

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from taskflow.platform import schema
from taskflow.platform.database import fetch_value, parse_credentials
from taskflow.settings import Settings
from tests.support.databases import opened

ROOT = Path(__file__).parents[2]
MIGRATE = """
import asyncio, sys
from taskflow.platform import schema
from taskflow.settings import load_settings
environment = {"TASKFLOW_MODE": "development", "TASKFLOW_PUBLIC_URL": "http://localhost", "TASKFLOW_SECRET_KEY": "x",
               "TASKFLOW_REDIS_URL": "redis://127.0.0.1:1/0", "TASKFLOW_DATABASE_URL": sys.argv[1]}
print("here", flush=True)
sys.stdin.readline()
print(*asyncio.run(schema.migrate(load_settings(environment))))
"""


async def _start_migrating(settings: Settings) -> asyncio.subprocess.Process:
    """A process that migrates when it is sent a line."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", MIGRATE, settings.database_url, cwd=ROOT / "src", stdin=pipe, stdout=pipe, stderr=pipe
    )
    assert process.stdout is not None
    assert await process.stdout.readline() == b"here\n"
    return process


async def _fetch(settings: Settings, sql: str) -> list[asyncpg.Record]:
    async with schema.connect(settings) as connection:
        rows: list[asyncpg.Record] = await connection.fetch(sql)
    return rows


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a release's migrations: ours, and what the test adds."""
    folder = tmp_path / "models"
    folder.mkdir()
    for path in (schema.LOCATION / "models").glob("[0-9]*.py"):
        (folder / path.name).write_text(path.read_text())
    monkeypatch.setattr(schema, "LOCATION", tmp_path)
    schema.list_migrations.cache_clear()
    yield folder
    schema.list_migrations.cache_clear()


def _add(release: Path, name: str, sql: str) -> None:
    code = f"RUN_IN_TRANSACTION = True\n\n\nasync def upgrade(db):\n    return {sql!r}\n\n\nMODELS_STATE = None\n"
    (release / name).write_text(code)


async def test_four_migrations_at_once_apply_each_file_once(empty_database: Settings) -> None:
    processes = await asyncio.gather(*(_start_migrating(empty_database) for _ in range(4)))
    said = await asyncio.gather(*(process.communicate(b"go\n") for process in processes))
    assert [complaint for _, complaint in said] == [b""] * 4
    applied = [name for out, _ in said for name in out.decode().split()]
    assert sorted(applied) == list(schema.list_migrations())
    rows = await _fetch(empty_database, "select version from aerich order by version")
    assert tuple(row["version"] for row in rows) == schema.list_migrations()


async def test_a_new_migration_is_pending_until_it_is_applied(empty_database: Settings, release: Path) -> None:
    await schema.migrate(empty_database)
    _add(release, "9998_widen.py", "create table wider (id int)")
    schema.list_migrations.cache_clear()
    async with opened(empty_database):
        assert await schema.pending_migrations() == ["9998_widen.py"]
        with pytest.raises(ConnectionError, match=r"lacks 9998_widen\.py"):
            await schema.require_current()
    assert await schema.migrate(empty_database) == ["9998_widen.py"]
    assert await schema.migrate(empty_database) == []
    async with opened(empty_database):
        await schema.require_current()


async def test_everything_is_pending_on_an_empty_database(empty_database: Settings) -> None:
    async with opened(empty_database):
        assert tuple(await schema.pending_migrations()) == schema.list_migrations()


async def test_what_a_later_release_has_applied_is_not_missed(empty_database: Settings, release: Path) -> None:
    _add(release, "9998_later.py", "create table later (id int)")
    await schema.migrate(empty_database)
    (release / "9998_later.py").unlink()
    schema.list_migrations.cache_clear()
    async with opened(empty_database):
        assert await schema.pending_migrations() == []
    assert await schema.migrate(empty_database) == []


async def test_a_migration_that_fails_is_named_and_leaves_nothing(empty_database: Settings, release: Path) -> None:
    await schema.migrate(empty_database)
    _add(release, "9997_good.py", "create table good (id int)")
    _add(release, "9998_bad.py", "create table half (id int); select 1/0")
    schema.list_migrations.cache_clear()
    with pytest.raises(schema.MigrationError, match=r"9998_bad\.py: division by zero \(applied before it: 9997_good"):
        await schema.migrate(empty_database)
    [row] = await _fetch(
        empty_database, "select to_regclass('good') is not null as good, to_regclass('half') is not null as half"
    )
    assert (row["good"], row["half"]) == (True, False)


async def test_a_migration_waits_for_another_one_and_gives_up_in_the_end(empty_database: Settings) -> None:
    async with schema.connect(empty_database) as other:
        await other.execute("select pg_advisory_lock($1)", schema.LOCK)
        with pytest.raises(schema.MigrationError, match="another migration has held the lock"):
            await schema.migrate(empty_database, lock_seconds=0.1)
        waiting = asyncio.create_task(schema.migrate(empty_database))
        await asyncio.sleep(0.5)
        assert not waiting.done()
        assert await other.fetchval("select to_regclass('public.aerich')") is None
    assert await waiting == list(schema.list_migrations())


async def test_migrating_leaves_the_database_alone_that_the_process_has_open(
    database: None, settings: Settings, empty_database: Settings
) -> None:
    assert await schema.migrate(empty_database) == list(schema.list_migrations())
    assert await fetch_value("select current_database()") == parse_credentials(settings)["database"]


async def test_the_applications_role_may_read_which_migrations_there_are_and_not_change_it(
    own_database: Settings,
) -> None:
    async with schema.connect(own_database) as connection:
        assert await connection.fetchval("select current_user") == "taskflow_app"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("delete from aerich")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute("create table mine (id int)")
