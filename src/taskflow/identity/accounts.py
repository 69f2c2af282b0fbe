"""The people of an instance as its operator sees them, and keeping one out of all of it."""

from typing import Any
from uuid import UUID

from taskflow.activity import Actor, Subject, record
from taskflow.identity.people import Person
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one
from taskflow.platform.errors import Conflict, NotFound, StaleVersion
from taskflow.platform.pagination import read_cursor, read_id, read_text

Row = dict[str, Any]
_LISTED = (
    "u.id, u.email, u.name, u.hue, u.is_operator, u.version, u.created_at, u.deactivated_at, lower(u.name) as sort_name"
    " from users u"
)


async def list_accounts(operator: Person, *, after: str | None = None, limit: int | None = None) -> list[Row]:
    """Everybody with an account, by name. Raises NotFound for who is not the operator.

    All of them, or `limit` behind the cursor `after` of `sort_name` and `id`. Raises Invalid for a made-up cursor.
    """
    require_operator(operator)
    return await fetch(
        f"select {_LISTED} where $1::text is null or (lower(u.name), u.id) > ($1, $2::uuid)"
        " order by lower(u.name), u.id limit $3",
        *read_cursor(after, read_text, read_id),
        limit,
    )


async def get_account(operator: Person, user_id: UUID, *, lock: bool = False) -> Row:
    """One of `list_accounts`, locked against other writers when asked so. Raises NotFound."""
    require_operator(operator)
    row = await fetch_one(f"select {_LISTED} where u.id = $1{' for no key update' if lock else ''}", user_id)
    if row is None:
        raise NotFound
    return row


async def deactivate_account(operator: Person, user_id: UUID, *, version: int) -> Row:
    """Keep a person out: their sessions end and their tokens are refused; what they did stays.

    Doing it twice changes nothing. Raises NotFound, StaleVersion, or Conflict for oneself.
    """
    account = await _load(operator, user_id, version)
    if user_id == operator.id:
        raise Conflict("You cannot deactivate yourself: nobody would run this TaskFlow", code="own_membership")
    if account["deactivated_at"] is not None:
        return account
    await execute("delete from sessions where user_id = $1", user_id)
    now = clock.now()
    await execute("update users set deactivated_at = $2, version = version + 1 where id = $1", user_id, now)
    change = {"deactivated_at": (None, now)}
    await record("user.deactivated", actor=Actor("user", operator.id), subject=Subject("user", user_id), changes=change)
    return await get_account(operator, user_id)


async def reactivate_account(operator: Person, user_id: UUID, *, version: int) -> Row:
    """Let a person sign in again; doing it twice changes nothing. Raises NotFound or StaleVersion."""
    account = await _load(operator, user_id, version)
    if account["deactivated_at"] is None:
        return account
    await execute("update users set deactivated_at = null, version = version + 1 where id = $1", user_id)
    change = {"deactivated_at": (account["deactivated_at"], None)}
    await record("user.reactivated", actor=Actor("user", operator.id), subject=Subject("user", user_id), changes=change)
    return await get_account(operator, user_id)


async def _load(operator: Person, user_id: UUID, version: int) -> Row:
    account = await get_account(operator, user_id, lock=True)
    if account["version"] != version:
        raise StaleVersion(extra={"current": account})
    return account


def require_operator(person: Person) -> None:
    """Pass for whoever runs the instance. Raises NotFound: to others, what is theirs does not exist."""
    if not person.is_operator:
        raise NotFound
