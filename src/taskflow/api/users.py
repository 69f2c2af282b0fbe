"""Signing up."""

from dataclasses import asdict

from taskflow import identity
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Profile
from taskflow.identity import NewUser
from taskflow.web.application import current_settings


@operation(
    "POST", "/users", body=NewUser, answer=Profile, public=True, own_units=True, location="/me",
    codes=("invitation_needed",),
)  # fmt: skip
async def register_user(body: NewUser) -> Row:
    """Make an account

    It does not sign in. Where TaskFlow is by invitation, only the very first account is made like this.
    """
    return asdict(await identity.register(body, only_first=current_settings().registration != "open"))
