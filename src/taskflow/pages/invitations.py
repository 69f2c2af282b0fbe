"""The invitations to a workspace."""

from typing import Any

from quart import Blueprint, Response

from taskflow import projects, workspaces
from taskflow.pages.formatting import build_expiry, build_moment
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import clock, mail
from taskflow.platform.ids import parse_id
from taskflow.web.application import current_settings
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member

routes = Blueprint("invitations", __name__)
Row = dict[str, Any]
_BACK = "/{slug}/invitations"
_CLOSED_SHOWN = 20


@routes.get("/<slug>/invitations")
async def show(slug: str, form: FormState = EMPTY, url: str = "") -> Response:
    """Those that are pending, some that are over, and the form of a new one; `url` is shown this once."""
    member = await require_member(slug)
    invitations = [_build(row, member) for row in await projects.list_invitations(member)]
    return await render_page(
        "pages/members/invitations.html",
        member=member,
        current="members",
        pending=[row for row in invitations if row["state"] == "pending"],
        closed=[row for row in invitations if row["state"] != "pending"][:_CLOSED_SHOWN],
        projects=[(row["key"], row["name"]) for row in await projects.list_projects(member)],
        url=url,
        is_mailed=mail.is_on(),
        most_mails=workspaces.MAX_MAILS,
        form=form,
    )


@routes.post("/<slug>/invitations")
@answers_with(show)
async def create(slug: str) -> Response:
    """Make an invitation and show its address."""
    member = await require_member(slug)
    _, code = await projects.invite(member, await read_input(workspaces.NewInvitation))
    response = await show(slug, url=workspaces.build_invitation_url(current_settings().public_url, code))
    response.headers["Cache-Control"] = "no-store"
    return response


@routes.post("/<slug>/invitations/<invitation_id>/revocation")
@answers_with(show, back=_BACK)
async def revoke(slug: str, invitation_id: str) -> Response:
    """Withdraw an invitation."""
    member = await require_member(slug)
    await projects.revoke_invitation(member, parse_id(invitation_id), version=await read_version())
    return see_other(f"/{slug}/invitations", "Invitation revoked: nobody can accept it any more")


@routes.post("/<slug>/invitations/<invitation_id>/mails")
@answers_with(show, back=_BACK)
async def send_again(slug: str, invitation_id: str) -> Response:
    """Have an invitation mailed again."""
    member = await require_member(slug)
    row = await projects.mail_invitation(member, parse_id(invitation_id))
    return see_other(f"/{slug}/invitations", f"A mail to {row['email']} is on its way")


def _build(row: Row, member: Member) -> Row:
    now = clock.now()
    return row | {
        "made": build_moment(row["created_at"], member.time_zone, now),
        "expires": build_expiry(row["expires_at"], member.time_zone, now),
        "mailed": build_moment(row["mailed_at"], member.time_zone, now) if row["mailed_at"] else None,
        "ended": build_moment(row["revoked_at"] or row["expires_at"], member.time_zone, now),
    }
