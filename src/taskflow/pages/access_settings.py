"""Who was let into a project."""

from typing import Any
from uuid import UUID

from quart import Blueprint, Response

from taskflow import projects, workspaces
from taskflow.pages.addresses import project_address
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.ids import parse_id
from taskflow.platform.validation import Input
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission

routes = Blueprint("access_settings", __name__)
Row = dict[str, Any]


class NewAccess(Input):
    """Whom to let in."""

    member_id: UUID


@routes.get("/<slug>/p/<key>/settings/access")
async def show(slug: str, key: str, form: FormState = EMPTY) -> Response:
    """The people and the teams who were let in, and the forms that let in more."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    member.require(Permission.MANAGE_ACCESS)
    return await render_page(
        "pages/project_settings/access.html",
        member=member,
        current=key,
        project=project,
        form=form,
        **await _list_people(member, project),
        **await _list_teams(member, project),
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


async def _list_people(member: Member, project: Row) -> Row:
    inside = {row["member_id"] for row in await projects.list_access(project)}
    people = await workspaces.list_members(member)
    return {
        "granted": [row for row in people if row["id"] in inside],
        "others": [row for row in people if row["id"] not in inside and row["deactivated_at"] is None],
    }


async def _list_teams(member: Member, project: Row) -> Row:
    teams = await projects.list_project_teams(project)
    inside = {row["team_id"] for row in teams}
    others = [row for row in await workspaces.list_teams(member) if row["id"] not in inside]
    return {"teams": teams, "other_teams": others}
