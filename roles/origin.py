"""Both doors on one origin, as nginx shows them: for `bin/dev` only."""

from roles.doors import serve_door
from roles.frontend import build_door
from roles.resources import open_resources
from taskflow.api import build_api
from taskflow.platform.limiter import Limiter
from taskflow.settings import Settings
from taskflow.web.access import AccessLog
from taskflow.web.draining import AsgiApp, Receive, Scope, Send


class Origin:
    """`/api/` and `/health` to the API, everything else to the pages."""

    def __init__(self, api: AsgiApp, pages: AsgiApp) -> None:
        self._api, self._pages = api, pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request to its door. Both doors have nothing to do at start and stop, so the pages answer for them."""
        path = scope.get("path", "")
        is_api = path.startswith("/api/") or path == "/health"
        await (self._api if is_api else self._pages)(scope, receive, send)


async def run(settings: Settings) -> int:
    """Serve until SIGTERM; gives the exit code."""
    async with open_resources(settings, role="origin") as resources:
        limiter = Limiter(resources.redis)
        api = AccessLog(build_api(settings, health=resources.health, limiter=limiter), door="api", trusted=())
        pages = AccessLog(build_door(settings, limiter), door="frontend", trusted=())
        await serve_door(resources, Origin(api, pages), bind=settings.frontend_bind)
    return 0
