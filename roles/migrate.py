"""The role migrate: brings the schema up to date and publishes the release's assets, then ends."""

import asyncio

import asyncpg
import structlog
from tortoise.exceptions import BaseORMException

from roles.publishing import publish_assets
from taskflow import __version__
from taskflow.platform import schema
from taskflow.platform.database import classify_failure
from taskflow.platform.logging import configure_logging
from taskflow.settings import Settings

_TRIES, _WAIT_SECONDS = 60, 1.0
log = structlog.get_logger("taskflow.migrate")


async def run(settings: Settings) -> int:
    """Migrate; gives 0, or 1 when it failed."""
    configure_logging(
        role="migrate", level=settings.log_level, version=__version__, pretty=settings.mode == "development"
    )
    try:
        applied = await _migrate(settings)
    except (schema.MigrationError, BaseORMException, asyncpg.PostgresError, OSError) as error:
        log.error("migration_failed", exc_info=error)
        return 1
    log.info("migrated", applied=applied, schema=schema.list_migrations()[-1])
    if settings.published_folder is not None:
        kept = publish_assets(settings.assets_folder, settings.published_folder)
        log.info("assets_published", releases=kept)
    return 0


async def _migrate(settings: Settings) -> list[str]:
    for attempt in range(1, _TRIES + 1):
        try:
            return await schema.migrate(settings)
        except Exception as error:
            if attempt == _TRIES or classify_failure(error) != "unavailable":
                raise
            if attempt == 1:
                log.warning("waiting", waits_for="database", reason=f"{type(error).__name__}: {error}"[:300])
            await asyncio.sleep(_WAIT_SECONDS)
    raise AssertionError("unreachable")
