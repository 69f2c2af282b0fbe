"""The embedded PostgreSQL: making its data, starting it, and its addresses."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from signal import SIGINT
from urllib.parse import quote

import asyncpg

from roles.embedded.errors import EmbeddedError
from roles.embedded.orphans import forget_stale, stop_orphan
from roles.embedded.ports import HOST
from roles.embedded.state import State
from roles.embedded.supervision import LOCALE, Child, Command, Installation, run_to_end, start_on_free_port

SUPERUSER, OWNER, APP, DATABASE = "postgres", "taskflow_owner", "taskflow_app", "taskflow"
PID_FILE = "postmaster.pid"
SOCKET_PATH_BYTES = 107
INITDB_SECONDS = 180.0
NOT_READY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)
SETTINGS = {
    "listen_addresses": HOST,
    "max_connections": "100",
    "shared_buffers": "128MB",
    "shared_preload_libraries": "pg_stat_statements",
}
# Nothing survives a crash of the machine with these; a test run does not have to.
THROW_AWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class PostgresServer:
    """A running PostgreSQL and the URLs of its three accounts, passwords included."""

    host: str
    port: int
    passwords: dict[str, str] = field(repr=False)

    def superuser_dsn(self, database: str) -> str:
        """For administration: making and dropping databases."""
        return self._dsn(SUPERUSER, database)

    def owner_dsn(self, database: str) -> str:
        """For migrations: owns the database and may create trusted extensions."""
        return self._dsn(OWNER, database)

    def app_dsn(self, database: str) -> str:
        """For the application: no more than the migrations grant."""
        return self._dsn(APP, database)

    def _dsn(self, account: str, database: str) -> str:
        password = quote(self.passwords[account], safe="")
        return f"postgresql://{account}:{password}@{self.host}:{self.port}/{quote(database, safe='')}"


async def start_postgres(installation: Installation, state: State, children: list[Child]) -> PostgresServer:
    """Make the data if there is none, start, prepare accounts and database. Raises EmbeddedError.

    What was started is in `children` even then.
    """
    program, data = installation.program, installation.data
    if await stop_earlier_postgres(data):
        installation.report(f"{program}: stopped the server of an earlier run")
    forget_stale(data / PID_FILE, data)
    if not data.exists():
        installation.report(f"{program}: creating the data folder")
        await _create_data(installation, state.passwords[SUPERUSER])
    port = await start_on_free_port(
        partial(_build_command, installation),
        partial(_connect_once, state.passwords),
        NOT_READY,
        preferred=state.ports.get("postgres"),
        children=children,
    )
    state.ports["postgres"] = port
    server = PostgresServer(HOST, port, state.passwords)
    await _prepare(server)
    installation.report(f"{program}: ready on {HOST}:{port}")
    return server


async def stop_earlier_postgres(data: Path) -> bool:
    """Stop what an earlier run left running on this data; whether there was something."""
    return await stop_orphan(data / PID_FILE, data, SIGINT)


def require_own_data(installation: Installation, state: State | None) -> None:
    """Data is of use with its passwords and its major version only. Raises EmbeddedError."""
    program, data = installation.program, installation.data
    if not data.exists():
        return
    if state is None:
        raise EmbeddedError(f"The passwords of {data} are lost: delete {data.parent} to start afresh.")
    made_by = int((data / "PG_VERSION").read_text())
    if made_by != program.version[0]:
        raise EmbeddedError(
            f"The data in {data} was made by PostgreSQL {made_by}, and {program} cannot read it: "
            f"install PostgreSQL {made_by}, or delete {data.parent} to start afresh."
        )


async def _create_data(installation: Installation, password: str) -> None:
    # Under another name until it is whole, so that a run that was interrupted leaves no half-made data.
    unfinished = installation.data.with_name(installation.data.name + ".new")
    if unfinished.exists():
        shutil.rmtree(unfinished)
    unfinished.mkdir(mode=0o700)
    if installation.identity:
        installation.identity.give(unfinished)
    provider = (
        ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if installation.program.version >= (17,) else []
    )
    words = [
        str(installation.program.path.with_name("initdb")),
        *("-D", str(unfinished), "-U", SUPERUSER, "-E", "UTF8", f"--locale={LOCALE}", *provider),
        *("--auth=scram-sha-256", "--pwfile=/dev/stdin", "--no-instructions"),
        *([] if installation.durable else ["--no-sync"]),
    ]
    log = installation.logs / "initdb.log"
    command = Command("initdb", words, log, installation.identity, stop_signal=SIGINT, given=f"{password}\n")
    await run_to_end(command, seconds=INITDB_SECONDS)
    unfinished.rename(installation.data)


def _build_command(installation: Installation, port: int) -> Command:
    socket = installation.data / f".s.PGSQL.{port}"
    fits = len(str(socket).encode()) <= SOCKET_PATH_BYTES
    quoted = str(installation.data).replace('"', '""')
    settings = SETTINGS | {"unix_socket_directories": f'"{quoted}"' if fits else ""}
    if not installation.durable:
        settings |= THROW_AWAY
    flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    words = [str(installation.program.path), "-D", str(installation.data), "-p", str(port), *flags]
    return Command(
        str(installation.program), words, installation.logs / "postgres.log", installation.identity, stop_signal=SIGINT
    )


async def _connect_once(passwords: dict[str, str], port: int) -> None:
    async with _connected(PostgresServer(HOST, port, passwords).superuser_dsn("postgres"), seconds=2):
        pass


async def _prepare(server: PostgresServer) -> None:
    """Accounts and database, if they are missing."""
    async with _connected(server.superuser_dsn("postgres")) as connection:
        # Passwords stand in these statements: they do not belong into the statistics of statements.
        await connection.execute("set pg_stat_statements.track_utility = off")
        for account in (OWNER, APP):
            if not await connection.fetchval("select true from pg_roles where rolname = $1", account):
                await connection.execute(f"create role {account} login password '{server.passwords[account]}'")
        if not await connection.fetchval("select true from pg_database where datname = $1", DATABASE):
            await connection.execute(f"create database {DATABASE} owner {OWNER}")
    async with _connected(server.superuser_dsn(DATABASE)) as connection:
        await connection.execute("revoke create on schema public from public")


@asynccontextmanager
async def _connected(dsn: str, *, seconds: float = 15) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(dsn, ssl=False, timeout=seconds)
    try:
        yield connection
    finally:
        await connection.close()
