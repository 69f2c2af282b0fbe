"""Which processes of which release are alive: each says so in the database, and a contract migration asks first."""

import asyncio
import contextlib
import socket
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import structlog

from taskflow.platform.database import classify_failure, execute
from taskflow.platform.ids import new_id

EVERY_SECONDS = 10.0
ALIVE = timedelta(seconds=60)
KEPT = timedelta(days=1)
log = structlog.get_logger("taskflow.fleet")

# Those that are alive and do not know the migration $1: their release may still use what it takes away.
LIST_OLDER = """
    select role, version, host, last_migration from replicas
    where seen_at > now() - $2::interval and last_migration < $1 order by role, host
"""


@dataclass(frozen=True, slots=True)
class Replica:
    """One process: its role, its release, and the last migration that this release knows."""

    role: str
    version: str
    last_migration: str
    id: UUID = field(default_factory=new_id)
    host: str = field(default_factory=socket.gethostname)


async def announce(replica: Replica) -> None:
    """Say that it is alive, and forget those that have not been heard of for a day."""
    await execute(
        "with forgotten as (delete from replicas where seen_at < now() - $6::interval)"
        " insert into replicas (id, role, version, host, last_migration) values ($1, $2, $3, $4, $5)"
        " on conflict (id) do update set seen_at = now()",
        replica.id,
        replica.role,
        replica.version,
        replica.host,
        replica.last_migration,
        KEPT,
    )


async def announce_for_ever(replica: Replica, stop: asyncio.Event, *, every: float = EVERY_SECONDS) -> None:
    """Announce every so many seconds until `stop`; a database that is away is tried again."""
    while not stop.is_set():
        try:
            await announce(replica)
        except Exception as error:
            if classify_failure(error) is None:
                raise
            log.warning("replica_not_announced", reason=type(error).__name__)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every)


async def leave(replica: Replica) -> None:
    """Say that it is gone. Raises what a database that is away raises; it is then taken for gone a minute later."""
    await execute("delete from replicas where id = $1", replica.id)
