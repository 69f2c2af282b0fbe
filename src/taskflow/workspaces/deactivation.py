"""Keeping somebody out without losing them: their name, assignments and history stay."""

from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow import identity
from taskflow.identity import Person
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import Conflict
from taskflow.workspaces.invitations import withdraw_invitations
from taskflow.workspaces.members import Member, get_listed_member
from taskflow.workspaces.permissions import Permission, Role
from taskflow.workspaces.roster import (
    ACTIVE,
    lock_roster,
    record_member,
    require_another_owner,
    require_right_over,
)
from taskflow.workspaces.versions import require_version


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


async def deactivate_account(operator: Person, user_id: UUID, *, version: int) -> dict[str, Any]:
    """`identity.deactivate_account`, unless a workspace would be left without anybody who owns it.

    A workspace that nobody else can enter is no obstacle. Raises what that raises, and Conflict naming the workspaces.
    """
    account = await identity.get_account(operator, user_id)
    if account["deactivated_at"] is None and user_id != operator.id:
        _require_owners(account["name"], await _list_orphaned(user_id))
    return await identity.deactivate_account(operator, user_id, version=version)


def _require_owners(name: str, orphaned: list[dict[str, Any]]) -> None:
    if orphaned:
        theirs = " and ".join(row["name"] for row in orphaned)
        raise Conflict(
            f"{name} is the only owner of {theirs}: somebody else has to become an owner there first",
            code="last_owner",
            extra={"workspaces": orphaned},
        )


async def _list_orphaned(user_id: UUID) -> list[dict[str, Any]]:
    """The workspaces, locked, that others can enter and that nobody but this person owns: `slug` and `name`."""
    await fetch(
        "select w.id from workspaces w where w.id in (select m.workspace_id from members m where m.user_id = $1"
        f" and m.role = 'owner' and {ACTIVE}) order by w.id for no key update",
        user_id,
    )
    others = (
        "select from members o join users u on u.id = o.user_id where o.workspace_id = m.workspace_id"
        " and o.user_id <> $1 and o.removed_at is null and o.deactivated_at is null and u.deactivated_at is null"
    )
    return await fetch(
        "select w.slug, w.name from members m join workspaces w on w.id = m.workspace_id"
        f" where m.user_id = $1 and m.role = 'owner' and m.removed_at is null and m.deactivated_at is null"
        f" and exists ({others}) and not exists ({others} and o.role = 'owner') order by w.slug",
        user_id,
    )


async def _load(member: Member, member_id: UUID, version: int | None) -> tuple[dict[str, Any], Member]:
    member.require(Permission.MANAGE_MEMBERS)
    member = await lock_roster(member, Permission.MANAGE_MEMBERS)
    listed = await get_listed_member(member, member_id)
    require_right_over(member, Role(listed["role"]))
    await require_version(listed, version, workspace_id=member.workspace_id)
    return listed, member


async def _set(member_id: UUID, moment: datetime | None) -> None:
    await execute("update members set deactivated_at = $2, version = version + 1 where id = $1", member_id, moment)
