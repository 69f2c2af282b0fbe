"""One request or one job is one transaction; what it wants to send leaves after the commit."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar

import structlog
from tortoise.transactions import in_transaction

Send = Callable[[], Awaitable[None]]
_sends: ContextVar[list[Send] | None] = ContextVar("taskflow_sends", default=None)
log = structlog.get_logger("taskflow.unit_of_work")


@asynccontextmanager
async def unit_of_work() -> AsyncIterator[None]:
    """Commit everything inside or nothing; a unit inside a unit joins it."""
    if _sends.get() is not None:
        yield
        return
    sends: list[Send] = []
    token = _sends.set(sends)
    try:
        async with in_transaction("default"):
            yield
    finally:
        _sends.reset(token)
    for send in sends:
        await _send(send)


def after_commit(send: Send) -> None:
    """Run `send` once the present unit is committed, and never if it is not. Raises RuntimeError outside a unit."""
    sends = _sends.get()
    if sends is None:
        raise RuntimeError("after_commit() needs a unit_of_work()")
    sends.append(send)


def has_unit_of_work() -> bool:
    """True inside a unit."""
    return _sends.get() is not None


async def _send(send: Send) -> None:
    try:
        await send()
    except Exception:
        log.warning("after_commit_send_failed", exc_info=True)
