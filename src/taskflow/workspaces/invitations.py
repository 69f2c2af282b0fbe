"""Invitations to a workspace: making, listing and withdrawing them. The code is shown once; its hash is kept."""

import hashlib
import secrets
from typing import Any
from uuid import UUID

from taskflow.activity import Subject, record
from taskflow.platform import clock, mail
from taskflow.platform.database import execute, fetch, fetch_one, fetch_value
from taskflow.platform.errors import Conflict, Forbidden, Invalid, NotFound
from taskflow.platform.ids import new_id
from taskflow.platform.outbox import enqueue
from taskflow.platform.pagination import read_cursor, read_id
from taskflow.workspaces.inputs import NewInvitation
from taskflow.workspaces.members import Member
from taskflow.workspaces.models import Invitation
from taskflow.workspaces.permissions import Permission, Role
from taskflow.workspaces.roster import lock_roster
from taskflow.workspaces.versions import require_version

Row = dict[str, Any]
MAX_OPEN = 200
STATE = (
    "case when i.revoked_at is not null then 'revoked' when i.max_uses <= i.uses then 'used_up'"
    " when i.expires_at <= $2 then 'expired' else 'pending' end"
)
_LISTED = (
    f"i.id, i.kind, i.email, i.role, i.project_ids, i.invited_by, i.max_uses, i.uses, i.version, i.created_at,"
    f" i.expires_at, i.revoked_at, i.mail_state, i.mail_problem, i.mail_count, i.mailed_at, {STATE} as state,"
    " u.name as inviter_name, u.hue as inviter_hue"
    " from invitations i join members m on m.id = i.invited_by join users u on u.id = m.user_id"
    " where i.workspace_id = $1"
)


async def create_invitation(member: Member, new: NewInvitation, project_ids: list[UUID]) -> tuple[Row, str]:
    """Make it, with access to those projects; gives its row and its code, which is shown once and not kept.

    One by e-mail is mailed where mail is on, with a code of its own. Raises Forbidden, Invalid when the values do not
    fit together, or Conflict when too many are pending.
    """
    member.require(Permission.MANAGE_MEMBERS)
    member = await lock_roster(member, Permission.MANAGE_MEMBERS)
    _require_fit(member, new)
    await _require_room(member)
    if new.email is not None:
        await _require_outside(member, new.email)
    code, now, invitation_id = secrets.token_urlsafe(32), clock.now(), new_id()
    await Invitation.create(
        id=invitation_id,
        workspace_id=member.workspace_id,
        kind=new.kind,
        email=new.email,
        role=new.role,
        token_hash=hash_code(code),
        project_ids=project_ids,
        invited_by=member.id,
        max_uses=1 if new.kind == "email" else new.max_uses,
        created_at=now,
        expires_at=now + new.lifetime,
    )
    told = {"kind": (None, new.kind), "email": (None, new.email), "role": (None, new.role)}
    await record_invitation(member, "invitation.created", invitation_id, **told)
    if new.kind == "email" and mail.is_on():
        await ask_for_mail(member.workspace_id, invitation_id)
    return await get_invitation(member, invitation_id), code


async def list_invitations(
    member: Member, *, pending: bool = False, after: str | None = None, limit: int | None = None
) -> list[Row]:
    """The invitations of the workspace, or those that can still be accepted, the newest first, without their codes.

    All of them, or `limit` behind the cursor `after` of `id`. Raises Forbidden, or Invalid for a made-up cursor.
    """
    member.require(Permission.MANAGE_MEMBERS)
    return await fetch(
        f"select {_LISTED} and (not $3 or {STATE} = 'pending') and ($4::uuid is null or i.id < $4)"
        " order by i.id desc limit $5",
        member.workspace_id,
        clock.now(),
        pending,
        *read_cursor(after, read_id),
        limit,
    )


