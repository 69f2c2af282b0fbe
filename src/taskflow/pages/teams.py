"""The teams of a workspace."""

from quart import Blueprint, Response

from taskflow import workspaces
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input
from taskflow.pages.rendering import render_page, see_other
from taskflow.web.authentication import require_member

routes = Blueprint("teams", __name__)


@routes.get("/<slug>/teams")
async def show(slug: str, form: FormState = EMPTY) -> Response:
    """Every team, and for those who may the form of a new one."""
    member = await require_member(slug)
    teams = await workspaces.list_teams(member)
    return await render_page("pages/members/teams.html", member=member, current="members", teams=teams, form=form)


@routes.post("/<slug>/teams")
@answers_with(show)
async def create(slug: str) -> Response:
    """Make a team, and go on to put people into it."""
    member = await require_member(slug)
    team = await workspaces.create_team(member, await read_input(workspaces.NewTeam))
    return see_other(f"/{slug}/teams/{team['id']}", f"{team['name']} is there. Put somebody in.")
