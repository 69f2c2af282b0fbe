"""Signing up."""

from dataclasses import asdict

from taskflow import workspaces
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Profile
from taskflow.web.application import current_settings
from taskflow.workspaces import InvitedUser


@operation(
    "POST", "/users", body=InvitedUser, answer=Profile, public=True, own_units=True, location="/me",
    codes=("invitation_needed",),
)  # fmt: skip
async def register_user(body: InvitedUser) -> Row:
    """Make an account

    It does not sign in. Where TaskFlow is by invitation, only the very first account is made without one. Making the
    account does not accept the invitation yet.
    """
    return asdict(await workspaces.register_invited(body, is_open=current_settings().registration == "open"))
