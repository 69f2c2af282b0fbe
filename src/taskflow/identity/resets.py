"""A new password for who has forgotten theirs: by a code that is good once, for an hour; only its hash is kept."""

import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from taskflow.activity import Actor, Subject, record
from taskflow.identity.accounts import get_account
from taskflow.identity.inputs import is_about
from taskflow.identity.models import PasswordReset
from taskflow.identity.passwords import hash_password
from taskflow.identity.people import Person
from taskflow.identity.sessions import hash_token
from taskflow.platform import clock, mail
from taskflow.platform.database import execute, fetch_one
from taskflow.platform.errors import Conflict, Invalid
from taskflow.platform.ids import new_id
from taskflow.platform.outbox import enqueue
from taskflow.platform.unit_of_work import unit_of_work

LIFETIME = timedelta(hours=1)
Row = dict[str, Any]


async def request_reset(email: str) -> None:
    """Have a way to a new password mailed to that address, if it has an account: whether it has is not said here.

    Raises Conflict when mail is off.
    """
    if not mail.is_on():
        raise Conflict("This TaskFlow sends no mail: ask whoever runs it for a new password", code="mail_is_off")
    await enqueue("identity.mail_reset", email=email)


async def offer_reset(operator: Person, user_id: UUID) -> tuple[Row, str]:
    """The account, and a code that the operator hands on: it is shown once.

    Raises NotFound for who is not the operator, Conflict for an account that is kept out.
    """
    account = await get_account(operator, user_id, lock=True)
    if account["deactivated_at"] is not None:
        raise Conflict("This account is deactivated: reactivate it first", code="account_deactivated")
    code = await create_reset(user_id)
    await record("user.reset_offered", actor=Actor("user", operator.id), subject=Subject("user", user_id))
    return account, code


async def create_reset(user_id: UUID) -> str:
    """A code for that person."""
    code, now = secrets.token_urlsafe(32), clock.now()
    await PasswordReset.create(
        id=new_id(), user_id=user_id, token_hash=hash_token(code), created_at=now, expires_at=now + LIFETIME
    )
    return code


def build_reset_url(public_url: str, code: str) -> str:
    """The address to hand on: no server is sent, so no server logs, what stands behind the #. Pure."""
    return f"{public_url.rstrip('/')}/reset#{code}"


async def find_reset(code: str) -> Row | None:
    """Whose code it is, as `user_id`, `email` and `name`; None when it is none, was used, or is too old."""
    return await fetch_one(
        "select u.id as user_id, u.email, u.name from password_resets r join users u on u.id = r.user_id"
        " where r.token_hash = $1 and r.used_at is null and r.expires_at > $2 and u.deactivated_at is null",
        hash_token(code),
        clock.now(),
    )


async def reset_password(code: str, password: str) -> None:
    """Make it the password, and end every session of the person; needs no unit of work, as hashing is slow.

    Raises Conflict when the code is not good any more, Invalid when the password is the person's name or address.
    """
    reset = await find_reset(code)
    if reset is None:
        raise _over()
    if is_about(password, reset["email"], reset["name"]):
        raise Invalid.field("password", "weak_password", "must not be your name or address")
    password_hash = await hash_password(password)
    async with unit_of_work():
        await _use(code, reset["user_id"])
        await execute(
            "update users set password_hash = $2, updated_at = $3 where id = $1",
            reset["user_id"],
            password_hash,
            clock.now(),
        )
        await execute("delete from sessions where user_id = $1", reset["user_id"])
        who = reset["user_id"]
        await record("user.password_reset", actor=Actor("user", who), subject=Subject("user", who))
        if mail.is_on():
            await enqueue("identity.mail_password_changed", user_id=who)


async def _use(code: str, user_id: UUID) -> None:
    """End every code of the person. Raises Conflict when this one has been used meanwhile."""
    await execute("select 1 from users where id = $1 for no key update", user_id)  # two codes at once: one is first
    if await find_reset(code) is None:
        raise _over()
    await execute(
        "update password_resets set used_at = $2 where user_id = $1 and used_at is null", user_id, clock.now()
    )


def _over() -> Conflict:
    detail = "This way to a new password was used already, or is older than an hour: ask for another one"
    return Conflict(detail, code="password_reset_over")
