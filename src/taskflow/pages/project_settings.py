"""What a project is called and who may see it."""

from typing import Any

from quart import Blueprint, Response

from taskflow import projects
from taskflow.pages.addresses import project_address
from taskflow.pages.formatting import build_moment
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import clock
from taskflow.projects import ProjectChanges
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission

routes = Blueprint("project_settings", __name__)
Row = dict[str, Any]


@routes.get("/<slug>/p/<key>/settings")
async def show(slug: str, key: str, form: FormState = EMPTY) -> Response:
    """The form of name, key, description, colour and visibility, and the keys that it had before."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    member.require(Permission.EDIT_PROJECT)
    return await render_page(
        "pages/project_settings/general.html",
        member=member,
        current=key,
        project=project,
        former_keys=await _list_former_keys(member, project),
        form=form,
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


async def _list_former_keys(member: Member, project: Row) -> list[Row]:
    """The keys that lead to the project as well, and until when it had each."""
    now = clock.now()
    return [
        {"key": row["key"], "until": build_moment(row["created_at"], member.time_zone, now)}
        for row in await projects.list_former_keys(project)
    ]
