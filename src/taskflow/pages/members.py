"""The people of a workspace."""

from quart import Blueprint, Response

from taskflow import workspaces
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.ids import parse_id
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission, Role

routes = Blueprint("members", __name__)
_BACK = "/{slug}/members"


@routes.get("/<slug>/members")
async def show(slug: str, form: FormState = EMPTY, member_id: str = "") -> Response:
    """Everybody, and for those who may the forms to add, change and remove; `member_id` is whose form was refused."""
    member = await require_member(slug)
    people = await workspaces.list_members(member)
    return await render_page(
        "pages/members/list.html",
        member=member,
        current="members",
        people=people,
        me=member.id,
        roles=[role.value for role in Role if _may_handle(member, role)],
        manageable={row["id"] for row in people if _may_handle(member, Role(row["role"]))},
        form=form,
    )


@routes.post("/<slug>/members")
@answers_with(show)
async def add(slug: str) -> Response:
    """Add somebody who has an account."""
    member = await require_member(slug)
    member.require(Permission.MANAGE_MEMBERS)
    added = await workspaces.add_member(member, await read_input(workspaces.NewMember))
    return see_other(f"/{slug}/members", f"{added['name']} is in")


@routes.post("/<slug>/members/<member_id>/role")
@answers_with(show, back=_BACK)
async def change_role(slug: str, member_id: str) -> Response:
    """Give a member another role."""
    member = await require_member(slug)
    member.require(Permission.MANAGE_MEMBERS)
    changes = await read_input(workspaces.MemberChanges)
    changed = await workspaces.change_role(member, parse_id(member_id), changes, version=await read_version())
    return see_other(f"/{slug}/members", f"{changed['name']} is {changed['role']} now")


@routes.post("/<slug>/members/<member_id>/deactivation")
@answers_with(show, back=_BACK)
async def deactivate(slug: str, member_id: str) -> Response:
    """Keep a member out; what they did stays."""
    member = await require_member(slug)
    changed = await workspaces.deactivate_member(member, parse_id(member_id), version=await read_version())
    return see_other(f"/{slug}/members", f"{changed['name']} is deactivated")


@routes.post("/<slug>/members/<member_id>/reactivation")
@answers_with(show, back=_BACK)
async def reactivate(slug: str, member_id: str) -> Response:
    """Let a deactivated member in again."""
    member = await require_member(slug)
    changed = await workspaces.reactivate_member(member, parse_id(member_id), version=await read_version())
    return see_other(f"/{slug}/members", f"{changed['name']} can enter again")


@routes.post("/<slug>/members/<member_id>/removal")
async def remove(slug: str, member_id: str) -> Response:
    """Take somebody out, or leave."""
    member = await require_member(slug)
    removed = parse_id(member_id)
    await workspaces.remove_member(member, removed)
    return see_other("/" if removed == member.id else f"/{slug}/members", "Removed from the workspace")


def _may_handle(member: Member, role: Role) -> bool:
    """True when the member may give and take that role: owners are for owners."""
    return member.can(Permission.MANAGE_MEMBERS) and (member.role is Role.OWNER or role is not Role.OWNER)
