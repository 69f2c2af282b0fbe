"""The projects of a workspace, and making one."""

from quart import Blueprint, Response, request

from taskflow import projects, tasks
from taskflow.pages.addresses import project_address
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input
from taskflow.pages.rendering import render_page, see_other
from taskflow.web.authentication import require_member
from taskflow.workspaces import Permission

routes = Blueprint("project_list", __name__)


@routes.get("/<slug>/projects")
async def show(slug: str) -> Response:
    """The projects that the member may see; the archived ones when asked for."""
    member = await require_member(slug)
    archived = request.args.get("show") == "archived"
    return await render_page(
        "pages/projects/list.html",
        member=member,
        current="projects",
        archived=archived,
        projects=await projects.list_projects(member, archived=archived),
    )


@routes.get("/<slug>/projects/new")
async def show_form(slug: str, form: FormState = EMPTY) -> Response:
    """The form of a new project."""
    member = await require_member(slug)
    member.require(Permission.CREATE_PROJECT)
    templates = [(key, f"{template.name}: {template.description}") for key, template in projects.TEMPLATES.items()]
    return await render_page(
        "pages/projects/new.html", member=member, current="projects", form=form, templates=templates
    )


@routes.post("/<slug>/projects/new")
@answers_with(show_form)
async def create(slug: str) -> Response:
    """Make it, and open its board."""
    member = await require_member(slug)
    project = await tasks.start_project(member, await read_input(projects.NewProject, texts=("description",)))
    return see_other(project_address(slug, project["key"]), f"{project['name']} is ready")
