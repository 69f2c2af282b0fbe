"""The embedded PostgreSQL: making its data, starting it, and its addresses."""

import contextlib
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from signal import SIGINT
from urllib.parse import quote

import asyncpg

from roles.embedded.binaries import Program
from roles.embedded.errors import EmbeddedError
from roles.embedded.identity import Identity
from roles.embedded.orphans import forget_stale, stop_orphan
from roles.embedded.ports import HOST
from roles.embedded.state import State
from roles.embedded.supervision import LOCALE, Child, Command, run_to_end, start_on_free_port

SUPERUSER, OWNER, APP, DATABASE = "postgres", "taskflow_owner", "taskflow_app", "taskflow"
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


@dataclass(frozen=True)
class Cluster:
    """Where one PostgreSQL keeps its data and logs, and as whom it runs."""

    program: Program
    data: Path
    logs: Path
    identity: Identity | None
    durable: bool
    report: Callable[[str], None]


async def start_postgres(cluster: Cluster, state: State) -> tuple[Child, PostgresServer]:
    """Make the data if there is none, start, and prepare accounts and database. Raises EmbeddedError."""
    pid_file = cluster.data / "postmaster.pid"
    if await stop_orphan(pid_file, cluster.data, SIGINT):
        cluster.report(f"{cluster.program}: stopped the server of an earlier run")
    forget_stale(pid_file, cluster.data)
    if not cluster.data.exists():
        cluster.report(f"{cluster.program}: creating the data folder")
        await _create_data(cluster, state.passwords[SUPERUSER])
    child, port = await start_on_free_port(
        partial(_build_command, cluster), partial(_connect_once, state), NOT_READY, preferred=state.ports.get("postgres")
    )
    server = PostgresServer(HOST, port, state.passwords)
    try:
        await _prepare(server)
    except BaseException:
        await child.stop()
        raise
    state.ports["postgres"] = port
    cluster.report(f"{cluster.program}: ready on {HOST}:{port}")
    return child, server


def require_own_version(program: Program, data: Path) -> None:
    """Data can be read by the major version alone that made it. Raises EmbeddedError."""
    version = data / "PG_VERSION"
    made_by = int(version.read_text()) if version.exists() else program.version[0]
    if made_by != program.version[0]:
        raise EmbeddedError(
            f"The data in {data} was made by PostgreSQL {made_by}, and {program} cannot read it: "
            f"install PostgreSQL {made_by}, or delete {data.parent} to start afresh."
        )


async def _create_data(cluster: Cluster, password: str) -> None:
    # Under another name until it is whole, so that a run that was interrupted leaves no half-made data.
    unfinished = cluster.data.with_name(cluster.data.name + ".new")
    shutil.rmtree(unfinished, ignore_errors=True)
    unfinished.mkdir(mode=0o700)
    if cluster.identity:
        cluster.identity.give(unfinished)
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if cluster.program.version >= (17,) else []
    words = [
        cluster.program.path.with_name("initdb"),
        *("-D", unfinished, "-U", SUPERUSER, "-E", "UTF8", f"--locale={LOCALE}", *provider),
        *("--auth=scram-sha-256", "--pwfile=/dev/stdin", "--no-instructions"),
        *([] if cluster.durable else ["--no-sync"]),
    ]
    log = cluster.logs / "initdb.log"
    command = Command("initdb", words, log, cluster.identity, stop_signal=SIGINT, given=f"{password}\n")
    await run_to_end(command, seconds=INITDB_SECONDS)
    unfinished.rename(cluster.data)


def _build_command(cluster: Cluster, port: int) -> Command:
    socket = cluster.data / f".s.PGSQL.{port}"
    fits = len(str(socket).encode()) <= SOCKET_PATH_BYTES
    quoted = str(cluster.data).replace('"', '""')
    settings = SETTINGS | {"unix_socket_directories": f'"{quoted}"' if fits else ""}
    if not cluster.durable:
        settings |= THROW_AWAY
    flags = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    words = [cluster.program.path, "-D", cluster.data, "-p", str(port), *flags]
    return Command(str(cluster.program), words, cluster.logs / "postgres.log", cluster.identity, stop_signal=SIGINT)


async def _connect_once(state: State, port: int) -> None:
    server = PostgresServer(HOST, port, state.passwords)
    connection = await asyncpg.connect(server.superuser_dsn("postgres"), ssl=False, timeout=2)
    await connection.close()


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


@contextlib.asynccontextmanager
async def _connected(dsn: str):
    connection = await asyncpg.connect(dsn, ssl=False, timeout=10)
    try:
        yield connection
    finally:
        await connection.close()
