"""Real PostgreSQL and Valkey for every test: one migrated database that tests roll back, and clones of it."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis
from tortoise.transactions import in_transaction

from roles.embedded import EmbeddedServers, embedded_servers
from taskflow import attachments, webhooks
from taskflow.platform import database as db
from taskflow.platform import schema
from taskflow.settings import Settings, load_settings

pytest_plugins = ["tests.support.mailbox", "tests.support.people"]
SECRET = "a secret of the tests, long enough for production"
NO_LIMITS = [f"TASKFLOW_{name}_RATE_LIMIT" for name in ("PERSON", "TOKEN", "ADDRESS", "SIGN_IN")]
_numbers = itertools.count(1)


def pytest_addoption(parser: pytest.Parser) -> None:
    """How long schemathesis runs."""
    parser.addoption("--schemathesis", type=int, metavar="N", help="all phases of it, with N requests an operation")


@pytest.fixture(scope="session")
async def servers(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedServers]:
    """The servers behind everything; they live as long as the test run."""
    folder = tmp_path_factory.mktemp("servers")
    async with embedded_servers(folder, durable=False, report=lambda _: None) as running:
        await schema.migrate(build_settings(running, "taskflow", owner=True))
        yield running


def build_settings(servers: EmbeddedServers, name: str, *, owner: bool = False, redis_db: int = 0) -> Settings:
    """Settings for the database `name`, as the application's role or as its owner."""
    dsn = servers.postgres.owner_dsn(name) if owner else servers.postgres.app_dsn(name)
    return load_settings(
        {
            "TASKFLOW_MODE": "development",
            "TASKFLOW_PUBLIC_URL": "http://localhost",
            "TASKFLOW_SECRET_KEY": SECRET,
            "TASKFLOW_DATABASE_URL": dsn,
            "TASKFLOW_REDIS_URL": servers.valkey_url.removesuffix("/0") + f"/{redis_db}",
            "TASKFLOW_INNER_BIND": "127.0.0.1:0",
            "TASKFLOW_API_BIND": "127.0.0.1:0",
            "TASKFLOW_FRONTEND_BIND": "127.0.0.1:0",
            **dict.fromkeys(NO_LIMITS, "0"),
            "TASKFLOW_LAME_DUCK_SECONDS": "0",
            "TASKFLOW_QUIET_SECONDS": "0",
        }
    )


async def administer(servers: EmbeddedServers, statement: str) -> None:
    """Run one statement as the superuser, outside any transaction."""
    connection = await asyncpg.connect(servers.postgres.superuser_dsn("postgres"), ssl=False)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


@pytest.fixture(scope="session", autouse=True)
def files(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder that files go to; what webhooks are signed and sent with comes from the same settings."""
    folder = tmp_path_factory.mktemp("files")
    unused = {
        "TASKFLOW_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
        "TASKFLOW_REDIS_URL": "redis://127.0.0.1:1",
    }
    given = {"TASKFLOW_MODE": "development", "TASKFLOW_PUBLIC_URL": "http://localhost", "TASKFLOW_SECRET_KEY": SECRET}
    settings = load_settings(given | unused | {"TASKFLOW_DATA_FOLDER": str(folder)})
    attachments.keep_in(attachments.Storage(settings))
    webhooks.equip(settings)
    yield folder / "attachments"
    webhooks.equip(None)
    attachments.keep_in(None)


@pytest.fixture(scope="session")
async def settings(servers: EmbeddedServers) -> Settings:
    """The settings of the shared database, which no test commits to."""
    await administer(servers, "create database shared template taskflow owner taskflow_owner")
    return build_settings(servers, "shared")


@pytest.fixture(scope="session")
async def _open_database(settings: Settings) -> AsyncIterator[None]:
    await db.open_database(settings, role="tests", pool_size=4)
    yield
    await db.close_database()


class _RollBack(Exception):
    """Ends a test's transaction without keeping anything."""


@pytest.fixture
async def database(_open_database: None) -> AsyncIterator[None]:
    """The shared database inside a transaction that is rolled back; units of work become savepoints."""
    try:
        async with in_transaction("default"):
            yield
            raise _RollBack
    except _RollBack:
        pass


@pytest.fixture
async def own_database(servers: EmbeddedServers) -> AsyncIterator[Settings]:
    """A migrated database of the test's own, for real commits and several processes. Not opened."""
    name = f"own_{next(_numbers)}"
    await administer(servers, f"create database {name} template taskflow owner taskflow_owner")
    yield build_settings(servers, name)
    await administer(servers, f"drop database {name} with (force)")


@pytest.fixture
async def empty_database(servers: EmbeddedServers) -> AsyncIterator[Settings]:
    """An empty database, as its owner. Not opened."""
    name = f"empty_{next(_numbers)}"
    await administer(servers, f"create database {name} owner taskflow_owner")
    yield build_settings(servers, name, owner=True)
    await administer(servers, f"drop database {name} with (force)")


@pytest.fixture
async def own_valkey(servers: EmbeddedServers) -> AsyncIterator[str]:
    """The URL of an emptied Valkey database that nobody else uses."""
    url = servers.valkey_url.removesuffix("/0") + "/1"
    client: Redis = Redis.from_url(url)
    await client.flushdb()
    yield url
    await client.flushdb()
    await client.aclose()


@pytest.fixture
def eventually() -> Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]:
    """Waits until a condition holds, at most ten seconds."""

    async def wait(condition: Callable[[], Awaitable[bool]]) -> None:
        for _ in range(200):
            if await condition():
                return
            await asyncio.sleep(0.05)
        raise AssertionError("it did not happen within ten seconds")

    return wait
