"""The role worker: runs jobs, and sends again what was not done."""

import asyncio
import logging
from importlib import import_module

import structlog

from roles.resources import Resources, close_in_time, open_resources, read_redis_options
from taskflow import search, transfer
from taskflow.platform.broker import ReliableStreamBroker
from taskflow.platform.database import PACKAGE
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
        broker = ReliableStreamBroker(settings.redis_url, **read_redis_options(settings))
        resources.ready()
        try:
            await _work(resources, broker)
        finally:
            await close_in_time(broker.shutdown)
    return 0


def load_jobs() -> None:
    """Import every part's `jobs`, so that each is in the registry."""
    for path in sorted(PACKAGE.glob("*/jobs.py")):
        if path.parent.name != "platform":
            import_module(f"taskflow.{path.parent.name}.jobs")
    import_module("taskflow.fanout")
    transfer.find_words_by(search.match_words)


async def _work(resources: Resources, broker: ReliableStreamBroker) -> None:
    settings, stop = resources.settings, resources.stop
    patience = max(0.0, settings.drain_deadline_seconds - MARGIN_SECONDS)
    async with asyncio.TaskGroup() as group:
        group.create_task(receive(broker, stop, concurrency=settings.worker_concurrency, patience=patience))
        group.create_task(
            sweep_for_ever(resources.waker.send, stop, every=settings.sweep_seconds, resend=settings.resend_seconds)
        )
        group.create_task(schedule_for_ever(stop))
        await stop.wait()
        resources.inner.is_draining = True
        log.info("worker_stopping", unfinished=len(broker.in_flight))
