"""Accepting an invitation, and signing up by one."""

from typing import Any
from uuid import UUID

from taskflow import identity
from taskflow.identity import Person
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch_one
from taskflow.platform.errors import Conflict, Forbidden, NotFound, TaskFlowError
from taskflow.workspaces.inputs import InvitedUser
from taskflow.workspaces.invitations import STATE, hash_code
from taskflow.workspaces.members import Member, get_member
from taskflow.workspaces.membership import enter
from taskflow.workspaces.permissions import Role
from taskflow.workspaces.roster import lock_workspace, record_member

Row = dict[str, Any]
_OFFER = (
    "i.id, i.workspace_id, i.kind, i.email, i.role, i.project_ids, i.expires_at, w.slug as workspace_slug,"
    f" w.name as workspace_name, u.name as inviter_name, {STATE} as state"
    " from invitations i join workspaces w on w.id = i.workspace_id"
    " join members m on m.id = i.invited_by join users u on u.id = m.user_id where i.token_hash = $1 or i.id ="
    " (select c.invitation_id from invitation_codes c where c.token_hash = $1)"
)
CLOSED = {
    "revoked": ("invitation_revoked", "This invitation was withdrawn"),
    "used_up": ("invitation_used_up", "This invitation was used already"),
    "expired": ("invitation_expired", "This invitation has expired"),
}


async def find_offer(code: str, person: Person | None = None) -> Row | None:
    """What whoever has the code is offered: the workspace, the role and who invites; None when it is no code of ours.

    `problem` says why it cannot be accepted, by `person` if there is one; it is empty when it can.
    """
    offer = await fetch_one(f"select {_OFFER}", hash_code(code), clock.now())
    if offer is None:
        return None
    entry = await _find_entry(offer, person) if person is not None else None
    fault = _find_fault(offer, person, entry)
    return offer | {"problem": fault.detail if fault else ""}


async def accept_invitation(person: Person, code: str) -> tuple[Member, list[UUID]]:
    """Become a member by it; gives the member, and the projects that it lets into.

    Who left comes back as the member they were; who was deactivated stays out. Raises NotFound for no code of ours,
    Conflict when it cannot be accepted any more or the person is in already, Forbidden when it is for somebody else.
    """
    offer = await _get(code)
    await lock_workspace(offer["workspace_id"])
    offer = await _get(code)  # as it is now that it is our turn
    entry = await _find_entry(offer, person)
    if fault := _find_fault(offer, person, entry):
        raise fault
    await execute("update invitations set uses = uses + 1, version = version + 1 where id = $1", offer["id"])
    former_id = entry["id"] if entry else None
    await enter(offer["workspace_id"], person.id, Role(offer["role"]), former_id=former_id)
    member = await get_member(person, offer["workspace_slug"])
    joined = {"role": (None, offer["role"]), "invitation_id": (None, offer["id"])}
    await record_member(member, "member.joined", member.id, **joined)
    return member, offer["project_ids"]


async def register_invited(new: InvitedUser, *, is_open: bool) -> Person:
    """Make the account: where TaskFlow is not open, with an invitation that is good for this address.

    Raises what `identity.register` raises, which is Forbidden for an invitation that is not good.
    """
    invited = new.invitation is not None and not is_open and await _is_good_for(new.invitation, new.email)
    return await identity.register(new, only_first=not (is_open or invited))


async def _is_good_for(code: str, email: str) -> bool:
    offer = await find_offer(code)
    return offer is not None and not offer["problem"] and _is_for(offer, email)


async def _get(code: str) -> Row:
    offer = await find_offer(code)
    if offer is None:
        raise NotFound("There is no such invitation: perhaps its address was not copied whole")
    return offer


async def _find_entry(offer: Row, person: Person) -> Row | None:
    """The person's membership of the workspace, also the one of somebody who left."""
    return await fetch_one(
        "select id, removed_at, deactivated_at from members where workspace_id = $1 and user_id = $2",
        offer["workspace_id"],
        person.id,
    )


def _find_fault(offer: Row, person: Person | None, entry: Row | None) -> TaskFlowError | None:
    """What stands against accepting it, if anything."""
    if offer["state"] != "pending":
        code, detail = CLOSED[offer["state"]]
        return Conflict(f"{detail}: ask {offer['inviter_name']} for another one", code=code)
    if person is not None and not _is_for(offer, person.email):
        return Forbidden(f"This invitation is for somebody else than {person.email}", code="invitation_for_another")
    if entry is None or entry["removed_at"] is not None:
        return None
    if entry["deactivated_at"] is not None:
        return Conflict("You were deactivated in this workspace: ask its owner", code="member_deactivated")
    return Conflict("You are in this workspace already", code="already_member")


def _is_for(offer: Row, email: str) -> bool:
    return offer["email"] is None or offer["email"].lower() == email.lower()
