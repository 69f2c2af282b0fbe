"""The role frontend: the HTML door."""

from roles.doors import serve_door
from roles.resources import open_resources
from taskflow.pages import build_pages
from taskflow.settings import Settings
from taskflow.web.access import AccessLog


async def run(settings: Settings) -> int:
    """Serve until SIGTERM; gives the exit code."""
    async with open_resources(settings, role="frontend") as resources:
        app = build_pages(settings)
        await serve_door(
            resources, AccessLog(app, door="frontend", trusted=settings.trusted_proxies), bind=settings.frontend_bind
        )
    return 0
