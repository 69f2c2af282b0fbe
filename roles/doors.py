"""Serving a door: its application behind the access log, until the signal, with the drain."""

import asyncio
from typing import Any

from roles.resources import Resources
from taskflow.web.draining import Drain
from taskflow.web.serving import serve


async def serve_door(resources: Resources, app: Any, *, bind: str) -> None:
    """Serve until the role is asked to stop, then drain."""
    settings = resources.settings
    drain = Drain(
        lame_duck=settings.lame_duck_seconds, quiet=settings.quiet_seconds, deadline=settings.drain_deadline_seconds
    )
    starter = asyncio.create_task(_start_drain(resources, drain))
    try:
        resources.ready()
        await serve(app, bind=bind, drain=drain, max_in_flight=settings.max_requests_in_flight)
    finally:
        starter.cancel()


async def _start_drain(resources: Resources, drain: Drain) -> None:
    await resources.stop.wait()
    resources.inner.is_draining = True
    drain.start()
