"""Which role may do what, as a table to read."""

from quart import Blueprint, Response

from taskflow import workspaces
from taskflow.pages.rendering import render_page
from taskflow.web.authentication import require_member

routes = Blueprint("permissions", __name__)


@routes.get("/<slug>/permissions")
async def show(slug: str) -> Response:
    """The table that the code decides by."""
    member = await require_member(slug)
    return await render_page(
        "pages/members/permissions.html",
        member=member,
        current="members",
        roles=workspaces.list_roles(),
        permissions=workspaces.list_permissions(),
        mine=member.role.value,
    )