async def get_invitation(member: Member, invitation_id: UUID, *, lock: bool = False) -> Row:
    """One of `list_invitations`, locked against other writers when asked so. Raises Forbidden or NotFound."""
    member.require(Permission.MANAGE_MEMBERS)
    row = await fetch_one(
        f"select {_LISTED} and i.id = $3{' for no key update of i' if lock else ''}",
        member.workspace_id,
        clock.now(),
        invitation_id,
    )
    if row is None:
        raise NotFound
    return row


async def revoke_invitation(member: Member, invitation_id: UUID, *, version: int) -> None:
    """Withdraw it: nobody can accept it any more; doing it twice changes nothing.

    Raises NotFound, Forbidden, or StaleVersion.
    """
    member.require(Permission.MANAGE_MEMBERS)
    invitation = await get_invitation(member, invitation_id, lock=True)
    await require_version(invitation, version, workspace_id=member.workspace_id)
    if invitation["revoked_at"] is not None:
        return
    await execute(
        "update invitations set revoked_at = $2, version = version + 1 where id = $1", invitation_id, clock.now()
    )
    await record_invitation(member, "invitation.revoked", invitation_id, email=(invitation["email"], None))


async def ask_for_mail(workspace_id: UUID, invitation_id: UUID) -> None:
    """Have a job mail it, with a code of its own."""
    number = await fetch_value(
        "update invitations set mail_state = 'waiting', mail_problem = null, mail_count = mail_count + 1"
        " where id = $1 returning mail_count",
        invitation_id,
    )
    await enqueue("workspaces.mail_invitation", workspace_id=workspace_id, invitation_id=invitation_id, number=number)


async def withdraw_invitations(workspace_id: UUID, member_id: UUID) -> None:
    """End what a member offered who may not offer it any more: with a link of their own they would be back at once."""
    await execute(
        "update invitations set revoked_at = $3, version = version + 1"
        " where workspace_id = $1 and invited_by = $2 and revoked_at is null",
        workspace_id,
        member_id,
        clock.now(),
    )


async def record_invitation(member: Member, action: str, invitation_id: UUID, **changes: Any) -> None:
    """Record `action`, which was done to an invitation; its code is never part of it."""
    await record(
        action,
        actor=member.actor,
        subject=Subject("invitation", invitation_id),
        workspace_id=member.workspace_id,
        changes=changes,
    )


def build_invitation_url(public_url: str, code: str) -> str:
    """The address to hand on: browsers keep what stands behind the # to themselves, so that no server logs it. Pure."""
    return f"{public_url.rstrip('/')}/join#{code}"


def hash_code(code: str) -> bytes:
    """SHA-256 is enough: the code has 256 random bits."""
    return hashlib.sha256(code.encode()).digest()


def _require_fit(member: Member, new: NewInvitation) -> None:
    if list(Role).index(Role(new.role)) > list(Role).index(member.role):
        raise Forbidden("You cannot invite anybody above your own role")
    if new.kind == "email" and new.email is None:
        raise Invalid.field("email", "missing", "is required")
    if new.kind == "link" and new.email is not None:
        raise Invalid.field("email", "not_for_links", "is for invitations by e-mail: a link is for whoever has it")
    if new.kind == "email" and new.max_uses not in {None, 1}:
        raise Invalid.field("max_uses", "not_for_email", "is for links: an invitation by e-mail is for one person")
    if Role(new.role) is Role.GUEST and not new.projects:
        raise Invalid.field("projects", "missing", "must name a project: a guest sees no other")


async def _require_room(member: Member) -> None:
    if len(await list_invitations(member, pending=True, limit=MAX_OPEN)) >= MAX_OPEN:
        raise Conflict(f"At most {MAX_OPEN} invitations can be pending: revoke some", code="too_many_invitations")


async def _require_outside(member: Member, email: str) -> None:
    row = await fetch_one(
        "select m.deactivated_at from members m join users u on u.id = m.user_id"
        " where m.workspace_id = $1 and m.removed_at is null and lower(u.email) = lower($2)",
        member.workspace_id,
        email,
    )
    if row is not None:
        detail = "is a member already" if row["deactivated_at"] is None else "is a deactivated member: reactivate them"
        raise Invalid.field("email", "is_member", detail)
