"""Who was let into a project."""

from uuid import UUID

from quart import Blueprint, Response

from taskflow import projects, workspaces
from taskflow.pages.addresses import project_address
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.ids import parse_id
from taskflow.platform.validation import Input
from taskflow.web.authentication import require_member
from taskflow.workspaces import Permission

routes = Blueprint("access_settings", __name__)


class NewAccess(Input):
    """Whom to let in."""

    member_id: UUID


@routes.get("/<slug>/p/<key>/settings/access")
async def show(slug: str, key: str, form: FormState = EMPTY) -> Response:
    """Who sees the project, and the form that lets somebody in."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    member.require(Permission.MANAGE_ACCESS)
    granted = await projects.list_access(project)
    inside = {row["member_id"] for row in granted}
    people = await workspaces.list_members(member)
    return await render_page(
        "pages/project_settings/access.html",
        member=member,
        current=key,
        project=project,
        granted=[row for row in people if row["id"] in inside],
        others=[row for row in people if row["id"] not in inside],
        form=form,
    )


@routes.post("/<slug>/p/<key>/settings/access")
@answers_with(show)
async def grant(slug: str, key: str) -> Response:
    """Let a member in."""
    member = await require_member(slug)
    member.require(Permission.MANAGE_ACCESS)
    project = await projects.get_project(member, key)
    await projects.grant_access(member, project, (await read_input(NewAccess)).member_id)
    return see_other(project_address(slug, key, "settings", "access"), "Access granted")


@routes.post("/<slug>/p/<key>/settings/access/<member_id>/deletion")
async def revoke(slug: str, key: str, member_id: str) -> Response:
    """Take a member's access away."""
    member = await require_member(slug)
    project, revoked = await projects.get_project(member, key), parse_id(member_id)
    await projects.revoke_access(member, project, revoked)
    back = f"/{slug}/projects" if revoked == member.id else project_address(slug, key, "settings", "access")
    return see_other(back, "Access taken away")
