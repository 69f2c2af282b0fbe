"""The floor: the same statements by raw asyncpg, their rows as JSON by orjson, without an application around them."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

import asyncpg
import orjson
from tortoise import connections

from loadtests.bench.dataset import SLUG, Dataset
from roles.embedded import EmbeddedServers
from taskflow import tasks, workspaces
from taskflow.identity.people import build_person
from taskflow.platform.database import close_database, fetch_one, open_database
from taskflow.settings import Settings
from taskflow.tasks import build_filter, read_sort
from taskflow.workspaces import Member

_REPEATS = 300
Statement = tuple[str, list[Any]]
Read = Callable[[Member], Awaitable[object]]


async def measure_raw(servers: EmbeddedServers, settings: Settings, dataset: Dataset) -> None:
    """Print the CPU per read of this process with raw asyncpg and orjson."""
    key = dataset.project_keys[0]
    reads: dict[str, Read] = {
        "read a task": lambda member: tasks.get_task(member, f"{key}-77"),
        "50 tasks of a project": lambda member: tasks.list_tasks(
            member, build_filter(project_key=key), order=read_sort("-priority"), limit=50
        ),
    }
    await open_database(settings, role="bench")
    member = await _load_member(dataset)
    recorded = {name: await _record(read, member) for name, read in reads.items()}
    await close_database()
    connection = await asyncpg.connect(servers.postgres.app_dsn("taskflow"), ssl=False)
    for kind in ("json", "jsonb"):
        await connection.set_type_codec(kind, schema="pg_catalog", encoder=str, decoder=orjson.loads)
    print(f"\n{'raw asyncpg and orjson':28} {'statements':>10} {'ms':>7} {'CPU ms':>7}")
    for name, statements in recorded.items():
        wall, cpu = await _repeat(connection, statements)
        print(f"{name:28} {len(statements):10} {wall:7.2f} {cpu:7.2f}")
    await connection.close()


async def _load_member(dataset: Dataset) -> Member:
    row = await fetch_one("select * from users where id = $1", dataset.user_id)
    assert row is not None  # noqa: S101  the data set has it
    return await workspaces.get_member(build_person(row), SLUG)


async def _record(read: Read, member: Member) -> list[Statement]:
    statements: list[Statement] = []
    with _listening(statements):
        await read(member)
    return statements


@contextmanager
def _listening(statements: list[Statement]) -> Iterator[None]:
    client = connections.get("default")
    stock = client.execute_query_dict

    async def listen(sql: str, values: list[Any] | None = None) -> Any:
        statements.append((sql, values or []))
        return await stock(sql, values)

    with mock.patch.object(client, "execute_query_dict", listen):
        yield


async def _repeat(connection: asyncpg.Connection, statements: list[Statement]) -> tuple[float, float]:
    """Milliseconds and CPU milliseconds of this process for one round."""
    wall, cpu = time.perf_counter(), time.process_time()
    for _ in range(_REPEATS):
        for sql, values in statements:
            rows = await connection.fetch(sql, *values)
            orjson.dumps([dict(row) for row in rows], default=str)
    await asyncio.sleep(0)
    return (time.perf_counter() - wall) / _REPEATS * 1000, (time.process_time() - cpu) / _REPEATS * 1000
