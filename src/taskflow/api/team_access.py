"""The teams that were let into a project."""

from uuid import UUID

from taskflow import projects
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import page_of, window
from taskflow.api.schemas import TeamAccess
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member

_LIST = "/workspaces/{slug}/projects/{project_key}/teams"
_ENTRY = _LIST + "/{team_id}"


@operation("GET", _LIST, items=TeamAccess)
async def list_project_teams(member: Member, project_key: str, query: PageQuery) -> Page:
    """List the teams that were let into a project, by name"""
    project = await projects.get_project(member, project_key)
    return page_of(await projects.list_project_teams(project, **window(query)), query, "sort_name", "team_id")


@operation("PUT", _ENTRY, codes=("forbidden",), undo=True)
async def let_team_in(member: Member, project_key: str, team_id: UUID) -> None:
    """Let a team into a project

    Whoever is in the team sees it then: members a private project, guests any.
    """
    await projects.let_team_in(member, await projects.get_project(member, project_key), team_id)


@operation("DELETE", _ENTRY, codes=("forbidden",), undo=True)
async def take_team_out(member: Member, project_key: str, team_id: UUID) -> None:
    """Take a team's access to a project away; doing it twice changes nothing"""
    await projects.take_team_out(member, await projects.get_project(member, project_key), team_id)
