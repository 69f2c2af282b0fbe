"""Analytics of a workspace and of a project: reports, and each chart as a table."""

from dataclasses import asdict
from typing import Annotated

from pydantic import Field
from quart import Response

from taskflow import analytics, projects
from taskflow.analytics import PeriodName, TableName
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import ChartTable, Report, WorkspaceReport
from taskflow.platform.validation import Input
from taskflow.web.tables import build_csv_download
from taskflow.workspaces import Member

_WORKSPACE, _PROJECT = "/workspaces/{slug}/analytics", "/workspaces/{slug}/projects/{project_key}/analytics"
_MEANINGS = [asdict(definition) for definition in analytics.DEFINITIONS]


class ReportQuery(Input):
    """Which period, and how many tasks the forecast is for."""

    period: Annotated[PeriodName, Field(examples=["12w"], description="It ends today")] = analytics.USUAL
    items: (
        Annotated[int, Field(ge=1, le=100_000, examples=[20], description="Else all open tasks but the backlog")] | None
    ) = None


@operation("GET", _WORKSPACE, query=ReportQuery, answer=WorkspaceReport)
async def get_workspace_analytics(member: Member, query: ReportQuery) -> Row:
    """Read the report of all projects that you see"""
    report = await analytics.build_workspace_report(member, period=query.period, items=query.items)
    return report | {"definitions": _MEANINGS}


@operation("GET", _WORKSPACE + "/{chart}", query=ReportQuery, answer=ChartTable)
async def get_workspace_chart(member: Member, chart: TableName, query: ReportQuery) -> Row:
    """Read a chart of all projects that you see as a table"""
    report = await analytics.build_workspace_report(member, period=query.period, items=query.items)
    return analytics.build_table(report, chart)


@operation("GET", _WORKSPACE + "/{chart}/csv", query=ReportQuery, gives_bytes=True)
async def export_workspace_chart(member: Member, chart: TableName, query: ReportQuery) -> Response:
    """Read a chart of all projects that you see as CSV

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    return build_csv_download(await get_workspace_chart(member, chart, query), name=f"{member.workspace_slug}-{chart}")


@operation("GET", _PROJECT, query=ReportQuery, answer=Report)
async def get_project_analytics(member: Member, project_key: str, query: ReportQuery) -> Row:
    """Read the report of a project"""
    project = await projects.get_project(member, project_key)
    report = await analytics.build_project_report(member, project, period=query.period, items=query.items)
    return report | {"definitions": _MEANINGS}


@operation("GET", _PROJECT + "/{chart}", query=ReportQuery, answer=ChartTable)
async def get_project_chart(member: Member, project_key: str, chart: TableName, query: ReportQuery) -> Row:
    """Read a chart of a project as a table"""
    return analytics.build_table(await get_project_analytics(member, project_key, query), chart)


@operation("GET", _PROJECT + "/{chart}/csv", query=ReportQuery, gives_bytes=True)
async def export_project_chart(member: Member, project_key: str, chart: TableName, query: ReportQuery) -> Response:
    """Read a chart of a project as CSV

    A cell that a spreadsheet would take for a formula begins with an apostrophe.
    """
    table = await get_project_chart(member, project_key, chart, query)
    return build_csv_download(table, name=f"{project_key}-{chart}")
