"""Which teams were let into a project."""

from uuid import UUID

from quart import Blueprint, Response

from taskflow import projects
from taskflow.pages import access_settings
from taskflow.pages.addresses import project_address
from taskflow.pages.forms import answers_with, read_input
from taskflow.pages.rendering import see_other
from taskflow.platform.ids import parse_id
from taskflow.platform.validation import Input
from taskflow.web.authentication import require_member

routes = Blueprint("team_access_settings", __name__)


class NewTeamAccess(Input):
    """Which team to let in."""

    team_id: UUID


@routes.post("/<slug>/p/<key>/settings/access/teams")
@answers_with(access_settings.show)
async def let_in(slug: str, key: str) -> Response:
    """Let a team in."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    await projects.let_team_in(member, project, (await read_input(NewTeamAccess)).team_id)
    return see_other(project_address(slug, key, "settings", "access"), "The team is in")


@routes.post("/<slug>/p/<key>/settings/access/teams/<team_id>/deletion")
async def take_out(slug: str, key: str, team_id: str) -> Response:
    """Take a team's access away."""
    member = await require_member(slug)
    await projects.take_team_out(member, await projects.get_project(member, key), parse_id(team_id))
    return see_other(project_address(slug, key, "settings", "access"), "The team is out")
