"""Work that comes back: every worker asks for it when its time has come, and the first one wins."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import structlog

from taskflow.platform import clock
from taskflow.platform.database import classify_failure, execute
from taskflow.platform.metrics import counter
from taskflow.platform.outbox import enqueue
from taskflow.platform.unit_of_work import unit_of_work

log = structlog.get_logger("taskflow.schedule")

# The jobs that come back by name, and how often.
SCHEDULE: dict[str, timedelta] = {}
FAILED = counter("taskflow_schedule_failures_total", "Times that the jobs whose time has come could not be written")


def repeat(name: str, *, every: timedelta) -> None:
    """Have the job `name`, which takes no arguments, run every so often: whole seconds, counted from 1970.

    Missed times are not made up for. Raises ValueError for a name that is on the schedule, or less than a second.
    """
    if name in SCHEDULE or every < timedelta(seconds=1) or every.microseconds:
        raise ValueError(f"{name} is on the schedule already, or {every} is not whole seconds")
    SCHEDULE[name] = every


def find_slot(every: timedelta, moment: datetime) -> datetime:
    """When the period began that `moment` is in. Pure."""
    seconds = int(every.total_seconds())
    return datetime.fromtimestamp(int(moment.timestamp()) // seconds * seconds, UTC)


async def enqueue_due(asked: dict[str, datetime]) -> list[str]:
    """Write every job whose present period nobody has asked for yet; gives their names.

    `asked` remembers the periods that this process asked for, so that it asks once.
    """
    written = []
    for name, every in SCHEDULE.items():
        slot = find_slot(every, clock.now())
        if asked.get(name) == slot:
            continue
        async with unit_of_work():
            if await enqueue(name, dedupe_key=f"cron:{name}:{slot:%Y-%m-%dT%H:%M:%SZ}") is not None:
                written.append(name)
                await _note(name, every, slot)
        asked[name] = slot
    return written


async def schedule_for_ever(stop: asyncio.Event, *, every: float = 1.0) -> None:
    """Look every `every` seconds for what is due, until `stop`."""
    asked: dict[str, datetime] = {}
    while not stop.is_set():
        try:
            await enqueue_due(asked)
        except Exception as error:  # it is tried again whatever it was: nobody else might do it
            FAILED.inc()
            if classify_failure(error) is None:
                log.exception("schedule_failed")
            else:
                log.warning("schedule_put_off", reason=f"{type(error).__name__}: {error}"[:200])
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), every)


async def _note(name: str, every: timedelta, slot: datetime) -> None:
    """Say when it came last and how often it comes: who shows that does not load the jobs."""
    await execute(
        "insert into schedule (name, every_seconds, slot) values ($1, $2, $3)"
        " on conflict (name) do update set every_seconds = excluded.every_seconds, slot = excluded.slot",
        name,
        int(every.total_seconds()),
        slot,
    )
