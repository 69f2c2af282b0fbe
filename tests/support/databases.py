"""A second database in a test's own process, for real commits."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tortoise.context import TortoiseContext

from taskflow.platform.database import build_config
from taskflow.settings import Settings


@asynccontextmanager
async def opened(settings: Settings, *, pool_size: int = 4) -> AsyncIterator[None]:
    """Inside, everything goes to the database of `settings`, and commits are real."""
    async with TortoiseContext() as context:
        await context.init(config=build_config(settings, role="tests", pool_size=pool_size))
        yield
