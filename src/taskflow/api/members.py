"""The members of a workspace."""

from uuid import UUID

from taskflow import workspaces
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import Member as ShownMember
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member, MemberChanges, NewMember

_MEMBERS = "/workspaces/{slug}/members"
_MEMBER = _MEMBERS + "/{member_id}"


@operation("GET", _MEMBERS, items=ShownMember)
async def list_members(member: Member, query: PageQuery) -> Page:
    """List the members of a workspace, by name

    Those who are deactivated say since when. Guests see no e-mail addresses.
    """
    return page_of(await workspaces.list_members(member, **window(query)), query, "sort_name", "id")


@operation(
    "POST", _MEMBERS, body=NewMember, answer=ShownMember, location="/workspaces/{slug}/members/{id}",
    codes=("forbidden",), undo=True,
)  # fmt: skip
async def add_member(member: Member, body: NewMember) -> Row:
    """Add somebody who has an account"""
    return await workspaces.add_member(member, body)


@operation("GET", _MEMBER, answer=ShownMember)
async def get_member(member: Member, member_id: UUID) -> Row:
    """Read a member"""
    return await workspaces.get_listed_member(member, member_id)


@operation(
    "PATCH", _MEMBER, body=MemberChanges, answer=ShownMember, if_match="required", codes=("forbidden", "last_owner"),
    undo=True,
)  # fmt: skip
async def change_role(member: Member, member_id: UUID, body: MemberChanges, version: int) -> Row:
    """Give a member another role"""
    return await workspaces.change_role(member, member_id, body, version=version)


@operation(
    "PUT", _MEMBER + "/deactivation", answer=ShownMember, if_match="required",
    codes=("forbidden", "last_owner", "own_membership"), undo=True,
)  # fmt: skip
async def deactivate_member(member: Member, member_id: UUID, version: int) -> Row:
    """Keep a member out

    Their name, their assignments and what they did stay; they cannot enter and cannot be assigned.
    """
    return await workspaces.deactivate_member(member, member_id, version=version)


@operation(
    "DELETE", _MEMBER + "/deactivation", answer=ShownMember, if_match="required", codes=("forbidden",),
    undo=True,
)  # fmt: skip
async def reactivate_member(member: Member, member_id: UUID, version: int) -> Row:
    """Let a deactivated member in again"""
    return await workspaces.reactivate_member(member, member_id, version=version)


@operation(
    "DELETE", _MEMBER, current=ShownMember, if_match="required", codes=("forbidden", "last_owner"),
    undo="Whoever was removed has lost their teams and the projects that they were let into: add them again",
)  # fmt: skip
async def remove_member(member: Member, member_id: UUID, version: int) -> None:
    """Take somebody out of the workspace

    What they wrote stays. Everybody may leave, but the last owner.
    """
    await workspaces.remove_member(member, member_id, version=version)
