"""What a workspace is called, its clock, and whose it is."""

from typing import Any

from quart import Blueprint, Response

from taskflow import workspaces
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.pages.time_zones import list_time_zones
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission, Role

routes = Blueprint("workspace_settings", __name__)


@routes.get("/<slug>/settings")
async def show(slug: str, form: FormState = EMPTY) -> Response:
    """The form of name and time zone, and for owners the one that hands the workspace over."""
    member = await require_member(slug)
    member.require(Permission.EDIT_WORKSPACE)
    return await render_page(
        "pages/workspaces/settings.html",
        member=member,
        current="settings",
        workspace=await workspaces.get_workspace(member),
        zones=list_time_zones(),
        heirs=await _list_heirs(member),
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


@routes.post("/<slug>/ownership")
@answers_with(show, back="/{slug}/settings")
async def hand_over(slug: str) -> Response:
    """Make somebody else the owner."""
    member = await require_member(slug)
    new = await read_input(workspaces.NewOwner)
    await workspaces.transfer_ownership(member, new, version=await read_version())
    return see_other(f"/{slug}/members", "The workspace is handed over; you are an administrator now")


async def _list_heirs(member: Member) -> list[dict[str, Any]]:
    """Those whom `member` can hand the workspace over to."""
    if not member.can(Permission.MANAGE_OWNERS):
        return []
    return [
        row
        for row in await workspaces.list_members(member)
        if row["id"] != member.id and row["role"] != Role.GUEST and row["deactivated_at"] is None
    ]
