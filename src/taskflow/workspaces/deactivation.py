"""Keeping somebody out without losing them: their name, assignments and history stay."""

from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute
from taskflow.platform.errors import Conflict
from taskflow.workspaces.invitations import withdraw_invitations
from taskflow.workspaces.members import Member, get_listed_member
from taskflow.workspaces.permissions import Permission, Role
from taskflow.workspaces.roster import (
    lock_roster,
    record_member,
    require_another_owner,
    require_right_over,
    require_version,
)


async def deactivate_member(member: Member, member_id: UUID, *, version: int | None = None) -> dict[str, Any]:
    """Keep a member out; doing it twice changes nothing.

    Raises NotFound, Forbidden, StaleVersion, or Conflict for oneself and for the last owner.
    """
    listed, member = await _load(member, member_id, version)
    if member_id == member.id:
        raise Conflict("You cannot deactivate yourself: leave the workspace instead", code="own_membership")
    if listed["deactivated_at"] is not None:
        return listed
    if listed["role"] == Role.OWNER:
        await require_another_owner(member, member_id)
    await withdraw_invitations(member.workspace_id, member_id)
    now = clock.now()
    await _set(member_id, now)
    await record_member(member, "member.deactivated", member_id, deactivated_at=(None, now))
    return await get_listed_member(member, member_id)


async def reactivate_member(member: Member, member_id: UUID, *, version: int | None = None) -> dict[str, Any]:
    """Let a deactivated member in again; doing it twice changes nothing. Raises NotFound, Forbidden or StaleVersion."""
    listed, member = await _load(member, member_id, version)
    if listed["deactivated_at"] is None:
        return listed
    await _set(member_id, None)
    await record_member(member, "member.reactivated", member_id, deactivated_at=(listed["deactivated_at"], None))
    return await get_listed_member(member, member_id)


async def _load(member: Member, member_id: UUID, version: int | None) -> tuple[dict[str, Any], Member]:
    member.require(Permission.MANAGE_MEMBERS)
    member = await lock_roster(member, Permission.MANAGE_MEMBERS)
    listed = await get_listed_member(member, member_id)
    require_right_over(member, Role(listed["role"]))
    require_version(listed, version)
    return listed, member


async def _set(member_id: UUID, moment: datetime | None) -> None:
    await execute("update members set deactivated_at = $2, version = version + 1 where id = $1", member_id, moment)
