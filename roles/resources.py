"""Opening and closing everything a role needs; the only place that does."""

import asyncio
import contextlib
import gc
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from roles.checks import add_checks
from roles.waiting import catch_signals, wait_for
from taskflow import __version__, attachments, webhooks
from taskflow.platform import fleet, mail, mail_templates, metrics, outbox, schema, unsubscribing
from taskflow.platform.database import classify_failure, close_database, open_database
from taskflow.platform.database_watch import database_watch
from taskflow.platform.health import HealthChecks
from taskflow.platform.logging import configure_logging, install_loop_logging
from taskflow.platform.stream import Stream
from taskflow.platform.waking import Waker
from taskflow.settings import Settings
from taskflow.web.email_rendering import build_renderer
from taskflow.web.inner import Inner, open_inner

CLOSE_SECONDS = 3.0
log = structlog.get_logger("taskflow.roles")


@dataclass(slots=True)
class Resources:
    """What is open, and the event that says when to stop."""

    settings: Settings
    stop: asyncio.Event
    inner: Inner
    health: HealthChecks
    stream: Stream
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
    stop = catch_signals()
    install_loop_logging(asyncio.get_running_loop())
    metrics.install_process_metrics(version=version, role=role)
    resources = _build(settings, stop, HealthChecks(role=role, version=version))
    add_checks(resources.health, resources.redis, settings, role=role)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(open_inner(resources.inner, bind=settings.inner_bind))
        _close_at_the_end(stack, resources)
        for watch in (metrics.watch_event_loop(), database_watch.run(settings)):
            stack.callback(asyncio.create_task(watch).cancel)
        await _wait(
            resources, "database", lambda: open_database(settings, role=role, pool_size=_size_pool(settings, role))
        )
        await _wait(resources, "schema", schema.require_current)
        _announce(stack, resources, fleet.Replica(role, version, schema.list_migrations()[-1]))
        if role == "worker":
            await _wait(resources, "redis", lambda: _ping(resources.redis))
        try:
            yield resources
        finally:
            resources.inner.is_draining = True


def _build(settings: Settings, stop: asyncio.Event, health: HealthChecks) -> Resources:
    more = read_redis_options(settings)
    stream = Stream(settings.redis_url, **more)
    waker = Waker(stream)
    outbox.wake_by(waker.wake)
    attachments.keep_in(attachments.Storage(settings))
    webhooks.equip(settings)
    mail.deliver_by(mail.Mailer(settings))
    mail_templates.render_by(build_renderer(settings))
    unsubscribing.unsubscribe_by(unsubscribing.UnsubscribeLinks(settings))
    redis: Redis = Redis.from_url(settings.redis_url, socket_timeout=1, socket_connect_timeout=1, **more)
    return Resources(settings, stop, Inner(health), health, stream, waker, redis)


def _size_pool(settings: Settings, role: str) -> int:
    """A worker needs a connection for each of its jobs, one to sweep and one to schedule."""
    at_once = settings.worker_concurrency + settings.worker_bulk_concurrency + 2
    return max(settings.database_pool_size, at_once if role == "worker" else 0)


def read_redis_options(settings: Settings) -> dict[str, Any]:
    """What the settings add to the address of Redis."""
    return {"password": settings.redis_password.get_secret_value()} if settings.redis_password else {}


async def _wait(resources: Resources, name: str, attempt: Callable[[], Awaitable[object]]) -> None:
    resources.inner.waits_for = name
    await wait_for(name, attempt, resources.stop)


async def _ping(redis: Redis) -> None:
    await redis.ping()


def _announce(stack: contextlib.AsyncExitStack, resources: Resources, replica: fleet.Replica) -> None:
    """Say from now on that this process is alive, and at the end that it is gone."""
    announcing = asyncio.create_task(fleet.announce_for_ever(replica, resources.stop))

    async def leave() -> None:
        await announcing
        await fleet.leave(replica)

    stack.push_async_callback(close_in_time, leave)


def _close_at_the_end(stack: contextlib.AsyncExitStack, resources: Resources) -> None:
    """Each in its own bounded time, whatever became of the others."""
    closing: tuple[Callable[[], Awaitable[object]], ...] = (
        close_database,
        resources.redis.aclose,
        resources.stream.close,
        resources.waker.close,
    )
    for close in closing:
        stack.push_async_callback(close_in_time, close)
    stack.callback(outbox.wake_by, None)
    stack.callback(attachments.keep_in, None)
    stack.callback(webhooks.equip, None)
    stack.callback(mail.deliver_by, None)
    stack.callback(mail_templates.render_by, None)
    stack.callback(unsubscribing.unsubscribe_by, None)


async def close_in_time(close: Callable[[], Awaitable[object]]) -> None:
    """Close something, or write down that it did not close within CLOSE_SECONDS."""
    try:
        async with asyncio.timeout(CLOSE_SECONDS):
            await close()
    except Exception as error:
        if not isinstance(error, RedisError) and classify_failure(error) is None:
            raise
        log.warning("not_closed_in_order", what=close.__qualname__, reason=f"{type(error).__name__}: {error}"[:200])
