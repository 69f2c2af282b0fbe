"""The watch on the database: a silent server is noticed, what waits for it ends, and its return is noticed too."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from taskflow.platform.database_watch import DatabaseWatch
from taskflow.settings import Settings


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
