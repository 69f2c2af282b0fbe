"""Opening and closing everything a role needs; the only place that does."""

import asyncio
import contextlib
import gc
import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from roles.checks import add_checks
from taskflow import __version__
from taskflow.platform import jobs, metrics, schema
from taskflow.platform.broker import ReliableStreamBroker
from taskflow.platform.database import classify_failure, close_database, open_database
from taskflow.platform.database_watch import database_watch
from taskflow.platform.health import HealthChecks
from taskflow.platform.logging import configure_logging, install_loop_logging
from taskflow.platform.waking import Waker
from taskflow.settings import Settings
from taskflow.web.inner import Inner, open_inner

_FIRST_WAIT, _LONGEST_WAIT = 0.1, 2.0
log = structlog.get_logger("taskflow.roles")


class StoppedWhileWaiting(Exception):
    """The role was asked to stop before it was ready."""


@dataclass(slots=True)
class Resources:
    """What is open, and the event that says when to stop."""

    settings: Settings
    stop: asyncio.Event
    inner: Inner
    health: HealthChecks
    broker: ReliableStreamBroker
    waker: Waker
    redis: Redis

    def ready(self) -> None:
        """Say that the role is ready, and keep the garbage collector away from what stays."""
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 100)
        self.inner.waits_for = None
        log.info("ready")


@contextlib.asynccontextmanager
async def open_resources(settings: Settings, *, role: str) -> AsyncIterator[Resources]:
    """Open in the order of need; raises StoppedWhileWaiting when a signal comes before everything is there."""
    version = os.environ.get("TASKFLOW_VERSION", __version__)
    is_development = settings.mode == "development"
    configure_logging(role=role, level=settings.log_level, version=version, pretty=is_development)
    loop, stop = asyncio.get_running_loop(), asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    install_loop_logging(loop)
    metrics.install_process_metrics(version=version, role=role)
    health = HealthChecks(role=role, version=version)
    resources = _build(settings, role, stop, health)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(open_inner(resources.inner, bind=settings.inner_bind))
        watcher = asyncio.create_task(metrics.watch_event_loop())
        stack.callback(watcher.cancel)
        stack.push_async_callback(_close, resources)
        await _open_database(resources, role)
        if role == "worker":
            await _wait_for(resources, "redis", lambda: _ping(resources.redis))
        watch = asyncio.create_task(database_watch.run(settings))
        stack.callback(watch.cancel)
        add_checks(health, resources.redis, settings, role=role)
        yield resources
        resources.inner.is_draining = True


def _build(settings: Settings, role: str, stop: asyncio.Event, health: HealthChecks) -> Resources:
    password = settings.redis_password.get_secret_value() if settings.redis_password else None
    more: dict[str, Any] = {"password": password} if password else {}
    broker = ReliableStreamBroker(settings.redis_url, **more)
    broker.is_worker_process = role == "worker"
    waker = Waker(broker)
    jobs.wake_by(waker.wake)
    redis: Redis = Redis.from_url(settings.redis_url, socket_timeout=1, socket_connect_timeout=1, **more)
    return Resources(settings, stop, Inner(health), health, broker, waker, redis)


async def _open_database(resources: Resources, role: str) -> None:
    await _wait_for(resources, "database", lambda: open_database(resources.settings, role=role))
    await _wait_for(resources, "migrations", schema.require_current)


async def _wait_for(resources: Resources, name: str, attempt: Callable[[], Awaitable[object]]) -> None:
    """Try until it works, said once and with backoff. Raises StoppedWhileWaiting."""
    resources.inner.waits_for = name
    wait, is_said = _FIRST_WAIT, False
    while True:
        if resources.stop.is_set():
            raise StoppedWhileWaiting(name)
        try:
            await attempt()
        except Exception as error:
            if classify_failure(error) is None and not isinstance(error, RedisError | OSError):
                raise
            if not is_said:
                log.warning("waiting", waits_for=name, reason=f"{type(error).__name__}: {error}"[:300])
                is_said = True
        else:
            if is_said:
                log.info("waited", waits_for=name)
            return
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(resources.stop.wait(), wait)
        wait = min(wait * 2, _LONGEST_WAIT)


async def _ping(redis: Redis) -> None:
    await redis.ping()


async def _close(resources: Resources) -> None:
    jobs.wake_by(None)
    await resources.broker.shutdown()
    await resources.redis.aclose()
    await close_database()
