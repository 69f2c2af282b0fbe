"""The embedded servers: they keep what is durable, refuse what cannot work, and never outlive their starter."""

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import stat
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from redis.asyncio import Redis
from roles.embedded import EmbeddedError, EmbeddedServers, embedded_servers
from roles.embedded import binaries, identity, orphans, placement, supervision

ROOT = Path(__file__).parents[2]
IS_ROOT = os.geteuid() == 0
IS_LINUX = sys.platform == "linux"
NOBODY = identity.Identity(identity.NOBODY, identity.NOBODY)
# Only Linux ends a process with its parent; elsewhere the next start finds what was left (tested below).
ENDINGS = [signal.SIGINT, *([signal.SIGTERM, signal.SIGKILL] if IS_LINUX else [])]

PARENT = """
import asyncio, sys
from pathlib import Path
from roles.embedded import embedded_servers, supervision

async def main(folder, *words):
    supervision.HAS_DEATH_SIGNAL = supervision.HAS_DEATH_SIGNAL and "orphan" not in words
    async with embedded_servers(Path(folder), durable=False, report=lambda _: None):
        print("ready", flush=True)
        if "stay" in words:
            await asyncio.Event().wait()
    print("stopped", flush=True)

asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that the servers' user can enter: pytest's own are private."""
    with tempfile.TemporaryDirectory(prefix="taskflow-test-") as name:
        Path(name).chmod(0o711)
        yield Path(name).resolve()


@pytest.fixture(scope="module")
async def made(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Path]:
    """A folder in which servers have run, with one table in it."""
    with tempfile.TemporaryDirectory(prefix="taskflow test ä ") as name:
        Path(name).chmod(0o711)
        async with running(Path(name)) as servers:
            await ask(servers.postgres.owner_dsn("taskflow"), "create table kept as select 'kept' as word")
        yield Path(name).resolve()


def running(folder: Path, *, durable: bool = False, news: list[str] | None = None) -> ...:
    """The servers of a folder; `news` collects what they report."""
    return embedded_servers(folder, durable=durable, report=(news if news is not None else []).append)


async def ask(dsn: str, statement: str) -> object:
    """The first value that a statement gives."""
    connection = await asyncpg.connect(dsn, ssl=False)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


def server_pids(folder: Path) -> list[int]:
    """The processes of the servers on a folder's data, as their pid files name them, if they live."""
    files = {folder / "postgres/postmaster.pid": folder / "postgres", folder / "valkey/valkey.pid": folder / "valkey"}
    named = {int(file.read_text().split()[0]): data for file, data in files.items() if file.exists()}
    return [pid for pid, data in named.items() if orphans.serves(pid, data)]
