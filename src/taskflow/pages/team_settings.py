"""One team: who is in it, its name and its colour."""

from uuid import UUID

from quart import Blueprint, Response

from taskflow import workspaces
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.ids import parse_id
from taskflow.platform.validation import Input
from taskflow.web.authentication import require_member

routes = Blueprint("team_settings", __name__)
_BACK = "/{slug}/teams/{team_id}"


class NewTeamMember(Input):
    """Whom to put into the team."""

    member_id: UUID


@routes.get("/<slug>/teams/<team_id>")
async def show(slug: str, team_id: str, form: FormState = EMPTY) -> Response:
    """The people of the team, and for those who may the forms to change it."""
    member = await require_member(slug)
    team = await workspaces.get_team(member, parse_id(team_id))
    inside = await workspaces.list_team_members(member, team["id"])
    ids = {row["id"] for row in inside}
    everybody = await workspaces.list_members(member)
    return await render_page(
        "pages/members/team.html",
        member=member,
        current="members",
        team=team,
        inside=inside,
        others=[row for row in everybody if row["id"] not in ids and row["deactivated_at"] is None],
        form=form,
    )


@routes.post("/<slug>/teams/<team_id>")
@answers_with(show, back=_BACK)
async def edit(slug: str, team_id: str) -> Response:
    """Change the name or the colour."""
    member = await require_member(slug)
    changes = await read_input(workspaces.TeamChanges)
    await workspaces.edit_team(member, parse_id(team_id), changes, version=await read_version())
    return see_other(f"/{slug}/teams/{team_id}", "Saved")


@routes.post("/<slug>/teams/<team_id>/deletion")
@answers_with(show, back=_BACK)
async def delete(slug: str, team_id: str) -> Response:
    """Delete the team."""
    member = await require_member(slug)
    await workspaces.delete_team(member, parse_id(team_id), version=await read_version())
    return see_other(f"/{slug}/teams", "Team deleted")


@routes.post("/<slug>/teams/<team_id>/members")
@answers_with(show, back=_BACK)
async def add(slug: str, team_id: str) -> Response:
    """Put somebody into the team."""
    member = await require_member(slug)
    await workspaces.add_to_team(member, parse_id(team_id), (await read_input(NewTeamMember)).member_id)
    return see_other(f"/{slug}/teams/{team_id}", "Added to the team")


@routes.post("/<slug>/teams/<team_id>/members/<member_id>/removal")
async def remove(slug: str, team_id: str, member_id: str) -> Response:
    """Take somebody out of the team."""
    member = await require_member(slug)
    await workspaces.remove_from_team(member, parse_id(team_id), parse_id(member_id))
    return see_other(f"/{slug}/teams/{team_id}", "Taken out of the team")
