"""Roles as processes: how they start, what they wait for, and how they end."""

import asyncio
import signal
import socket
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from roles.embedded.ports import HOST, pick_port
from taskflow.platform.broker import GROUP
from taskflow.platform.database import fetch_value
from taskflow.platform.lanes import STREAMS
from taskflow.platform.outbox import enqueue
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from tests.support.databases import opened
from tests.support.processes import ROOT, Process, role, running, to_environment

Eventually = Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]
QUEUE = STREAMS["interactive"]
DOORS = ("api", "frontend")

# A worker with one job more: it says that it has begun, and ends when it may.
WORKER = """
import asyncio, pathlib, sys
from uuid import UUID
from roles.__main__ import main
from taskflow.platform.database import execute
from taskflow.platform.ids import new_id
from taskflow.platform.jobs import job

folder = pathlib.Path(sys.argv[1])

@job("probe")
async def probe(*, subject_id: UUID) -> None:
    await execute("insert into events (id, action, actor_kind, subject_type, subject_id, changes)"
                  " values ($1, 'probed', 'system', 'probe', $2, '{}')", new_id(), subject_id)
    (folder / "began").touch()
    while not (folder / "goes_on").exists():
        await asyncio.sleep(0.02)

sys.exit(main(["worker"]))
"""


@pytest.fixture
def environment(own_database: Settings, own_valkey: str, tmp_path: Path) -> dict[str, str]:
    """A production-like environment on a database and a Valkey of the test's own."""
    assets = tmp_path / "assets"
    assets.mkdir()
    (assets / "manifest.json").write_text("{}")
    return to_environment(
        own_database,
        mode="production",
        redis_url=own_valkey,
        api_bind=f"{HOST}:{pick_port(None)}",
        frontend_bind=f"{HOST}:{pick_port(None)}",
        assets_folder=str(assets),
        templates_folder=str(ROOT / "web_assets/templates"),
        sweep_seconds="0.2",
        resend_seconds="1",
    )


@pytest.fixture
def silent() -> Iterator[int]:
    """A port that takes connections and never answers."""
    with socket.create_server((HOST, 0)) as server:
        yield server.getsockname()[1]


def _without(environment: dict[str, str], server: str, port: int | None = None) -> dict[str, str]:
    """The same with a server that is not there."""
    key = f"TASKFLOW_{server}_URL"
    path = environment[key].rpartition("/")[2]
    scheme = environment[key].partition("://")[0]
    user = "taskflow_app@" if server == "DATABASE" else ""
    return environment | {key: f"{scheme}://{user}{HOST}:{port or pick_port(None)}/{path}"}


def _events(process: Process, name: str) -> list[dict[str, Any]]:
    return [line for line in process.lines if line["event"] == name]


# --- saying what is wrong


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ([], "which role?"),
        (["nonsense"], "there is no role nonsense"),
        (["api", "--port", "1"], "api takes nothing more: --port 1"),
        (["maintenance", "--now"], "maintenance takes nothing more: --now"),
    ],
)
async def test_a_wrong_command_line_ends_with_64_and_the_usage(words: list[str], says: str) -> None:
    async with running("-m", "roles", *words, environment={}) as process:
        assert await process.end() == 64
    assert process.complaint.startswith(says)
    assert "usage: python -m roles ROLE" in process.complaint
    assert process.out == ""


async def test_who_asks_for_help_gets_it() -> None:
    async with running("-m", "roles", "--help", environment={}) as process:
        assert await process.end() == 0
    assert process.out.startswith("usage: python -m roles ROLE")


async def test_every_wrong_setting_is_one_line_and_the_role_ends_with_78() -> None:
    wrong = {"TASKFLOW_PUBLIC_URL": "http://example.org", "TASKFLOW_WORKER_CONCURRENCY": "none"}
    async with running("-m", "roles", "worker", environment=wrong) as process:
        assert await process.end() == 78
    lines = process.complaint.splitlines()
    keys = ["DATABASE_URL", "PUBLIC_URL", "REDIS_URL", "SECRET_KEY", "WORKER_CONCURRENCY"]
    assert sorted(line.partition(":")[0] for line in lines) == [f"TASKFLOW_{key}" for key in keys]
    assert "none" not in process.complaint  # a value may be a secret


async def test_a_wrong_password_ends_the_role_with_one_line(environment: dict[str, str]) -> None:
    async with role("api", environment=environment | {"TASKFLOW_DATABASE_PASSWORD": "wrong"}) as process:
        assert await process.end() == 1
    assert process.complaint.startswith("api: the database cannot be used: InvalidPasswordError")
    assert len(process.complaint.splitlines()) == 1


