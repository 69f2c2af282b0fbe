"""The watch on the database: a silent server is noticed, what waits for it ends, and its return is noticed too."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from taskflow.platform import database
from taskflow.platform.database_watch import DatabaseWatch, database_watch
from taskflow.settings import Settings
from tests.support.databases import opened


@pytest.fixture
async def silent(settings: Settings) -> AsyncIterator[Settings]:
    """Settings of a server that takes connections and says nothing, as a paused one does."""

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    server = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield settings.model_copy(update={"database_url": f"postgresql://taskflow_app@127.0.0.1:{port}/taskflow"})
    server.close()


@asynccontextmanager
async def silenced(settings: Settings) -> AsyncIterator[tuple[Settings, Callable[[], None]]]:
    """Settings of the same database behind a proxy, and what makes the proxy hold everything back."""
    target = urlsplit(settings.database_url)
    flowing = asyncio.Event()
    flowing.set()
    pipes: set[asyncio.Task[None]] = set()

    async def pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(65536):
                await flowing.wait()
                writer.write(data)
        finally:
            writer.close()

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(target.hostname, target.port)
        pipes.update({asyncio.create_task(pipe(reader, back)), asyncio.create_task(pipe(there, writer))})

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    url = settings.database_url.replace(f":{target.port}/", f":{port}/")
    yield settings.model_copy(update={"database_url": url}), flowing.clear
    flowing.set()
    server.close()
    for task in pipes:
        task.cancel()
    await asyncio.gather(*pipes, return_exceptions=True)


async def _watching(watch: DatabaseWatch, settings: Settings) -> "asyncio.Task[None]":
    return asyncio.create_task(watch.run(settings))


async def _stop(task: "asyncio.Task[None]") -> None:
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_database_that_answers_is_up(settings: Settings) -> None:
    watch = DatabaseWatch()
    task = await _watching(watch, settings)
    await asyncio.sleep(0.3)
    assert watch.is_up
    assert watch.answer_ms > 0
    await _stop(task)


async def test_who_waits_for_a_silent_database_is_told(silent: Settings) -> None:
    watch = DatabaseWatch()
    task = await _watching(watch, silent)

    async def wait_for_ever() -> str:
        me: asyncio.Task[object] | None = asyncio.current_task()
        assert me is not None
        with watch.ending(me):
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                if not watch.was_ended(me):
                    raise
        return "went on"

    async with asyncio.timeout(5):
        assert await asyncio.create_task(wait_for_ever()) == "went on"
    assert not watch.is_up
    assert "no answer" in watch.reason
    await _stop(task)


async def test_a_return_is_noticed(
    silent: Settings, settings: Settings, eventually: Callable[[Callable[[], Awaitable[bool]]], Awaitable[None]]
) -> None:
    watch = DatabaseWatch()
    task = await _watching(watch, silent)

    async def is_down() -> bool:
        return not watch.is_up

    async def is_up() -> bool:
        return watch.is_up

    await eventually(is_down)
    await _stop(task)
    task = await _watching(watch, settings)
    await eventually(is_up)
    await _stop(task)


async def test_somebody_elses_cancelling_is_not_claimed() -> None:
    watch = DatabaseWatch()

    async def wait_for_ever() -> None:
        me: asyncio.Task[object] | None = asyncio.current_task()
        assert me is not None
        with watch.ending(me):
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                assert not watch.was_ended(me)
                raise

    task = asyncio.create_task(wait_for_ever())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_what_waits_for_a_database_that_fell_silent_ends_at_once(own_database: Settings) -> None:
    """Through the engine: a query on a server that stopped answering is left within the patience of the watch."""
    async with silenced(own_database) as (settings, silence), opened(settings, pool_size=2):
        await database.fetch_value("select 1")
        watch = await _watching(database_watch, settings)
        await asyncio.sleep(0.2)

        async def ask() -> float:
            me: asyncio.Task[object] | None = asyncio.current_task()
            assert me is not None
            started = asyncio.get_running_loop().time()
            with database_watch.ending(me):
                try:
                    await database.fetch_value("select 1 from pg_sleep(0.2)")
                except asyncio.CancelledError:
                    assert database_watch.was_ended(me)
            return asyncio.get_running_loop().time() - started

        silence()
        try:
            assert await asyncio.create_task(ask()) < 2.5  # half a second to the next look, one of patience
        finally:
            await _stop(watch)
            database_watch.is_up = True
