"""The role worker: runs jobs, and sends again what was not done."""

import asyncio
import pkgutil
from importlib import import_module

import structlog
from taskiq.acks import AcknowledgeType
from taskiq.receiver import Receiver

import taskflow
from roles.resources import Resources, open_resources
from taskflow.platform.sweeper import sweep_for_ever
from taskflow.settings import Settings

_MARGIN_SECONDS = 1.0
log = structlog.get_logger("taskflow.worker")


async def run(settings: Settings) -> int:
    """Work until SIGTERM, then finish what runs; gives the exit code."""
    load_jobs()
    async with open_resources(settings, role="worker") as resources:
        receiver = Receiver(
            resources.broker,
            max_async_tasks=settings.worker_concurrency,
            max_prefetch=0,
            run_startup=True,
            ack_type=AcknowledgeType.WHEN_EXECUTED,
            wait_tasks_timeout=max(1.0, settings.drain_deadline_seconds - _MARGIN_SECONDS),
        )
        resources.ready()
        await _work(resources, receiver)
    return 0


def load_jobs() -> None:
    """Import every part's `jobs`, so that each is in the registry."""
    for module in pkgutil.iter_modules(taskflow.__path__):
        if module.ispkg and module.name != "platform":
            spec = f"taskflow.{module.name}"
            if any(inner.name == "jobs" for inner in pkgutil.iter_modules(import_module(spec).__path__)):
                import_module(f"{spec}.jobs")
    import_module("taskflow.fanout")


async def _work(resources: Resources, receiver: Receiver) -> None:
    settings = resources.settings
    async with asyncio.TaskGroup() as group:
        group.create_task(receiver.listen(resources.stop))
        group.create_task(
            sweep_for_ever(
                resources.waker.send,
                resources.stop,
                every=settings.sweep_seconds,
                resend=settings.resend_seconds,
            )
        )
        await resources.stop.wait()
        resources.inner.is_draining = True
        log.info("worker_stopping", unfinished=len(resources.broker.in_flight))