@pytest.mark.parametrize("key", ["TASKFLOW_API_BIND", "TASKFLOW_INNER_BIND"])
async def test_an_address_that_is_taken_ends_the_role_with_one_line(
    environment: dict[str, str], silent: int, key: str
) -> None:
    async with role("api", environment=environment | {key: f"{HOST}:{silent}"}) as process:
        assert await process.end() == 1
    assert process.complaint == f"api: cannot listen on {HOST}:{silent}: Address already in use\n"


async def test_a_frontend_without_its_assets_ends_with_one_line(environment: dict[str, str], tmp_path: Path) -> None:
    async with role("frontend", environment=environment | {"TASKFLOW_ASSETS_FOLDER": str(tmp_path)}) as process:
        assert await process.end() == 78
    assert process.complaint.startswith(f"TASKFLOW_ASSETS_FOLDER: {tmp_path} holds no built assets")
    assert len(process.complaint.splitlines()) == 1


# --- waiting


@pytest.mark.parametrize("how", ["refuses", "is silent"])
async def test_a_role_waits_for_the_database_and_may_be_stopped_meanwhile(
    environment: dict[str, str], silent: int, how: str
) -> None:
    without = _without(environment, "DATABASE", silent if how == "is silent" else None)
    async with role("api", environment=without) as process:
        answer = await process.ask("/readyz")
        assert (answer.status_code, answer.json()["detail"]) == (503, "This process waits for database")
        assert (await process.ask("/livez")).status_code == 200
        await asyncio.sleep(1.2)  # several attempts
        health = await process.ask("/health")
        assert (health.status_code, health.json()["status"]) == (503, "fail")
        process.signal(signal.SIGTERM)
        assert await process.end(5) == 0
    assert process.complaint == "api: stopped while waiting for the database\n"
    assert len(_events(process, "waiting")) == (1 if how == "refuses" else 0)


async def test_a_role_starts_when_its_database_comes(environment: dict[str, str]) -> None:
    port, url = pick_port(None), httpx.URL(environment["TASKFLOW_DATABASE_URL"])
    late = environment | {"TASKFLOW_DATABASE_URL": str(url.copy_with(port=port))}
    assert url.port is not None
    async with role("api", environment=late) as process:
        assert (await process.ask("/readyz")).status_code == 503

        async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            far_reader, far_writer = await asyncio.open_connection(HOST, url.port)
            await asyncio.gather(_pump(reader, far_writer), _pump(far_reader, writer))

        async with await asyncio.start_server(pass_on, HOST, port):
            await process.wait_until_ready()
            process.signal(signal.SIGTERM)
            assert await process.end() == 0
    assert [line["waits_for"] for line in _events(process, "waited")] == ["database"]


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        return
    finally:
        writer.close()


async def test_a_role_waits_for_the_schema(environment: dict[str, str], empty_database: Settings) -> None:
    empty = environment | {"TASKFLOW_DATABASE_URL": empty_database.database_url}
    async with role("frontend", environment=empty) as process:
        while "schema" not in (detail := (await process.ask("/readyz")).json()["detail"]):
            assert detail in ("This process waits for its start", "This process waits for database")
        async with role("migrate", environment=empty) as migrate:
            assert await migrate.end() == 0
        await process.wait_until_ready()


async def test_only_a_worker_waits_for_redis(environment: dict[str, str]) -> None:
    without = _without(environment, "REDIS")
    async with AsyncExitStack() as stack:
        doors = [await stack.enter_async_context(role(name, environment=without)) for name in DOORS]
        worker = await stack.enter_async_context(role("worker", environment=without))
        for door in doors:
            await door.wait_until_ready()
            health = (await door.ask("/health")).json()
            assert health["status"] == "warn"
            assert health["checks"]["redis"]["status"] == "warn"
        while "redis" not in (await worker.ask("/readyz")).json()["detail"]:
            await asyncio.sleep(0.05)
        for process in (*doors, worker):
            process.signal(signal.SIGTERM)
        assert [await process.end() for process in (*doors, worker)] == [0, 0, 0]
    assert worker.complaint == "worker: stopped while waiting for the redis\n"


@pytest.mark.parametrize(("name", "code"), [("api", 0), ("migrate", 1)])
async def test_a_signal_that_comes_while_a_role_is_imported_ends_it(name: str, code: int) -> None:
    """Process 1 of a container ignores signals for which it has no handler."""
    script = (
        f"import os, signal, roles.__main__ as m; m._leave_on_signals({name!r}); os.kill(os.getpid(), signal.SIGTERM)"
    )
    async with running("-c", script, environment={}) as process:
        assert await process.end() == code
    assert process.out + process.complaint == ""


# --- serving and stopping


