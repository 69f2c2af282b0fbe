"""Everybody with an account, for the operator of the instance."""

from uuid import UUID

from taskflow import identity, workspaces
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import Account, OfferedReset
from taskflow.identity import Person
from taskflow.platform.pagination import Page
from taskflow.web.application import current_settings

_ACCOUNTS = "/operator/people"
_ACCOUNT = _ACCOUNTS + "/{user_id}"


@operation("GET", _ACCOUNTS, items=Account, codes=("not_found",))
async def list_accounts(person: Person, query: PageQuery) -> Page:
    """List everybody with an account, by name

    All of `/operator` is there for the operator of this TaskFlow alone.
    """
    return page_of(await identity.list_accounts(person, **window(query)), query, "sort_name", "id")


@operation("GET", _ACCOUNT, answer=Account)
async def get_account(person: Person, user_id: UUID) -> Row:
    """Read somebody's account"""
    return await identity.get_account(person, user_id)


@operation(
    "PUT", _ACCOUNT + "/deactivation", answer=Account, if_match="required", codes=("own_membership", "last_owner")
)
async def deactivate_account(person: Person, user_id: UUID, version: int) -> Row:
    """Keep a person out of this TaskFlow

    Their sessions end and their tokens are refused. What they did stays, in every workspace. Refused while a workspace
    that others are in has no other owner: `workspaces` names them.
    """
    return await workspaces.deactivate_account(person, user_id, version=version)


@operation("DELETE", _ACCOUNT + "/deactivation", answer=Account, if_match="required")
async def reactivate_account(person: Person, user_id: UUID, version: int) -> Row:
    """Let a deactivated person sign in again"""
    return await identity.reactivate_account(person, user_id, version=version)


@operation(
    "POST", _ACCOUNT + "/password-resets", answer=OfferedReset, secret=True, codes=("account_deactivated",),
)  # fmt: skip
async def offer_password_reset(person: Person, user_id: UUID) -> Row:
    """Make a way to a new password for somebody

    Hand the address on yourself, for instance where this TaskFlow sends no mail: it is shown this once.
    """
    account, code = await identity.offer_reset(person, user_id)
    url = identity.build_reset_url(current_settings().public_url, code)
    return {"email": account["email"], "code": code, "url": url}
