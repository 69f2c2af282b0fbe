"""What a workspace is called, and its clock."""

from quart import Blueprint, Response

from taskflow import workspaces
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.pages.time_zones import list_time_zones
from taskflow.web.authentication import require_member
from taskflow.workspaces import Permission

routes = Blueprint("workspace_settings", __name__)


@routes.get("/<slug>/settings")
async def show(slug: str, form: FormState = EMPTY) -> Response:
    """The form of name and time zone."""
    member = await require_member(slug)
    member.require(Permission.EDIT_WORKSPACE)
    return await render_page(
        "pages/workspaces/settings.html",
        member=member,
        current="settings",
        workspace=await workspaces.get_workspace(member),
        zones=list_time_zones(),
        form=form,
    )


@routes.post("/<slug>/settings")
@answers_with(show, back="/{slug}/settings")
async def edit(slug: str) -> Response:
    """Change what the form says."""
    member = await require_member(slug)
    changes = await read_input(workspaces.WorkspaceChanges)
    await workspaces.edit_workspace(member, changes, version=await read_version())
    return see_other(f"/{slug}/settings", "Saved")