async def test_every_role_serves_and_ends_in_order(environment: dict[str, str]) -> None:
    async with AsyncExitStack() as stack:
        names = (*DOORS, "worker")
        processes = [await stack.enter_async_context(role(name, environment=environment)) for name in names]
        for name, process in zip(names, processes, strict=True):
            await process.wait_until_ready()
            health = (await process.ask("/health")).json()
            assert (health["status"], health["serviceId"]) == ("pass", name)
            assert set(health["checks"]) == {"database", "migrations", "redis", "disk", "memory"}
            assert f'role="{name}"' in (await process.ask("/metrics")).text
        async with httpx.AsyncClient() as client:
            api, frontend = environment["TASKFLOW_API_BIND"], environment["TASKFLOW_FRONTEND_BIND"]
            assert (await client.get(f"http://{api}/api/v1/nothing")).status_code == 404
            assert (await client.get(f"http://{frontend}/")).status_code == 303  # to the sign-in
        for process in processes:
            process.signal(signal.SIGTERM)
        assert [await process.end(10) for process in processes] == [0, 0, 0]
    for process in processes:
        assert [line for line in process.lines if line["level"] in ("error", "critical")] == []
        assert process.complaint == ""
        assert len(process.lines) == len(process.out.splitlines())  # nothing but JSON


# --- working


def _worker(environment: dict[str, str], folder: Path) -> Any:
    return running("-c", WORKER, str(folder), environment=environment)


async def _ask_for_probe() -> Any:
    async with unit_of_work():
        return await enqueue("probe", subject_id="018f0000-0000-7000-8000-000000000001")


async def _begins(folder: Path, eventually: Eventually) -> None:
    async def has_begun() -> bool:
        return (folder / "began").exists()

    await eventually(has_begun)


async def _is_done() -> bool:
    return bool(await fetch_value("select state = 'done' from jobs where name = 'probe'"))


async def test_a_job_whose_worker_is_killed_runs_again_and_its_effect_is_there_once(
    own_database: Settings, environment: dict[str, str], tmp_path: Path, eventually: Eventually
) -> None:
    async with opened(own_database), _worker(environment, tmp_path) as first:
        await first.wait_until_ready()
        await _ask_for_probe()
        await _begins(tmp_path, eventually)
        assert await fetch_value("select count(*) from events") == 0
        first.signal(signal.SIGKILL)
        assert await first.end() == -signal.SIGKILL
        (tmp_path / "goes_on").touch()
        async with _worker(environment, tmp_path) as second:
            await second.wait_until_ready()
            await eventually(_is_done)
            second.signal(signal.SIGTERM)
            assert await second.end() == 0
        assert await fetch_value("select count(*) from events where action = 'probed'") == 1
    runs = [line for line in _events(second, "job_run") if line["job"] == "probe"]
    assert [line["outcome"] for line in runs] == ["done"]


async def test_a_worker_that_stops_finishes_its_job(
    own_database: Settings, environment: dict[str, str], own_valkey: str, tmp_path: Path, eventually: Eventually
) -> None:
    async with opened(own_database), _worker(environment, tmp_path) as worker:
        await worker.wait_until_ready()
        await _ask_for_probe()
        await _begins(tmp_path, eventually)
        worker.signal(signal.SIGTERM)
        await asyncio.sleep(0.3)
        assert (await worker.ask("/readyz")).json()["code"] == "draining"
        (tmp_path / "goes_on").touch()
        assert await worker.end() == 0
        assert await _is_done()
    async with Redis.from_url(own_valkey) as redis:
        # What the schedule asked for meanwhile waits for another worker; nobody holds any of it.
        assert (await redis.xpending(QUEUE, GROUP))["pending"] == 0
        assert await redis.xinfo_consumers(QUEUE, GROUP) == []
    assert [line["event"] for line in worker.lines if line["level"] != "info"] == []


async def test_a_job_that_takes_too_long_does_not_keep_a_worker_from_stopping(
    own_database: Settings, environment: dict[str, str], own_valkey: str, tmp_path: Path, eventually: Eventually
) -> None:
    short = environment | {"TASKFLOW_DRAIN_DEADLINE_SECONDS": "2.2"}
    async with opened(own_database), _worker(short, tmp_path) as worker:
        await worker.wait_until_ready()
        await _ask_for_probe()
        await _begins(tmp_path, eventually)
        worker.signal(signal.SIGTERM)
        assert await worker.end(2.2 + 1) == 0
        assert await fetch_value("select state in ('new', 'sent') and attempts = 0 from jobs where name = 'probe'")
        assert await fetch_value("select count(*) from events") == 0
    async with Redis.from_url(own_valkey) as redis:
        assert (await redis.xpending(QUEUE, GROUP))["pending"] == 1  # for another worker
    assert len(_events(worker, "jobs_cut_off")) == 1


def test_a_worker_loads_neither_door() -> None:
    """Its jobs are found by the name of their module, which no module of a door may have by accident."""
    code = "import sys; from roles.worker import load_jobs; load_jobs(); print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "taskflow.fanout" in loaded
    assert not loaded & {"taskflow.api", "taskflow.pages", "quart"}
