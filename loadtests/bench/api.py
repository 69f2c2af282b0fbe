"""Every budget of the product on the reference data set: time, CPU and queries, and how far from raw asyncpg."""

import argparse
import gzip
import hashlib
import os
import platform
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import asyncpg
from tortoise.context import TortoiseContext

from loadtests.bench.cases import build_cases
from loadtests.bench.dataset import Dataset, prepare_connection, write_dataset
from loadtests.bench.measuring import Case, Load, Target
from loadtests.bench.processes import running_role
from loadtests.bench.raw import measure_raw
from roles.embedded import EmbeddedServers, embedded_servers
from taskflow import analytics
from taskflow.identity.sessions import hash_token
from taskflow.identity.tokens import build_token_text
from taskflow.platform import schema
from taskflow.platform.database import build_config, execute
from taskflow.platform.ids import new_id
from taskflow.settings import load_settings

CLIENTS = (1, 8, 32)
JUDGED = 8  # the budgets are for so many clients
_HEAD = f"{'':28} clients   req/s  p50 ms  p95 ms  budget  app CPU ms  db CPU ms  refused"


async def run(words: list[str]) -> None:
    """Seed, measure, print. Exits with 1 when a budget of 8 clients or of queries is not met."""
    wanted = _read(words)
    print(f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        async with embedded_servers(folder, durable=True, report=lambda _: None) as servers:
            dataset = await _seed(servers, wanted.tasks)
            missed = await _measure(servers, folder, dataset, wanted)
    print(f"{len(missed)} budgets missed{': ' if missed else ''}{', '.join(missed)}")
    if missed:
        raise SystemExit(1)


def _read(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bin/bench api", description=__doc__)
    parser.add_argument("--tasks", type=int, default=100_000, help="size of the reference data set (100,000)")
    parser.add_argument("--seconds", type=float, default=3.0, help="per case and number of clients (3)")
    parser.add_argument("--only", default="", help="cases whose name contains this")
    return parser.parse_args(words)


async def _seed(servers: EmbeddedServers, tasks: int) -> Dataset:
    await schema.migrate(load_settings(build_environment(servers, servers.postgres.owner_dsn("taskflow"))))
    started = time.perf_counter()
    connection = await asyncpg.connect(servers.postgres.owner_dsn("taskflow"), ssl=False)
    await prepare_connection(connection)
    dataset = await write_dataset(connection, tasks)
    size = await connection.fetchval("select pg_size_pretty(pg_database_size('taskflow'))")
    print(f"{tasks:,} tasks written in {time.perf_counter() - started:.1f} s, {size}")
    await _tell(servers, dataset)
    await connection.execute("vacuum analyze")
    await connection.close()
    return dataset


async def _tell(servers: EmbeddedServers, dataset: Dataset) -> None:
    """What charts are read from, as the worker's jobs write it: from scratch, and no event is left to count."""
    started, settings = (
        time.perf_counter(),
        load_settings(build_environment(servers, servers.postgres.app_dsn("taskflow"))),
    )
    async with TortoiseContext() as context:
        await context.init(config=build_config(settings, role="bench", pool_size=1))
        async for _ in analytics.tell_everything(dataset.workspace_id):
            pass
        await execute("update analytics_progress set horizon = pg_snapshot_xmin(pg_current_snapshot()), seq = 0")
    print(f"the figures of charts told from scratch in {time.perf_counter() - started:.1f} s")


async def _measure(servers: EmbeddedServers, folder: Path, dataset: Dataset, wanted: argparse.Namespace) -> list[str]:
    missed = []
    print(_HEAD)
    async with _open_targets(servers, folder, dataset) as targets:
        for case in build_cases(dataset):
            if wanted.only in case.name:
                missed += await _measure_case(targets[case.door], case, wanted.seconds)
    settings = load_settings(build_environment(servers, servers.postgres.app_dsn("taskflow")))
    await measure_raw(servers, settings, dataset)
    return missed


async def _measure_case(target: Target, case: Case, seconds: float) -> list[str]:
    answer = await target.warm_up(case)
    queries, missed = await target.count_queries(case), []
    for clients in CLIENTS:
        load = await target.load(case, clients=clients, seconds=seconds)
        _print(case, load)
        if clients == JUDGED and load.p95_ms > case.budget_ms:
            missed.append(f"{case.name} p95 {load.p95_ms:.1f} of {case.budget_ms:g} ms")
        if clients == JUDGED and load.refused:
            missed.append(f"{case.name} refused {load.refused} requests of {clients} clients")
    packed = len(gzip.compress(answer.body, 6))
    print(f"{'':28} {queries:.1f} queries of {case.budget_queries}, {packed / 1024:.1f} KiB packed", flush=True)
    if round(queries) > case.budget_queries:  # some write down when the token was last used
        missed.append(f"{case.name} {queries:.1f} of {case.budget_queries} queries")
    return missed


def _print(case: Case, load: Load) -> None:
    name = case.name if load.clients == CLIENTS[0] else ""
    print(
        f"{name:28} {load.clients:7} {load.requests_per_second:7.0f} {load.p50_ms:7.1f} {load.p95_ms:7.1f}"
        f" {case.budget_ms if load.clients == JUDGED else '':>7} {load.app_cpu_ms:11.2f} {load.database_cpu_ms:10.2f}"
        f" {load.refused or '':>8}"
    )


@asynccontextmanager
async def _open_targets(servers: EmbeddedServers, folder: Path, dataset: Dataset) -> AsyncIterator[dict[str, Target]]:
    """Api and frontend, each with the header by which the first member is known."""
    environment = build_environment(servers, servers.postgres.app_dsn("taskflow"))
    database = await asyncpg.connect(servers.postgres.superuser_dsn("taskflow"), ssl=False)
    await database.execute("create extension if not exists pg_stat_statements")
    token, session = build_token_text(), hashlib.sha256(os.urandom(32)).hexdigest()
    await database.execute(
        "insert into api_tokens (id, user_id, name, token_hash, hint, scopes, expires_at)"
        " values ($1, $2, 'bench', $3, '', '[\"write\"]', now() + interval '1 day')",
        new_id(), dataset.user_id, hash_token(token),
    )  # fmt: skip
    await database.execute(
        "insert into sessions (id, user_id, token_hash, expires_at) values ($1, $2, $3, now() + interval '1 day')",
        new_id(), dataset.user_id, hash_token(session),
    )  # fmt: skip
    postmaster = await _find_postmaster(folder)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(database.close)
        targets = {}
        for role, header in (
            ("api", f"Authorization: Bearer {token}\r\n"),
            ("frontend", f"Cookie: taskflow={session}\r\n"),
        ):
            pid, port = await stack.enter_async_context(running_role(role, environment))
            targets[role] = Target(pid, port, database, postmaster, header)
        yield targets


def build_environment(servers: EmbeddedServers, dsn: str) -> dict[str, str]:
    """The settings of production, without limits of requests."""
    return {
        "TASKFLOW_MODE": "production",
        "TASKFLOW_PUBLIC_URL": "http://localhost:8080",
        "TASKFLOW_SECRET_KEY": "a secret of the measurements, long enough",
        "TASKFLOW_DATABASE_URL": dsn,
        "TASKFLOW_REDIS_URL": servers.valkey_url,
        "TASKFLOW_LOG_LEVEL": "WARNING",
        **{f"TASKFLOW_{name}_RATE_LIMIT": "0" for name in ("PERSON", "TOKEN", "ADDRESS", "SIGN_IN")},
        "TASKFLOW_LAME_DUCK_SECONDS": "0",
        "TASKFLOW_QUIET_SECONDS": "0",
    }


async def _find_postmaster(folder: Path) -> int:
    (file,) = folder.rglob("postmaster.pid")
    return int(file.read_text().splitlines()[0])
