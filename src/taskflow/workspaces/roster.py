"""Changing who belongs to a workspace: one change after the other, by whoever still may, and an owner always stays."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from taskflow.activity import Subject, record
from taskflow.platform.database import fetch_one, fetch_value
from taskflow.platform.errors import Conflict, Forbidden, NotFound
from taskflow.workspaces.members import Member
from taskflow.workspaces.permissions import Permission, Role

ACTIVE = "removed_at is null and deactivated_at is null"


async def lock_roster(member: Member, permission: Permission | None = None) -> Member:
    """Wait for other changes of this workspace's members; gives `member` with the role that they have by then.

    Raises NotFound when they are out by then, Forbidden when they lack `permission`.
    """
    await lock_workspace(member.workspace_id)
    row = await fetch_one(f"select role from members where id = $1 and {ACTIVE}", member.id)
    if row is None:
        raise NotFound
    present = replace(member, role=Role(row["role"]))
    if permission is not None:
        present.require(permission)
    return present


async def lock_workspace(workspace_id: UUID) -> None:
    """Two owners must not each leave the other as the last, nor two people take the last use of an invitation."""
    await fetch_value("select 1 from workspaces where id = $1 for no key update", workspace_id)


def require_right_over(member: Member, *roles: Role) -> None:
    """Pass, or raise Forbidden: owners are for owners."""
    if Role.OWNER in roles and not member.can(Permission.MANAGE_OWNERS):
        raise Forbidden("Only an owner makes or changes owners")


async def require_another_owner(member: Member, member_id: UUID) -> None:
    """Pass when somebody else than `member_id` is an owner who can enter, or raise Conflict."""
    others = await fetch_value(
        f"select count(*) from members where workspace_id = $1 and role = 'owner' and {ACTIVE} and id <> $2"
        " and exists (select from users u where u.id = user_id and u.deactivated_at is null)",
        member.workspace_id,
        member_id,
    )
    if not others:
        raise Conflict("A workspace needs an owner: make somebody else one first", code="last_owner")


async def record_member(member: Member, action: str, member_id: UUID, **changes: Any) -> None:
    """Record `action`, which was done to the member `member_id`."""
    await record(
        action,
        actor=member.actor,
        subject=Subject("member", member_id),
        workspace_id=member.workspace_id,
        changes=changes,
    )
