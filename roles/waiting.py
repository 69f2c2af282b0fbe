"""Waiting at the start for what a role needs: until it is there, or until the role is asked to stop."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from typing import TypeVar

import asyncpg
import structlog
from redis.exceptions import RedisError
from tortoise.exceptions import DBConnectionError

from taskflow.platform.database import classify_failure

T = TypeVar("T")
FIRST_WAIT, LONGEST_WAIT = 0.1, 2.0
ATTEMPT_SECONDS, CLEANUP_SECONDS = 5.0, 1.0
log = structlog.get_logger("taskflow.roles")


class StoppedWhileWaiting(Exception):
    """The role was asked to stop before it was ready; says what it waited for."""


class GaveUpWaiting(Exception):
    """What was waited for did not come in time, or will not come; says what and why."""


def catch_signals() -> asyncio.Event:
    """The event that SIGTERM and SIGINT set. Process 1 of a container would ignore them without a handler."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def wait_for(
    name: str, attempt: Callable[[], Awaitable[object]], stop: asyncio.Event, *, patience: float = float("inf")
) -> None:
    """Try `attempt` until it works, with a growing pause; one line says what is waited for.

    Raises StoppedWhileWaiting, and GaveUpWaiting after `patience` seconds or when waiting does not help.
    """
    clock = asyncio.get_running_loop().time
    started, pause, reason = clock(), FIRST_WAIT, ""
    while True:
        error = await _try(name, attempt, stop)
        if error is None:
            if reason:
                log.info("waited", waits_for=name, seconds=round(clock() - started, 1))
            return
        if not reason:
            log.warning("waiting", waits_for=name, reason=_describe(error))
        reason = _describe(error)
        if clock() - started + pause > patience:
            raise GaveUpWaiting(f"the {name} was not there within {patience:g} s: {reason}")
        await until(stop, asyncio.sleep(pause), name)
        pause = min(pause * 2, LONGEST_WAIT)


async def until(stop: asyncio.Event, work: Awaitable[T], name: str) -> T:
    """The result of `work`, which is cancelled when the role is asked to stop first. Raises StoppedWhileWaiting."""
    working, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if working.done():
            return await working
        raise StoppedWhileWaiting(name)
    finally:
        for task in (working, stopping):
            task.cancel()
        # Not for ever: what cleans up after a query that a silent database never answers may take as long.
        done, _ = await asyncio.wait({working, stopping}, timeout=CLEANUP_SECONDS)
        if working in done and not working.cancelled():
            working.exception()


async def _try(name: str, attempt: Callable[[], Awaitable[object]], stop: asyncio.Event) -> Exception | None:
    """Nothing when it worked, or why it has to be tried again."""
    try:
        async with asyncio.timeout(ATTEMPT_SECONDS):
            await until(stop, attempt(), name)
    except Exception as error:
        if classify_failure(error) is not None or isinstance(error, RedisError | OSError):
            return error
        if isinstance(error, asyncpg.PostgresError | DBConnectionError):  # a wrong password, no such database
            raise GaveUpWaiting(f"the {name} cannot be used: {_describe(error)}") from error
        raise
    return None


def _describe(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
