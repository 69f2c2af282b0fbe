"""Invitations to a workspace."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from taskflow import projects, workspaces
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import Invitation, NewInvitationLink, Workspace
from taskflow.identity import Person
from taskflow.platform.pagination import Page
from taskflow.web.application import current_settings
from taskflow.workspaces import Acceptance, Member, NewInvitation

_INVITATIONS = "/workspaces/{slug}/invitations"
_INVITATION = _INVITATIONS + "/{invitation_id}"
_OVER = ("invitation_expired", "invitation_revoked", "invitation_used_up")
_REFUSALS = ("already_member", "member_deactivated", *_OVER)


class InvitationsQuery(PageQuery):
    """Which invitations."""

    pending: Annotated[bool, Field(description="Only those that can still be accepted")] = False


@operation("GET", _INVITATIONS, query=InvitationsQuery, items=Invitation, codes=("forbidden",))
async def list_invitations(member: Member, query: InvitationsQuery) -> Page:
    """List the invitations to a workspace, the newest first"""
    rows = await projects.list_invitations(member, pending=query.pending, **window(query))
    return page_of(rows, query, "id")


@operation(
    "POST", _INVITATIONS, body=NewInvitation, answer=NewInvitationLink, secret=True,
    location="/workspaces/{slug}/invitations/{id}", codes=("forbidden", "too_many_invitations"),
    undo="The invitation may have been read: revoke it",
)  # fmt: skip
async def create_invitation(member: Member, body: NewInvitation) -> Row:
    """Invite somebody

    An invitation by e-mail is for the person with that address, and is mailed to it where this TaskFlow sends mail; a
    link is for whoever has it. Hand the address on yourself where it is not mailed: it is shown this once.
    """
    row, code = await projects.invite(member, body)
    return row | {"code": code, "url": workspaces.build_invitation_url(current_settings().public_url, code)}


@operation("GET", _INVITATION, answer=Invitation, codes=("forbidden",))
async def get_invitation(member: Member, invitation_id: UUID) -> Row:
    """Read an invitation, without its code"""
    return await projects.get_invitation(member, invitation_id)


@operation(
    "DELETE", _INVITATION, current=Invitation, if_match="required", codes=("forbidden",),
    undo="An invitation that was withdrawn is never good again: make another one",
)  # fmt: skip
async def revoke_invitation(member: Member, invitation_id: UUID, version: int) -> None:
    """Withdraw an invitation; doing it twice changes nothing"""
    await projects.revoke_invitation(member, invitation_id, version=version)


@operation(
    "POST", _INVITATION + "/mails", answer=Invitation,
    codes=("forbidden", "mail_is_off", "invitation_without_email", "too_many_mails", *_OVER),
    undo="A mail that was sent cannot be taken back: revoke the invitation",
)  # fmt: skip
async def mail_invitation(member: Member, invitation_id: UUID) -> Row:
    """Mail an invitation again

    With a code of its own; the addresses that went out before stay good. `mail_state` says what became of the mail.
    """
    return await projects.mail_invitation(member, invitation_id)


@operation(
    "POST", "/invitations/acceptance", body=Acceptance, answer=Workspace, location="/workspaces/{slug}",
    codes=("not_found", "invitation_for_another", *_REFUSALS),
)  # fmt: skip
async def accept_invitation(person: Person, body: Acceptance) -> Row:
    """Accept an invitation: you become a member of its workspace"""
    return await workspaces.get_workspace(await projects.accept_invitation(person, body.code))
