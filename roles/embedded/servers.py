"""Both servers together, from an empty folder to nothing left running."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from roles.embedded.binaries import find_postgres, find_valkey
from roles.embedded.identity import choose_identity, make_reachable
from roles.embedded.placement import POSTGRES_DATA, VALKEY_DATA, choose_home, make_folder, name_elsewhere
from roles.embedded.postgres import PostgresServer, require_own_data, start_postgres, stop_earlier_postgres
from roles.embedded.state import LOCK, State, load_state, lock, new_state, save_state
from roles.embedded.supervision import Child, Installation
from roles.embedded.valkey import start_valkey, stop_earlier_valkey


@dataclass(frozen=True)
class EmbeddedServers:
    """Two running servers."""

    postgres: PostgresServer
    valkey_url: str = field(repr=False)


@asynccontextmanager
async def embedded_servers(
    folder: Path, *, durable: bool, report: Callable[[str], None]
) -> AsyncIterator[EmbeddedServers]:
    """PostgreSQL and Valkey on the data in `folder`, for as long as the block lasts; `report` gets one-line news.

    What is not durable may be lost when the machine stops. Enter it from a thread that outlives the block: on Linux
    the servers end with the thread that started them. Raises EmbeddedError.
    """
    folder = make_folder(folder)
    identity = choose_identity(folder / POSTGRES_DATA)
    with lock(folder):
        state = load_state(folder)
        with choose_home(folder, identity, durable=durable, fresh=state is None) as home:
            if home != folder:
                report(f"The data is in {home}, because the servers' user cannot enter {folder}")
            postgres, valkey = (
                Installation(make_reachable(program, home, identity), home / data, folder, identity, durable, report)
                for program, data in ((find_postgres(), POSTGRES_DATA), (find_valkey(), VALKEY_DATA))
            )
            require_own_data(postgres, state)
            async with _running(postgres, valkey, state or new_state()) as servers:
                yield servers


async def discard_data(folder: Path) -> None:
    """Delete all that is in the folder, so that the next start begins afresh. Raises EmbeddedError while it is used."""
    folder = make_folder(folder)
    with lock(folder):
        for home in (folder, name_elsewhere(folder)):
            await stop_earlier_postgres(home / POSTGRES_DATA)
            await stop_earlier_valkey(home / VALKEY_DATA)
        # What lies elsewhere goes with the next start, which finds the folder without its passwords.
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != LOCK:
                path.unlink()


@asynccontextmanager
async def _running(postgres: Installation, valkey: Installation, state: State) -> AsyncIterator[EmbeddedServers]:
    children: list[Child] = []
    save_state(postgres.logs, state)  # before there is data that only these passwords open
    try:
        servers = await _start(postgres, valkey, state, children)
        save_state(postgres.logs, state)
        yield servers
    finally:
        # All of them hear it before anything is waited for: a second Ctrl-C interrupts the waiting only.
        for child in children:
            child.ask_to_stop()
        await asyncio.gather(*(child.wait_until_stopped() for child in children))


async def _start(postgres: Installation, valkey: Installation, state: State, children: list[Child]) -> EmbeddedServers:
    try:
        async with asyncio.TaskGroup() as group:
            server = group.create_task(start_postgres(postgres, state, children))
            url = group.create_task(start_valkey(valkey, state, children))
    except BaseExceptionGroup as failures:
        raise failures.exceptions[0] from failures
    return EmbeddedServers(server.result(), url.result())
