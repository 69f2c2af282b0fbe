"""The role api: the JSON door."""

from roles.doors import serve_door
from roles.resources import open_resources
from taskflow.api import build_api
from taskflow.platform.limiter import Limiter
from taskflow.settings import Settings
from taskflow.web.access import AccessLog


async def run(settings: Settings) -> int:
    """Serve until SIGTERM; gives the exit code."""
    async with open_resources(settings, role="api") as resources:
        app = build_api(settings, health=resources.health, limiter=Limiter(resources.redis))
        await serve_door(
            resources, AccessLog(app, door="api", trusted=settings.trusted_proxies), bind=settings.api_bind
        )
    return 0
