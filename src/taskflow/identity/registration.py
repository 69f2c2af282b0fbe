"""Signing up."""

from taskflow.activity import Actor, Subject, record
from taskflow.identity.inputs import NewUser
from taskflow.identity.models import User
from taskflow.identity.passwords import hash_password
from taskflow.identity.people import PERSON_COLUMNS, Person, build_person
from taskflow.platform import clock
from taskflow.platform.database import fetch_one, fetch_value
from taskflow.platform.errors import Forbidden, Invalid
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.platform.validation import HUES

# Two first people at once must not both become the operator.
_FIRST_PERSON_LOCK = 0x7461736B0001


async def register(new: NewUser, *, only_first: bool = False) -> Person:
    """Make the account, in a unit of work of its own when there is none. The first account is the operator's.

    Raises Invalid when the address has an account already, and Forbidden when `only_first` and somebody is here.
    """
    if only_first:
        await _require_nobody()
    password_hash = await hash_password(new.password)  # slow, so before the transaction
    async with unit_of_work():
        await fetch_value("select pg_advisory_xact_lock($1)", _FIRST_PERSON_LOCK)
        if only_first:
            await _require_nobody()
        return await _create(new, password_hash)


async def _create(new: NewUser, password_hash: str) -> Person:
    if await fetch_value("select 1 from users where lower(email) = lower($1)", new.email):
        raise Invalid.field("email", "email_taken", "has an account already")
    user_id, now = new_id(), clock.now()
    await User.create(
        id=user_id,
        email=new.email,
        name=new.name,
        password_hash=password_hash,
        hue=HUES[user_id.int % (len(HUES) - 1)],
        time_zone=new.time_zone,
        is_operator=not await has_people(),
        created_at=now,
        updated_at=now,
    )
    await record("user.registered", actor=Actor("user", user_id), subject=Subject("user", user_id))
    row = await fetch_one(f"select {PERSON_COLUMNS} from users u where u.id = $1", user_id)
    assert row is not None  # noqa: S101  inserted above, in this transaction
    return build_person(row)


async def _require_nobody() -> None:
    if await has_people():
        raise Forbidden("This TaskFlow is by invitation: ask whoever runs it", code="invitation_needed")


async def has_people() -> bool:
    """True once somebody has an account."""
    return bool(await fetch_value("select exists (select from users)"))
