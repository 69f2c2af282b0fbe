"""Who belongs to a workspace: adding people, changing roles, removing. There is always an owner."""

from typing import Any
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute, fetch_one
from taskflow.platform.errors import Invalid
from taskflow.platform.ids import new_id
from taskflow.workspaces.inputs import MemberChanges, NewMember
from taskflow.workspaces.invitations import withdraw_invitations
from taskflow.workspaces.members import Member, get_listed_member
from taskflow.workspaces.models import Membership
from taskflow.workspaces.permissions import Permission, Role, is_allowed
from taskflow.workspaces.roster import (
    lock_roster,
    record_member,
    require_another_owner,
    require_right_over,
)
from taskflow.workspaces.versions import require_version


async def add_member(member: Member, new: NewMember) -> dict[str, Any]:
    """Add the person with that address. Raises Invalid when they have no account or are in already."""
    member.require(Permission.MANAGE_MEMBERS)
    member = await lock_roster(member, Permission.MANAGE_MEMBERS)
    require_right_over(member, Role(new.role))
    person = await fetch_one(
        "select u.id, m.id as member_id, m.removed_at from users u"
        " left join members m on m.user_id = u.id and m.workspace_id = $2"
        " where lower(u.email) = lower($1) and u.deactivated_at is null",
        new.email,
        member.workspace_id,
    )
    if person is None:
        raise Invalid.field("email", "no_account", "belongs to nobody with an account here: ask them to sign up first")
    if person["member_id"] and person["removed_at"] is None:
        raise Invalid.field("email", "is_member", "is a member already")
    member_id = await enter(member.workspace_id, person["id"], Role(new.role), former_id=person["member_id"])
    await record_member(member, "member.added", member_id, role=(None, new.role))
    return await get_listed_member(member, member_id)


async def enter(workspace_id: UUID, user_id: UUID, role: Role, *, former_id: UUID | None) -> UUID:
    """Write the membership; whoever was in before comes back as the member `former_id`. Gives the member's id."""
    if former_id is not None:
        await execute(
            "update members set removed_at = null, deactivated_at = null, role = $2, version = version + 1"
            " where id = $1",
            former_id,
            role.value,
        )
        return former_id
    member_id = new_id()
    await Membership.create(
        id=member_id, workspace_id=workspace_id, user_id=user_id, role=role.value, created_at=clock.now()
    )
    return member_id


async def change_role(member: Member, member_id: UUID, changes: MemberChanges, *, version: int) -> dict[str, Any]:
    """Give a member another role. Raises Forbidden, StaleVersion, or Conflict for the last owner."""
    member.require(Permission.MANAGE_MEMBERS)
    member = await lock_roster(member, Permission.MANAGE_MEMBERS)
    listed = await get_listed_member(member, member_id)
    old, new = Role(listed["role"]), Role(changes.role)
    require_right_over(member, old, new)
    await require_version(listed, version, workspace_id=member.workspace_id)
    if old is Role.OWNER and new is not Role.OWNER:
        await require_another_owner(member, member_id)
    if new is old:
        return listed
    await execute("update members set role = $2, version = version + 1 where id = $1", member_id, new.value)
    if not is_allowed(new, Permission.MANAGE_MEMBERS):
        await withdraw_invitations(member.workspace_id, member_id)
    await record_member(member, "member.role_changed", member_id, role=(old.value, new.value))
    return await get_listed_member(member, member_id)


async def remove_member(member: Member, member_id: UUID, *, version: int | None = None) -> None:
    """Take somebody out, also of their teams; what they wrote stays. Everybody may leave.

    Raises NotFound, Forbidden, StaleVersion when `version` is not current, or Conflict for the last owner.
    """
    if member_id != member.id:
        member.require(Permission.MANAGE_MEMBERS)
    member = await lock_roster(member, Permission.MANAGE_MEMBERS if member_id != member.id else None)
    listed = await get_listed_member(member, member_id)
    if member_id != member.id:
        require_right_over(member, Role(listed["role"]))
    await require_version(listed, version, workspace_id=member.workspace_id)
    if listed["role"] == Role.OWNER:
        await require_another_owner(member, member_id)
    await execute("update members set removed_at = now(), version = version + 1 where id = $1", member_id)
    await execute("delete from team_members where workspace_id = $1 and member_id = $2", member.workspace_id, member_id)
    await withdraw_invitations(member.workspace_id, member_id)
    await record_member(member, "member.removed", member_id, role=(listed["role"], None))
