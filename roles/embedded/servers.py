"""Both servers together, from an empty folder to nothing left running."""

import asyncio
import hashlib
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from roles.embedded.binaries import find_postgres, find_valkey
from roles.embedded.errors import EmbeddedError
from roles.embedded.identity import Identity, choose_identity, make_reachable
from roles.embedded.postgres import Cluster, PostgresServer, require_own_version, start_postgres
from roles.embedded.state import State, load_state, lock, new_state, save_state
from roles.embedded.supervision import Child
from roles.embedded.valkey import Store, start_valkey

REACHABLE_BY_ALL = Path("/var/lib")

@dataclass(frozen=True)
class EmbeddedServers:
    """Two running servers."""

    postgres: PostgresServer
    valkey_url: str = field(repr=False)


@asynccontextmanager
async def embedded_servers(
    folder: Path, *, durable: bool, report: Callable[[str], None]
) -> AsyncIterator[EmbeddedServers]:
    """PostgreSQL and Valkey with their data in `folder`, running as long as the block; `report` gets one-line news.

    Not durable means fast and lost with the machine. The thread that enters must outlive the block. Raises EmbeddedError.
    """
    ...
