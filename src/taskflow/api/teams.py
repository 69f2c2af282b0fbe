"""The teams of a workspace."""

from uuid import UUID

from taskflow import workspaces
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import Member as ShownMember
from taskflow.api.schemas import Team
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member, NewTeam, TeamChanges

_TEAMS = "/workspaces/{slug}/teams"
_TEAM = _TEAMS + "/{team_id}"


@operation("GET", _TEAMS, items=Team)
async def list_teams(member: Member, query: PageQuery) -> Page:
    """List the teams of a workspace, by name"""
    return page_of(await workspaces.list_teams(member, **window(query)), query, "sort_name", "id")


@operation(
    "POST", _TEAMS, body=NewTeam, answer=Team, location="/workspaces/{slug}/teams/{id}", codes=("forbidden",),
    undo=True,
)  # fmt: skip
async def create_team(member: Member, body: NewTeam) -> Row:
    """Make a team; nobody is in it yet"""
    return await workspaces.create_team(member, body)


@operation("GET", _TEAM, answer=Team)
async def get_team(member: Member, team_id: UUID) -> Row:
    """Read a team"""
    return await workspaces.get_team(member, team_id)


@operation("PATCH", _TEAM, body=TeamChanges, answer=Team, if_match="required", codes=("forbidden",), undo=True)
async def edit_team(member: Member, team_id: UUID, body: TeamChanges, version: int) -> Row:
    """Change a team"""
    return await workspaces.edit_team(member, team_id, body, version=version)


@operation(
    "DELETE", _TEAM, current=Team, if_match="required", codes=("forbidden",),
    undo="Who was in the team, and what it was let into, is not kept: make it again",
)  # fmt: skip
async def delete_team(member: Member, team_id: UUID, version: int) -> None:
    """Delete a team

    Its members stay in the workspace; they lose the projects that they saw through the team alone.
    """
    await workspaces.delete_team(member, team_id, version=version)


@operation("GET", _TEAM + "/members", items=ShownMember)
async def list_team_members(member: Member, team_id: UUID, query: PageQuery) -> Page:
    """List the members of a team, by name"""
    return page_of(await workspaces.list_team_members(member, team_id, **window(query)), query, "sort_name", "id")


@operation("PUT", _TEAM + "/members/{member_id}", codes=("forbidden",), undo=True)
async def add_to_team(member: Member, team_id: UUID, member_id: UUID) -> None:
    """Put a member into a team; doing it twice changes nothing"""
    await workspaces.add_to_team(member, team_id, member_id)


@operation("DELETE", _TEAM + "/members/{member_id}", codes=("forbidden",), undo=True)
async def remove_from_team(member: Member, team_id: UUID, member_id: UUID) -> None:
    """Take a member out of a team; doing it twice changes nothing"""
    await workspaces.remove_from_team(member, team_id, member_id)
