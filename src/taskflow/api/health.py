"""How this process is, on the API's own port."""

from quart import Response

from taskflow.api.answers import encode
from taskflow.platform.health import HealthChecks
from taskflow.web.application import Application, without_database
from taskflow.web.authentication import public


def install_health(application: Application, health: HealthChecks) -> None:
    """Answer `/health` with the same report as the inner port: 503 when something critical fails."""

    @public
    @without_database
    async def show_health() -> Response:
        report = await health.report()
        headers = {"Cache-Control": "no-store"}
        status = 200 if report.is_ready else 503
        return Response(
            encode(report.to_dict()), status=status, content_type="application/health+json", headers=headers
        )

    application.add_url_rule("/health", "show_health", show_health, methods=["GET"])
