"""Handing a workspace over: one becomes its owner and the other its administrator, both or neither."""

from typing import Any

from taskflow.activity import Subject, record
from taskflow.platform.database import execute
from taskflow.platform.errors import Conflict, Invalid, NotFound
from taskflow.workspaces.creation import get_workspace
from taskflow.workspaces.inputs import NewOwner
from taskflow.workspaces.members import Member, get_listed_member
from taskflow.workspaces.permissions import Permission, Role
from taskflow.workspaces.roster import lock_roster
from taskflow.workspaces.versions import require_version


async def transfer_ownership(member: Member, new: NewOwner, *, version: int) -> dict[str, Any]:
    """Make `new` an owner and `member` an administrator; gives the workspace, `version` being its own.

    Raises Forbidden, StaleVersion, Conflict for oneself, or Invalid for nobody who can enter the workspace.
    """
    member.require(Permission.MANAGE_OWNERS)
    member = await lock_roster(member, Permission.MANAGE_OWNERS)
    before = await get_workspace(member)
    await require_version(before, version, workspace_id=member.workspace_id)
    if new.member_id == member.id:
        raise Conflict("You own the workspace already", code="own_membership")
    await _require_active(member, new)
    await execute(
        "update members set role = case when id = $2 then 'owner'::role else 'admin'::role end, version = version + 1"
        " where workspace_id = $1 and id in ($2, $3)",
        member.workspace_id,
        new.member_id,
        member.id,
    )
    await execute("update workspaces set version = version + 1, updated_at = now() where id = $1", member.workspace_id)
    await record(
        "workspace.handed_over",
        actor=member.actor,
        subject=Subject("workspace", member.workspace_id),
        workspace_id=member.workspace_id,
        changes={"member_id": (member.id, new.member_id)},
    )
    return await get_workspace(member)


async def _require_active(member: Member, new: NewOwner) -> None:
    try:
        listed = await get_listed_member(member, new.member_id)
    except NotFound:
        raise Invalid.field("member_id", "unknown_member", "must be a member of this workspace") from None
    if listed["deactivated_at"] is not None or listed["role"] == Role.GUEST:
        raise Invalid.field("member_id", "not_eligible", "must be somebody who works here: no guest, not deactivated")
