"""Does the database answer? Asked twice a second on a connection of its own, so that requests need not wait to know.

A paused or unreachable server says nothing: a query on it ends only with its time-out, which has to be long enough for
honest work. The watch notices within a second and a half, ends what waits, and refuses what comes until it is back.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterator
from typing import Any

import asyncpg
import structlog

from taskflow.platform.database import parse_credentials
from taskflow.platform.metrics import gauge
from taskflow.settings import Settings

EVERY_SECONDS, PATIENCE_SECONDS = 0.5, 1.0
IS_UP = gauge("taskflow_database_up_bool", "1 while the database answers this process")
log = structlog.get_logger("taskflow.database")


class DatabaseWatch:
    """What this process knows of its database. Until somebody runs it, the database is taken to be there."""

    def __init__(self) -> None:
        self.is_up = True
        self.reason = ""
        self.answer_ms = 0.0
        self._waiting: set[asyncio.Task[Any]] = set()
        self._ended: set[asyncio.Task[Any]] = set()

    @contextlib.contextmanager
    def ending(self, task: asyncio.Task[Any]) -> Iterator[None]:
        """Inside, `task` is cancelled when the database stops to answer; `was_ended` tells that it was this."""
        self._waiting.add(task)
        try:
            yield
        finally:
            self._waiting.discard(task)
            self._ended.discard(task)

    def was_ended(self, task: asyncio.Task[Any]) -> bool:
        """True when the watch cancelled the task, which then goes on as if it had not been cancelled."""
        if task not in self._ended:
            return False
        task.uncancel()
        return True

    async def run(self, settings: Settings) -> None:
        """Ask for ever."""
        connection: asyncpg.Connection | None = None
        IS_UP.set(1)
        try:
            while True:
                started = time.monotonic()
                try:
                    async with asyncio.timeout(PATIENCE_SECONDS):
                        connection = connection or await asyncpg.connect(**parse_credentials(settings), ssl=False)
                        await connection.fetchval("select 1")
                except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
                    _drop(connection)
                    connection = None
                    self._set_down(
                        f"no answer within {PATIENCE_SECONDS:g} s" if isinstance(error, TimeoutError) else str(error)
                    )
                else:
                    self.answer_ms = round((time.monotonic() - started) * 1000, 1)
                    self._set_up()
                await asyncio.sleep(EVERY_SECONDS)
        finally:
            _drop(connection)

    def _set_down(self, reason: str) -> None:
        self.reason = reason[:200]
        if self.is_up:
            log.error("database_away", reason=self.reason, ended=len(self._waiting))
            IS_UP.set(0)
        self.is_up = False
        for task in self._waiting - self._ended:
            self._ended.add(task)
            task.cancel()

    def _set_up(self) -> None:
        if not self.is_up:
            log.info("database_back")
            IS_UP.set(1)
        self.is_up, self.reason = True, ""


def _drop(connection: asyncpg.Connection | None) -> None:
    if connection is not None:
        connection.terminate()


database_watch = DatabaseWatch()
