"""Who belongs to a workspace: adding people, changing roles, removing. There is always an owner."""

from typing import Any
from uuid import UUID

from taskflow.activity import Subject, record
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch_one, fetch_value
from taskflow.platform.errors import Conflict, Forbidden, Invalid, StaleVersion
from taskflow.platform.ids import new_id
from taskflow.workspaces.inputs import MemberChanges, NewMember
from taskflow.workspaces.members import Member, get_listed_member
from taskflow.workspaces.models import Membership
from taskflow.workspaces.permissions import Permission, Role


async def add_member(member: Member, new: NewMember) -> dict[str, Any]:
    """Add the person with that address. Raises Invalid when they have no account or are in already."""
    member.require(Permission.MANAGE_MEMBERS)
    _only_an_owner_handles_owners(member, Role(new.role))
    await _lock(member)
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
    if person["member_id"]:
        member_id = person["member_id"]
        await execute(
            "update members set removed_at = null, role = $2, version = version + 1 where id = $1", member_id, new.role
        )
    else:
        member_id = new_id()
        await Membership.create(
            id=member_id,
            workspace_id=member.workspace_id,
            user_id=person["id"],
            role=new.role,
            created_at=clock.now(),
        )
    await _record(member, "member.added", member_id, role=(None, new.role))
    return await get_listed_member(member, member_id)


async def change_role(member: Member, member_id: UUID, changes: MemberChanges, *, version: int) -> dict[str, Any]:
    """Give a member another role. Raises Forbidden, StaleVersion, or Conflict for the last owner."""
    member.require(Permission.MANAGE_MEMBERS)
    await _lock(member)
    listed = await get_listed_member(member, member_id)
    old, new = Role(listed["role"]), Role(changes.role)
    _only_an_owner_handles_owners(member, old, new)
    if listed["version"] != version:
        raise StaleVersion(extra={"current": listed})
    if old is Role.OWNER and new is not Role.OWNER:
        await _require_another_owner(member, member_id)
    if new is old:
        return listed
    await execute("update members set role = $2, version = version + 1 where id = $1", member_id, new.value)
    await _record(member, "member.role_changed", member_id, role=(old.value, new.value))
    return await get_listed_member(member, member_id)


async def remove_member(member: Member, member_id: UUID, *, version: int | None = None) -> None:
    """Take somebody out; what they wrote stays. Everybody may leave.

    Raises NotFound, Forbidden, StaleVersion when `version` is not current, or Conflict for the last owner.
    """
    if member_id != member.id:
        member.require(Permission.MANAGE_MEMBERS)
    await _lock(member)
    listed = await get_listed_member(member, member_id)
    if member_id != member.id:
        _only_an_owner_handles_owners(member, Role(listed["role"]))
    if version is not None and listed["version"] != version:
        raise StaleVersion(extra={"current": listed})
    if listed["role"] == Role.OWNER:
        await _require_another_owner(member, member_id)
    await execute("update members set removed_at = now(), version = version + 1 where id = $1", member_id)
    await _record(member, "member.removed", member_id, role=(listed["role"], None))


async def _lock(member: Member) -> None:
    """Changes of members happen one after the other, so that two owners cannot each leave the other as the last."""
    await fetch_value("select 1 from workspaces where id = $1 for no key update", member.workspace_id)


def _only_an_owner_handles_owners(member: Member, *roles: Role) -> None:
    if Role.OWNER in roles and member.role is not Role.OWNER:
        raise Forbidden("Only an owner makes or changes owners")


async def _require_another_owner(member: Member, member_id: UUID) -> None:
    others = await fetch_value(
        "select count(*) from members where workspace_id = $1 and role = 'owner' and removed_at is null and id <> $2",
        member.workspace_id,
        member_id,
    )
    if not others:
        raise Conflict("A workspace needs an owner: make somebody else one first", code="last_owner")


async def _record(member: Member, action: str, member_id: UUID, **changes: Any) -> None:
    await record(
        action,
        actor=member.actor,
        subject=Subject("member", member_id),
        workspace_id=member.workspace_id,
        changes=changes,
    )
