"""Invitations that are mailed: each mail has a code of its own, of which only the hash stays here."""

import secrets
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from taskflow.platform import clock, mail
from taskflow.platform.database import execute, fetch_one
from taskflow.platform.errors import Conflict
from taskflow.platform.ids import new_id
from taskflow.platform.leases import Run
from taskflow.platform.mail import MailDelayed, MailRefused
from taskflow.platform.mail_messages import Email
from taskflow.platform.mail_templates import compose
from taskflow.workspaces.invitations import STATE, ask_for_mail, get_invitation, hash_code, record_invitation
from taskflow.workspaces.joining import CLOSED
from taskflow.workspaces.members import Member
from taskflow.workspaces.models import InvitationCode

Row = dict[str, Any]
MAX_MAILS, MAX_ATTEMPTS = 5, 8
_OFF = "this TaskFlow does not send mail any more"


async def mail_invitation(member: Member, invitation_id: UUID) -> Row:
    """Have a pending invitation by e-mail mailed (again); the addresses that were given out before stay good.

    Raises Forbidden, NotFound, or Conflict when mail is off, it has no address, is over, or was mailed MAX_MAILS times.
    """
    invitation = await get_invitation(member, invitation_id, lock=True)
    if not mail.is_on():
        raise Conflict("This TaskFlow sends no mail: hand the address on yourself", code="mail_is_off")
    if invitation["kind"] != "email":
        raise Conflict("A link has no e-mail address: hand it on yourself", code="invitation_without_email")
    if invitation["state"] != "pending":
        code, detail = CLOSED[invitation["state"]]
        raise Conflict(f"{detail}: make another one", code=code)
    if invitation["mail_count"] >= MAX_MAILS:
        raise Conflict(f"It was mailed {MAX_MAILS} times: revoke it and make another one", code="too_many_mails")
    await ask_for_mail(member.workspace_id, invitation_id)
    await record_invitation(member, "invitation.mailed", invitation_id, email=(None, invitation["email"]))
    return await get_invitation(member, invitation_id)


async def send_invitation(run: Run, *, workspace_id: UUID, invitation_id: UUID, number: int) -> None:
    """Mail it for the time of that `number`, if it is still wanted, and write down what became of it.

    Raises MailDelayed while it may be tried again.
    """
    invitation = await _find_wanted(workspace_id, invitation_id, number)
    if invitation is None:
        return
    try:
        is_sent = await mail.send(await _compose(invitation, number))
        problem = None if is_sent else _OFF
    except MailRefused as refused:
        problem = refused.told
    except MailDelayed as delayed:
        if run.attempt < MAX_ATTEMPTS:
            await _write(invitation_id, number, "waiting", delayed.told)
            raise
        problem = delayed.told
    async with run.finishing():
        await _write(invitation_id, number, "failed" if problem else "sent", problem)


async def _find_wanted(workspace_id: UUID, invitation_id: UUID, number: int) -> Row | None:
    return await fetch_one(
        f"select * from (select i.*, {STATE} as state, w.name as workspace_name, w.time_zone, u.name as inviter_name"
        " from invitations i join workspaces w on w.id = i.workspace_id join members m on m.id = i.invited_by"
        " join users u on u.id = m.user_id where i.workspace_id = $1 and i.id = $3) as found"
        " where state = 'pending' and mail_state = 'waiting' and mail_count = $4",
        workspace_id,
        clock.now(),
        invitation_id,
        number,
    )


async def _compose(invitation: Row, number: int) -> Email:
    """The mail with a new code, which is good from now on: a mail that was perhaps sent before stays good, too."""
    code = secrets.token_urlsafe(32)
    await InvitationCode.create(
        id=new_id(),
        workspace_id=invitation["workspace_id"],
        invitation_id=invitation["id"],
        token_hash=hash_code(code),
        created_at=clock.now(),
    )
    expires = invitation["expires_at"].astimezone(ZoneInfo(invitation["time_zone"]))
    return compose(
        "invitation",
        to_address=invitation["email"],
        subject=f"{invitation['inviter_name']} invites you to {invitation['workspace_name']} on TaskFlow",
        message_id=mail.build_message_id(f"invitation-{invitation['id']}-{number}"),
        inviter=invitation["inviter_name"],
        workspace=invitation["workspace_name"],
        role=invitation["role"],
        code=code,
        expires=f"{expires:%A}, {expires.day} {expires:%B %Y, %H:%M %Z}",
    )


async def _write(invitation_id: UUID, number: int, state: str, problem: str | None) -> None:
    await execute(
        "update invitations set mail_state = $3, mail_problem = $4,"
        " mailed_at = case when $3 = 'sent' then $5 else mailed_at end where id = $1 and mail_count = $2",
        invitation_id,
        number,
        state,
        problem,
        clock.now(),
    )
