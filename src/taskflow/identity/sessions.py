"""Signing in and out: a random reference in the browser, its hash here."""

import hashlib
import secrets
from datetime import timedelta
from typing import Any
from uuid import UUID

from taskflow.activity import Actor, Subject, record
from taskflow.identity.inputs import Credentials
from taskflow.identity.models import Session, User
from taskflow.identity.passwords import hash_password, needs_rehash, verify_password
from taskflow.identity.people import PERSON_COLUMNS, Also, Person, build_person, read_also
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one
from taskflow.platform.errors import NotFound, Unauthenticated
from taskflow.platform.ids import new_id
from taskflow.platform.pagination import read_cursor, read_id, read_moment

IDLE = timedelta(days=14)
ABSOLUTE = timedelta(days=90)
SESSION_SECONDS = int(ABSOLUTE.total_seconds())
_SEEN_EVERY = timedelta(minutes=5)
_LISTED = (
    "id, user_agent, address, created_at, last_seen_at, expires_at, coalesce(id = $2::uuid, false) as is_current"
    " from sessions where user_id = $1 and expires_at > now()"
)


async def check_credentials(credentials: Credentials) -> UUID:
    """The id of the person. Raises Unauthenticated, after the same time, for a wrong address or password."""
    row = await fetch_one(
        "select id, password_hash, deactivated_at from users where lower(email) = lower($1)", credentials.email.strip()
    )
    right = await verify_password(credentials.password, row["password_hash"] if row else None)
    if row is None or not right or row["deactivated_at"]:
        raise Unauthenticated("The e-mail address or the password is not right", code="wrong_credentials")
    if needs_rehash(row["password_hash"]):
        await User.filter(id=row["id"]).update(password_hash=await hash_password(credentials.password))
    return row["id"]  # type: ignore[no-any-return]


async def open_session(user_id: UUID, *, user_agent: str = "", address: str = "") -> tuple[UUID, str]:
    """Sign the person in; gives the session's id and the token for the cookie, which is not kept here."""
    token, now, session_id = secrets.token_urlsafe(32), clock.now(), new_id()
    await Session.create(
        id=session_id,
        user_id=user_id,
        token_hash=hash_token(token),
        user_agent=user_agent[:300],
        address=address[:64],
        created_at=now,
        last_seen_at=now,
        expires_at=now + IDLE,
    )
    await record("user.signed_in", actor=Actor("user", user_id), subject=Subject("user", user_id))
    return session_id, token


async def find_by_session(token: str, also: Also | None = None) -> Person | None:
    """The person whose cookie this is, or None when it is unknown, too old, or theirs no longer."""
    now = clock.now()
    columns, joins, more = read_also(also)
    row = await fetch_one(
        f"select {PERSON_COLUMNS}, s.id as session_id, s.last_seen_at, s.created_at{columns}"
        f" from sessions s join users u on u.id = s.user_id{joins}"
        " where s.token_hash = $1 and s.expires_at > $2 and u.deactivated_at is null",
        hash_token(token),
        now,
        *more,
    )
    if row is None:
        return None
    if now - row["last_seen_at"] > _SEEN_EVERY:
        expires = min(now + IDLE, row["created_at"] + ABSOLUTE)
        await execute(
            "update sessions set last_seen_at = $2, expires_at = $3 where id = $1", row["session_id"], now, expires
        )
    return build_person(row, also, session_id=row["session_id"])


async def list_sessions(person: Person, *, after: str | None = None, limit: int | None = None) -> list[dict[str, Any]]:
    """Where the person is signed in, the latest use first.

    All of them, or `limit` behind the cursor `after` of `last_seen_at` and `id`. Raises Invalid for a made-up cursor.
    """
    return await fetch(
        f"select {_LISTED} and ($3::timestamptz is null or (last_seen_at, id) < ($3, $4::uuid))"
        " order by last_seen_at desc, id desc limit $5",
        person.id,
        person.session_id,
        *read_cursor(after, read_moment, read_id),
        limit,
    )


async def get_session(person: Person, session_id: UUID) -> dict[str, Any]:
    """One of `list_sessions`. Raises NotFound."""
    row = await fetch_one(f"select {_LISTED} and id = $3", person.id, person.session_id, session_id)
    if row is None:
        raise NotFound
    return row


async def close_session(person: Person, session_id: UUID) -> None:
    """Sign out there. Raises NotFound when it is not a session of this person."""
    if not await execute("delete from sessions where id = $1 and user_id = $2", session_id, person.id):
        raise NotFound
    await record("user.signed_out", actor=Actor("user", person.id), subject=Subject("user", person.id))


def hash_token(token: str) -> bytes:
    """SHA-256 is enough: the token has 256 random bits."""
    return hashlib.sha256(token.encode()).digest()
