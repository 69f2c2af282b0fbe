"""The charts of a project and of the workspace, and each of them as a file for spreadsheets."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import analytics, projects
from taskflow.analytics import LABELS, TABLE_NAMES, USUAL, WEEKDAYS, TableName
from taskflow.pages.addresses import project_address
from taskflow.pages.dashboards import build_dashboard
from taskflow.pages.forms import EMPTY
from taskflow.pages.rendering import render_page
from taskflow.platform import mail
from taskflow.platform.errors import NotFound
from taskflow.web.authentication import require_member
from taskflow.web.tables import build_csv_download

routes = Blueprint("analytics", __name__)


@routes.get("/<slug>/p/<key>/analytics")
async def show_project(slug: str, key: str) -> Response:
    """How work flows in a project; `?period=…` says for how long back."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    report = await analytics.build_project_report(member, project, period=_read_period())
    shown = build_dashboard(report, member, project_address(slug, key, "analytics"))
    return await render_page(
        "pages/analytics/project.html", member=member, current=key, project=project, **shown, **_build_offer()
    )


@routes.get("/<slug>/analytics")
async def show_workspace(slug: str) -> Response:
    """The same for all projects that the member sees, and how each of them does."""
    member = await require_member(slug)
    report = await analytics.build_workspace_report(member, period=_read_period())
    shown = build_dashboard(report, member, f"/{slug}/analytics")
    return await render_page(
        "pages/analytics/workspace.html", member=member, current="analytics", **shown, **_build_offer()
    )


@routes.get("/<slug>/p/<key>/analytics/<name>.csv")
async def download_project(slug: str, key: str, name: str) -> Response:
    """One chart of a project."""
    member = await require_member(slug)
    project, table = await projects.get_project(member, key), _read_name(name)
    report = await analytics.build_project_report(member, project, period=_read_period())
    return build_csv_download(analytics.build_table(report, table), name=f"{key}-{name}")


@routes.get("/<slug>/analytics/<name>.csv")
async def download_workspace(slug: str, name: str) -> Response:
    """One chart of all projects that the member sees."""
    member, table = await require_member(slug), _read_name(name)
    report = await analytics.build_workspace_report(member, period=_read_period())
    return build_csv_download(analytics.build_table(report, table), name=f"{slug}-{name}")


def _build_offer() -> dict[str, Any]:
    """What the form takes by which one has the report sent."""
    return {"form": EMPTY, "weekdays": list(enumerate(WEEKDAYS, start=1)), "is_mailed": mail.is_on()}


def _read_period() -> Any:
    """The period that the address names, else the usual one."""
    name = request.args.get("period", "")
    return name if name in LABELS else USUAL


def _read_name(name: str) -> TableName:
    if name not in TABLE_NAMES:
        raise NotFound
    return name
