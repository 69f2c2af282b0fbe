"""The schema: migrating it under a lock, and knowing whether it is the one that this release needs."""

import asyncio
import importlib.util
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from types import ModuleType
from typing import Any

import asyncpg
from tortoise.context import TortoiseContext
from tortoise.exceptions import BaseORMException

from taskflow.platform import fleet
from taskflow.platform.database import MIGRATION_CONFIG, PACKAGE, build_config, fetch, parse_credentials
from taskflow.settings import Settings

LOCATION = PACKAGE / "migrations"
LOCK = 0x7461736B666C6F77
LOCK_SECONDS = 120.0
_POLL_SECONDS, _CONNECT_SECONDS = 0.25, 5.0


class MigrationError(Exception):
    """The schema could not be brought up to date; the message says why."""


async def migrate(settings: Settings, *, lock_seconds: float = LOCK_SECONDS) -> list[str]:
    """Apply what is missing, one process at a time; gives the files applied, none when there was nothing to do.

    Each file is one transaction unless it says otherwise. Raises MigrationError, and what asyncpg raises when the
    database does not answer.
    """
    from aerich import Command  # noqa: PLC0415  large, and of use to nobody else

    async with connect(settings) as connection:
        await _lock(connection, lock_seconds)
        before = await _list_applied(connection)
        await _require_no_older(connection, before)
        try:
            # In a context of its own: aerich would take over whatever database the process has open.
            async with TortoiseContext() as context:
                await context.init(config=_build_config(settings))
                command = Command(tortoise_config=_build_config(settings), app="models", location=str(LOCATION))
                await command.init()
                applied: list[str] = await command.upgrade(run_in_transaction=True)
        except (BaseORMException, asyncpg.PostgresError) as error:
            done = await _list_applied(connection)
            failed = next((name for name in list_migrations() if name not in done), "after the last migration")
            others = ", ".join(sorted(done - before)) or "none"
            raise MigrationError(f"{failed}: {error} (applied before it: {others})") from error
    return applied


async def describe_schema(settings: Settings) -> dict[str, Any]:
    """What this release means for the database, for whoever is about to deploy it; changes nothing.

    {"last": its newest migration, "pending": [{"name", "kind"}], "needs": what every process that is to run afterwards
    has to know, or None, "refused": why migrating would be refused now, or None}. Raises what asyncpg raises.
    """
    async with connect(settings) as connection:
        applied = await _list_applied(connection)
        refused = None
        try:
            await _require_no_older(connection, applied)
        except MigrationError as error:
            refused = str(error)
    modules = {name: load_migration(name) for name in list_migrations()}
    pending = [
        {"name": name, "kind": (module.__doc__ or "").partition(":")[0].lower()}
        for name, module in modules.items()
        if name not in applied
    ]
    needs = max((module.NEEDS for module in modules.values() if hasattr(module, "NEEDS")), default=None)
    return {"last": list_migrations()[-1], "pending": pending, "needs": needs, "refused": refused}


async def pending_migrations() -> list[str]:
    """The migrations of this release that the database does not have, by the connection that is open.

    Migrations of a later release do not count: they only widen the schema.
    """
    there = await fetch("select to_regclass('public.aerich') is not null as there")
    done = {row["version"] for row in await fetch("select version from aerich")} if there[0]["there"] else set()
    return [name for name in list_migrations() if name not in done]


async def require_current() -> None:
    """Pass, or raise ConnectionError while the database lacks migrations of this release: somebody is to run them."""
    pending = await pending_migrations()
    if pending:
        raise ConnectionError(f"the database lacks {', '.join(pending)}: run the role migrate")


@cache
def list_migrations() -> tuple[str, ...]:
    """The migrations of this release in order, by file name."""
    return tuple(sorted(path.name for path in (LOCATION / "models").glob("[0-9]*.py")))


def load_migration(name: str) -> ModuleType:
    """The module of a migration by its file name."""
    path = LOCATION / "models" / name
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None  # noqa: S101  the file is in the folder
    assert spec.loader is not None  # noqa: S101  and it is Python
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@asynccontextmanager
async def connect(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    """A connection of its own, beside the pool. Raises what asyncpg raises, within five seconds."""
    connection = await asyncpg.connect(
        **parse_credentials(settings),
        ssl=False,
        timeout=_CONNECT_SECONDS,
        server_settings={"application_name": "taskflow-migrate", "timezone": "UTC"},
    )
    try:
        yield connection
    finally:
        await connection.close(timeout=_CONNECT_SECONDS)


async def _lock(connection: asyncpg.Connection, seconds: float) -> None:
    # Polled: a blocking lock would wait in a transaction, and CREATE INDEX CONCURRENTLY would wait for that one.
    started = time.monotonic()
    while not await connection.fetchval("select pg_try_advisory_lock($1)", LOCK):
        if time.monotonic() - started > seconds:
            raise MigrationError(f"another migration has held the lock for {seconds:g} s")
        await asyncio.sleep(_POLL_SECONDS)


async def _require_no_older(connection: asyncpg.Connection, applied: set[str]) -> None:
    """A contract migration takes something away: not while a process is alive whose release may use it."""
    if not await connection.fetchval("select to_regclass('public.replicas') is not null"):
        return
    for name in list_migrations():
        needed = getattr(load_migration(name), "NEEDS", None) if name not in applied else None
        if needed is None:
            continue
        older = await connection.fetch(fleet.LIST_OLDER, needed, fleet.ALIVE)
        if older:
            who = ", ".join(f"{row['role']} {row['version']} on {row['host']}" for row in older)
            raise MigrationError(f"{name} waits until no process is alive that does not know {needed}: {who}")


async def _list_applied(connection: asyncpg.Connection) -> set[str]:
    if not await connection.fetchval("select to_regclass('public.aerich') is not null"):
        return set()
    return {row["version"] for row in await connection.fetch("select version from aerich")}


def _build_config(settings: Settings) -> dict[str, Any]:
    config = build_config(settings, role="migrate", pool_size=2)
    credentials = config["connections"]["default"]["credentials"]
    # A migration may take long, but waits for locks briefly: while it waits, everybody behind it waits too.
    credentials["server_settings"] = {
        "application_name": "taskflow-migrate",
        "lock_timeout": "5s",
        "statement_timeout": "0",
        "timezone": "UTC",
    }
    credentials["command_timeout"] = None
    return config | {"apps": MIGRATION_CONFIG["apps"]}
