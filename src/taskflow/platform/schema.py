"""The schema: migrating it under a lock, and knowing whether it is the one that this release needs."""

import asyncio
import copy
import time
from pathlib import Path
from typing import Any

import asyncpg
from aerich import Command

from taskflow.platform.database import PACKAGE, build_config, fetch, parse_credentials
from taskflow.settings import Settings

LOCATION = PACKAGE / "migrations"
_LOCK = 0x7461736B666C6F77
_LOCK_SECONDS, _POLL_SECONDS = 120.0, 0.25


class MigrationError(Exception):
    """The schema could not be brought up to date; the message says why."""


async def migrate(settings: Settings) -> list[str]:
    """Apply what is missing, one process at a time; gives the files applied. Raises MigrationError."""
    credentials = parse_credentials(settings)
    connection = await asyncpg.connect(**credentials, ssl=False, timeout=10)
    try:
        await _lock(connection)
        config = _build_migration_config(settings)
        async with Command(tortoise_config=config, app="models", location=str(LOCATION)) as command:
            applied: list[str] = await command.upgrade(run_in_transaction=True)
        return applied
    finally:
        await connection.close()


async def pending_migrations() -> list[str]:
    """The migrations of this release that the database does not have, by the connection that is open."""
    there = await fetch("select to_regclass('public.aerich') is not null as there")
    done = {row["version"] for row in await fetch("select version from aerich")} if there[0]["there"] else set()
    return [name for name in list_migrations() if name not in done]


def list_migrations() -> list[str]:
    """The migrations of this release in order, by file name."""
    return sorted(path.name for path in Path(LOCATION, "models").glob("[0-9]*.py"))


async def _lock(connection: asyncpg.Connection) -> None:
    # Polled: a blocking lock would wait in a transaction, and CREATE INDEX CONCURRENTLY would wait for that one.
    started = time.monotonic()
    while not await connection.fetchval("select pg_try_advisory_lock($1)", _LOCK):
        if time.monotonic() - started > _LOCK_SECONDS:
            raise MigrationError(f"another migration has held the lock for {_LOCK_SECONDS:.0f} s")
        await asyncio.sleep(_POLL_SECONDS)


def _build_migration_config(settings: Settings) -> dict[str, Any]:
    config = copy.deepcopy(build_config(settings, role="migrate", pool_size=2))
    credentials = config["connections"]["default"]["credentials"]
    # A migration may take long, but waits for locks briefly: while it waits, everybody behind it waits too.
    credentials["server_settings"] = {"lock_timeout": "5s", "statement_timeout": "0", "timezone": "UTC"}
    credentials["command_timeout"] = None
    return config
