"""Making a workspace."""

from quart import Blueprint, Response

from taskflow import workspaces
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input
from taskflow.pages.last_workspace import find_last_member
from taskflow.pages.rendering import render_page, see_other
from taskflow.pages.time_zones import list_time_zones
from taskflow.web.authentication import require_person

routes = Blueprint("workspace_creation", __name__)


@routes.get("/new")
async def show_form(form: FormState = EMPTY) -> Response:
    """The form of a new workspace."""
    person = require_person()
    member = await find_last_member(person)
    return await render_page(
        "pages/workspaces/new.html",
        form=form,
        zones=list_time_zones(),
        way_back=member and f"/{member.workspace_slug}/my",
    )


@routes.post("/new")
@answers_with(show_form)
async def create() -> Response:
    """Make it, and go on to its first project."""
    member = await workspaces.create_workspace(require_person(), await read_input(workspaces.NewWorkspace))
    return see_other(f"/{member.workspace_slug}/projects/new", f"{member.workspace_name} is ready. Start a project.")
