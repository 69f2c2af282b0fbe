"""What a project is called and who may see it."""

from quart import Blueprint, Response

from taskflow import projects
from taskflow.pages.addresses import project_address
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.projects import ProjectChanges
from taskflow.web.authentication import require_member
from taskflow.workspaces import Permission

routes = Blueprint("project_settings", __name__)


@routes.get("/<slug>/p/<key>/settings")
async def show(slug: str, key: str, form: FormState = EMPTY) -> Response:
    """The form of name, key, description, colour and visibility."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    member.require(Permission.EDIT_PROJECT)
    return await render_page(
        "pages/project_settings/general.html", member=member, current=key, project=project, form=form
    )


@routes.post("/<slug>/p/<key>/settings")
@answers_with(show, back="/{slug}/p/{key}/settings")
async def edit(slug: str, key: str) -> Response:
    """Change what the form says."""
    member = await require_member(slug)
    changes = await read_input(ProjectChanges, texts=("description",))
    project = await projects.edit_project(member, key, changes, version=await read_version())
    return see_other(project_address(slug, project["key"], "settings"), "Saved")


@routes.post("/<slug>/p/<key>/archive")
@answers_with(show, back="/{slug}/p/{key}/settings")
async def archive(slug: str, key: str) -> Response:
    """Put the project away."""
    return await _set_archived(slug, key, ProjectChanges(archived=True), "archived")


@routes.post("/<slug>/p/<key>/return")
@answers_with(show, back="/{slug}/p/{key}/settings")
async def bring_back(slug: str, key: str) -> Response:
    """Bring an archived project back."""
    return await _set_archived(slug, key, ProjectChanges(archived=False), "back")


async def _set_archived(slug: str, key: str, changes: ProjectChanges, word: str) -> Response:
    member = await require_member(slug)
    project = await projects.edit_project(member, key, changes, version=await read_version())
    return see_other(project_address(slug, key), f"{project['name']} is {word}")
