"""The role frontend: the HTML door."""

from roles.doors import serve_door
from roles.resources import open_resources
from taskflow.pages import build_pages
from taskflow.pages.assets import AssetsMissing
from taskflow.platform.limiter import Limiter
from taskflow.settings import Settings, SettingsError
from taskflow.web.access import AccessLog
from taskflow.web.application import Application


def build_door(settings: Settings, limiter: Limiter) -> Application:
    """The pages' application, counting by `limiter`. Raises SettingsError when the folder of the assets holds none."""
    try:
        return build_pages(settings, limiter=limiter)
    except AssetsMissing as error:
        raise SettingsError(f"TASKFLOW_ASSETS_FOLDER: {error}") from None


async def run(settings: Settings) -> int:
    """Serve until SIGTERM; gives the exit code."""
    async with open_resources(settings, role="frontend") as resources:
        app = build_door(settings, Limiter(resources.redis))
        await serve_door(
            resources, AccessLog(app, door="frontend", trusted=settings.trusted_proxies), bind=settings.frontend_bind
        )
    return 0
