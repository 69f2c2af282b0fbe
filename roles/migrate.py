"""The role migrate: brings the schema up to date and publishes the release's assets, then ends."""

import structlog

from roles.publishing import publish_assets
from roles.waiting import GaveUpWaiting, StoppedWhileWaiting, catch_signals, until, wait_for
from taskflow import __version__
from taskflow.platform import schema
from taskflow.platform.logging import configure_logging
from taskflow.settings import Settings

PATIENCE_SECONDS = 120.0
log = structlog.get_logger("taskflow.migrate")


async def run(settings: Settings) -> int:
    """Migrate; gives 0, or 1 when the schema is not what this release needs."""
    is_development = settings.mode == "development"
    configure_logging(role="migrate", level=settings.log_level, version=__version__, pretty=is_development)
    try:
        applied = await _migrate(settings)
    except (schema.MigrationError, GaveUpWaiting) as error:
        log.error("migration_failed", reason=str(error))
        return 1
    except StoppedWhileWaiting as stopped:  # whoever waits for this role must not take it for done
        log.error("migration_stopped", while_at=str(stopped))
        return 1
    log.info("migrated", applied=applied, schema=schema.list_migrations()[-1])
    if settings.published_folder is not None:
        kept = publish_assets(settings.assets_folder, settings.published_folder)
        log.info("assets_published", releases=kept)
    return 0


async def _migrate(settings: Settings) -> list[str]:
    stop = catch_signals()

    async def reach() -> None:
        async with schema.connect(settings):
            pass

    await wait_for("database", reach, stop, patience=PATIENCE_SECONDS)
    return await until(stop, schema.migrate(settings), "migrations")
