"""The engine keeps its connections whatever happens to the tasks that use them; stock Tortoise does not."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import asyncpg
import pytest
from tortoise import connections
from tortoise.context import TortoiseContext
from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from taskflow.platform.database import ENGINE, build_config, fetch_value
from taskflow.settings import Settings

STOCK = "tortoise.backends.asyncpg"
SHORT = 0.3


@asynccontextmanager
async def _opened(settings: Settings, engine: str) -> AsyncIterator[Any]:
    """A pool of one connection behind `engine`, in a context of its own; gives the pool."""
    config = build_config(settings, role="test", pool_size=1)
    connection = config["connections"]["default"]
    connection["engine"] = engine
    if engine == ENGINE:
        connection["credentials"]["acquire_timeout"] = SHORT
    else:
        del connection["credentials"]["acquire_timeout"]
    async with TortoiseContext() as context:
        await context.init(config=config)
        assert await fetch_value("select 1") == 1
        yield connections.get("default")._pool


async def _cancel_while(within: asyncio.Event, work: AbstractAsyncContextManager[Any]) -> None:
    """Enter `work` in a task and cancel the task when it has come as far as `within`."""

    async def run() -> None:
        async with work:
            await asyncio.sleep(0)

    task = asyncio.create_task(run())
    await asyncio.wait_for(within.wait(), 5)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


def _slow(monkeypatch: pytest.MonkeyPatch, method: str) -> asyncio.Event:
    """Make `begin` or `release` of the test's transactions wait before they do anything; set once one waits."""
    waits = asyncio.Event()
    owner: Any = type(connections.get("default")._in_transaction().client)
    original: Callable[..., Any] = getattr(owner, method)

    async def slowly(self: Any, *args: Any) -> Any:
        waits.set()
        await asyncio.sleep(0.05)
        return await original(self, *args)

    monkeypatch.setattr(owner, method, slowly)
    return waits


async def _is_free(pool: Any) -> bool:
    try:
        connection = await pool.acquire(timeout=SHORT)
    except TimeoutError:
        return False
    await pool.release(connection)
    return True


async def test_the_stock_engine_loses_the_connection_of_a_start_that_is_cancelled(
    own_database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _opened(own_database, STOCK) as pool:
        await _cancel_while(_slow(monkeypatch, "begin"), in_transaction())
        assert not await _is_free(pool)
        pool.terminate()  # closing would wait for the lost one


async def test_a_start_that_is_cancelled_gives_its_connection_back(
    own_database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _opened(own_database, ENGINE) as pool:
        await _cancel_while(_slow(monkeypatch, "begin"), in_transaction())
        assert await _is_free(pool)
        assert await fetch_value("select 1") == 1


@pytest.mark.parametrize("moment", ["commit", "rollback"])
async def test_an_end_that_is_cancelled_gives_its_connection_back(
    own_database: Settings, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    async with _opened(own_database, ENGINE) as pool:
        waits = _slow(monkeypatch, moment)

        async def run() -> None:
            async with in_transaction():
                await fetch_value("select 1")
                if moment == "rollback":
                    raise LookupError

        task = asyncio.create_task(run())
        await asyncio.wait_for(waits.wait(), 5)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await _is_free(pool)
        assert await fetch_value("select pg_current_xact_id_if_assigned()") is None


async def _outlive(monkeypatch: pytest.MonkeyPatch) -> None:
    """A transaction whose task is cancelled while it gives the connection back, and goes on: a deadline does that."""
    original = asyncpg.Pool.release

    async def cancelled(self: Any, connection: Any, **more: Any) -> None:
        await original(self, connection, **more)
        raise asyncio.CancelledError

    with monkeypatch.context() as patch, pytest.raises(asyncio.CancelledError):
        async with in_transaction():
            patch.setattr(asyncpg.Pool, "release", cancelled)


async def test_the_stock_engine_leaves_a_task_with_a_connection_that_was_given_back(
    own_database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        await _outlive(monkeypatch)
        with pytest.raises(asyncpg.InterfaceError, match="released back to the pool"):
            await fetch_value("select 1")

    async with _opened(own_database, STOCK):
        await asyncio.create_task(scenario())  # the fault stays in the task that has it


async def test_a_task_that_outlives_its_transaction_works_on(
    own_database: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with _opened(own_database, ENGINE):
        await _outlive(monkeypatch)
        assert await fetch_value("select 1") == 1


async def test_a_transaction_waits_for_a_connection_within_a_bounded_time(own_database: Settings) -> None:
    async with _opened(own_database, ENGINE) as pool:
        held = await pool.acquire()
        with pytest.raises(TimeoutError):
            async with in_transaction():
                raise AssertionError("there was no connection")
        with pytest.raises(TimeoutError):
            await fetch_value("select 1")
        await pool.release(held)
        assert await fetch_value("select 1") == 1


async def test_a_failed_transaction_is_rolled_back_and_raises_what_failed(own_database: Settings) -> None:
    async with _opened(own_database, ENGINE) as pool:
        insert = "insert into jobs (id, name, args) values ('018f0000-0000-7000-8000-000000000001', 'probe', '{}')"
        with pytest.raises(IntegrityError):
            async with in_transaction() as transaction:
                await transaction.execute_query(insert)
                await transaction.execute_query(insert)
        assert await fetch_value("select count(*) from jobs") == 0
        assert await _is_free(pool)
