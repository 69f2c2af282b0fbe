"""One request or one job is one transaction; what it wants to send leaves after the commit."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog
from tortoise.transactions import in_transaction

from taskflow.platform.ids import new_id

Send = Callable[[], Awaitable[None]]
log = structlog.get_logger("taskflow.unit_of_work")


@dataclass(slots=True)
class Unit:
    """A unit that runs: its id, what to send after the commit, and what parts note about it, by kind."""

    id: UUID = field(default_factory=new_id)
    sends: list[Send] = field(default_factory=list)
    notes: dict[type, Any] = field(default_factory=dict)


_present: ContextVar[Unit | None] = ContextVar("taskflow_unit", default=None)


@asynccontextmanager
async def unit_of_work() -> AsyncIterator[None]:
    """Commit everything inside or nothing; a unit inside a unit joins it."""
    if _present.get() is not None:
        yield
        return
    unit = Unit()
    token = _present.set(unit)
    try:
        async with in_transaction("default"):
            yield
    finally:
        _present.reset(token)
    for send in unit.sends:
        await _send(send)


@asynccontextmanager
async def savepoint() -> AsyncIterator[None]:
    """Inside a unit: an error undoes what was written inside, and leaves the unit usable."""
    async with in_transaction("default"):
        yield


def after_commit(send: Send) -> None:
    """Run `send` once the present unit is committed, and never if it is not. Raises RuntimeError outside a unit."""
    unit = find_unit()
    if unit is None:
        raise RuntimeError("after_commit() needs a unit_of_work()")
    unit.sends.append(send)


def find_unit() -> Unit | None:
    """The present unit, or None outside any."""
    return _present.get()


def has_unit_of_work() -> bool:
    """True inside a unit."""
    return find_unit() is not None


async def _send(send: Send) -> None:
    try:
        await send()
    except Exception:
        log.warning("after_commit_send_failed", exc_info=True)
