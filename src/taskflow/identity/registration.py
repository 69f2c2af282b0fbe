"""Signing up."""

from taskflow.activity import Actor, Subject, record
from taskflow.identity.inputs import NewUser
from taskflow.identity.models import User
from taskflow.identity.passwords import hash_password
from taskflow.identity.people import PERSON_COLUMNS, Person, build_person
from taskflow.platform import clock
from taskflow.platform.database import fetch_one, fetch_value
from taskflow.platform.errors import Invalid
from taskflow.platform.ids import new_id
from taskflow.platform.validation import HUES

# Two first people at once must not both become the operator.
_FIRST_PERSON_LOCK = 0x7461736B0001


async def register(new: NewUser) -> Person:
    """Make the account. Raises Invalid when the address has one already. The first account is the operator's."""
    password_hash = await hash_password(new.password)
    await fetch_value("select pg_advisory_xact_lock($1)", _FIRST_PERSON_LOCK)
    if await fetch_value("select 1 from users where lower(email) = lower($1)", new.email):
        raise Invalid.field("email", "email_taken", "has an account already")
    user_id, now = new_id(), clock.now()
    is_first = await fetch_value("select not exists (select from users)")
    await User.create(
        id=user_id,
        email=new.email,
        name=new.name,
        password_hash=password_hash,
        hue=HUES[user_id.int % (len(HUES) - 1)],
        time_zone=new.time_zone,
        is_operator=is_first,
        created_at=now,
        updated_at=now,
    )
    await record("user.registered", actor=Actor("user", user_id), subject=Subject("user", user_id))
    row = await fetch_one(f"select {PERSON_COLUMNS} from users u where u.id = $1", user_id)
    assert row is not None  # noqa: S101  inserted above, in this transaction
    return build_person(row)
