"""The embedded Valkey (or Redis): configuring and starting it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from signal import SIGTERM

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from roles.embedded.binaries import Program
from roles.embedded.identity import Identity
from roles.embedded.orphans import stop_orphan
from roles.embedded.ports import HOST
from roles.embedded.state import State
from roles.embedded.supervision import Child, Command, start_on_free_port

CONFIGURATION = """\
bind {host}
port {port}
requirepass {password}
maxmemory 256mb
maxmemory-policy noeviction
save ""
appendonly {appendonly}
daemonize no
set-proc-title no
"""


@dataclass(frozen=True)
class Store:
    """Where one Valkey keeps its data and logs, and as whom it runs."""

    program: Program
    data: Path
    logs: Path
    identity: Identity | None
    durable: bool
    report: Callable[[str], None]


async def start_valkey(store: Store, state: State) -> tuple[Child, str]:
    """Start it and give its URL, password included. Raises EmbeddedError."""
    if await stop_orphan(store.data / "valkey.pid", store.data, SIGTERM):
        store.report(f"{store.program}: stopped the server of an earlier run")
    store.data.mkdir(mode=0o700, exist_ok=True)
    if store.identity:
        store.identity.give(store.data)
    password = state.passwords["valkey"]
    child, port = await start_on_free_port(
        partial(_build_command, store, password),
        partial(_ask, password),
        (OSError, RedisError),
        preferred=state.ports.get("valkey"),
    )
    state.ports["valkey"] = port
    store.report(f"{store.program}: ready on {HOST}:{port}")
    return child, build_url(password, port)


def build_url(password: str, port: int) -> str:
    """The password is made of characters that need no quoting in a URL."""
    return f"redis://:{password}@{HOST}:{port}/0"


def _build_command(store: Store, password: str, port: int) -> Command:
    appendonly = "yes" if store.durable else "no"
    given = CONFIGURATION.format(host=HOST, port=port, password=password, appendonly=appendonly)
    # The folder is named on the command line, so that a later run recognizes the process as its own.
    words = [store.program.path, "-", "--dir", store.data, "--pidfile", store.data / "valkey.pid"]
    return Command(
        str(store.program), words, store.logs / "valkey.log", store.identity, stop_signal=SIGTERM, given=given
    )


async def _ask(password: str, port: int) -> None:
    client = Redis.from_url(build_url(password, port), socket_timeout=2, retry=Retry(NoBackoff(), 0))
    try:
        await client.ping()
    finally:
        await client.aclose()
