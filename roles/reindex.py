"""The command reindex: has the workers make every search document and every figure of the charts anew."""

from tortoise.context import TortoiseContext

from roles.waiting import catch_signals, wait_for
from taskflow import __version__, analytics, search
from taskflow.platform.database import build_config
from taskflow.platform.logging import configure_logging
from taskflow.platform.schema import require_current
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings

PATIENCE_SECONDS = 15.0


async def run(settings: Settings) -> int:
    """Leave the jobs and say how many; gives 0."""
    configure_logging(role="reindex", level="WARNING", version=__version__)
    async with TortoiseContext() as context:
        await context.init(config=build_config(settings, role="reindex", pool_size=1))
        await wait_for("database", require_current, catch_signals(), patience=PATIENCE_SECONDS)
        async with unit_of_work():
            count = await search.start_rebuild()
            await analytics.start_rebuild()
    print(f"left to the workers: the search documents and the figures of {count} workspace{'' if count == 1 else 's'}")
    return 0
