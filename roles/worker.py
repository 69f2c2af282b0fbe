"""The role worker: runs jobs, and sends again what was not done."""

import asyncio
import logging
from importlib import import_module

import structlog

from roles.resources import Resources, close_in_time, open_resources, read_redis_options
from taskflow import search, transfer
from taskflow.platform.broker import ReliableStreamBroker
from taskflow.platform.database import PACKAGE
from taskflow.platform.lanes import LANES
from taskflow.platform.receiving import receive
from taskflow.platform.schedule import schedule_for_ever
from taskflow.platform.sweeper import sweep_for_ever
from taskflow.settings import Settings

MARGIN_SECONDS = 2.0  # of the time to stop, for cutting off what runs and for closing
log = structlog.get_logger("taskflow.worker")


async def run(settings: Settings) -> int:
    """Work until SIGTERM, then finish what runs; gives the exit code."""
    load_jobs()
    async with open_resources(settings, role="worker") as resources:
        logging.getLogger("taskiq").setLevel(logging.WARNING)  # a job has its own line
        more = read_redis_options(settings)
        brokers = [ReliableStreamBroker(settings.redis_url, lane=lane, **more) for lane in LANES]
        resources.ready()
        try:
            await _work(resources, brokers)
        finally:
            await asyncio.gather(*(close_in_time(broker.shutdown) for broker in brokers))
    return 0


def load_jobs() -> None:
    """Import every part's `jobs`, so that each is in the registry."""
    for path in sorted(PACKAGE.glob("*/jobs.py")):
        if path.parent.name != "platform":
            import_module(f"taskflow.{path.parent.name}.jobs")
    for name in ("taskflow.platform.job_retention", "taskflow.fanout"):
        import_module(name)
    transfer.find_words_by(search.match_words)


async def _work(resources: Resources, brokers: list[ReliableStreamBroker]) -> None:
    settings, stop = resources.settings, resources.stop
    places = {"interactive": settings.worker_concurrency, "bulk": settings.worker_bulk_concurrency}
    patience = max(0.0, settings.drain_deadline_seconds - MARGIN_SECONDS)
    async with asyncio.TaskGroup() as group:
        for broker in brokers:
            group.create_task(receive(broker, stop, concurrency=places[broker.lane], patience=patience))
        group.create_task(
            sweep_for_ever(resources.waker.send, stop, every=settings.sweep_seconds, resend=settings.resend_seconds)
        )
        group.create_task(schedule_for_ever(stop))
        await stop.wait()
        resources.inner.is_draining = True
        log.info("worker_stopping", unfinished=sum(len(broker.in_flight) for broker in brokers))
