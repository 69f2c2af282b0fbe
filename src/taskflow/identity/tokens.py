"""API tokens: `tfp_` + 24 characters + a checksum, so that scanners find them and typos cost no query."""

import secrets
import string
import zlib
from datetime import timedelta
from typing import Any
from uuid import UUID

from taskflow.activity import Actor, Subject, record
from taskflow.identity.inputs import NewToken
from taskflow.identity.models import ApiToken
from taskflow.identity.people import PERSON_COLUMNS, Also, Person, build_person, read_also
from taskflow.identity.sessions import hash_token
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one
from taskflow.platform.errors import NotFound
from taskflow.platform.ids import new_id
from taskflow.platform.pagination import read_cursor, read_id

PREFIX = "tfp_"
_ALPHABET = string.digits + string.ascii_letters
_RANDOM, _CHECK = 24, 6
_USED_EVERY = timedelta(minutes=1)
_LISTED = (
    "id, name, hint, scopes, created_at, expires_at, last_used_at"
    " from api_tokens where user_id = $1 and revoked_at is null and expires_at > now()"
)


async def create_token(person: Person, new: NewToken) -> tuple[dict[str, Any], str]:
    """Make a token; gives its row and its text, which is shown once and not kept."""
    text, now, token_id = build_token_text(), clock.now(), new_id()
    await ApiToken.create(
        id=token_id,
        user_id=person.id,
        name=new.name,
        token_hash=hash_token(text),
        hint=text[-4:],
        scopes=sorted(set(new.scopes)),
        created_at=now,
        expires_at=now + new.lifetime,
    )
    await record("token.created", actor=Actor("user", person.id), subject=Subject("token", token_id))
    return await get_token(person, token_id), text


async def list_tokens(person: Person, *, after: str | None = None, limit: int | None = None) -> list[dict[str, Any]]:
    """The person's tokens that still work, the newest first.

    All of them, or `limit` behind the cursor `after` of `id`. Raises Invalid for a made-up cursor.
    """
    return await fetch(
        f"select {_LISTED} and ($2::uuid is null or id < $2) order by id desc limit $3",
        person.id,
        *read_cursor(after, read_id),
        limit,
    )


async def get_token(person: Person, token_id: UUID) -> dict[str, Any]:
    """One of `list_tokens`. Raises NotFound."""
    row = await fetch_one(f"select {_LISTED} and id = $2", person.id, token_id)
    if row is None:
        raise NotFound
    return row


async def revoke_token(person: Person, token_id: UUID) -> None:
    """End a token. Raises NotFound when it is not a working token of this person."""
    changed = await execute(
        "update api_tokens set revoked_at = now() where id = $1 and user_id = $2 and revoked_at is null",
        token_id,
        person.id,
    )
    if not changed:
        raise NotFound
    await record("token.revoked", actor=Actor("user", person.id), subject=Subject("token", token_id))


async def find_by_token(text: str, also: Also | None = None) -> Person | None:
    """The person for whom this token acts, or None when it is misspelt, unknown, expired or revoked."""
    if not is_well_formed(text):
        return None
    now = clock.now()
    columns, joins, more = read_also(also)
    row = await fetch_one(
        f"select {PERSON_COLUMNS}, t.id as token_id, t.scopes, t.last_used_at{columns}"
        f" from api_tokens t join users u on u.id = t.user_id{joins}"
        " where t.token_hash = $1 and t.revoked_at is null and t.expires_at > $2 and u.deactivated_at is null",
        hash_token(text),
        now,
        *more,
    )
    if row is None:
        return None
    if row["last_used_at"] is None or now - row["last_used_at"] > _USED_EVERY:
        await execute("update api_tokens set last_used_at = $2 where id = $1", row["token_id"], now)
    return build_person(row, also, token_id=row["token_id"], scopes=frozenset(row["scopes"]))


def build_token_text() -> str:
    """A new random token with its checksum."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return PREFIX + body + _checksum(body)


def is_well_formed(text: str) -> bool:
    """True when prefix, length, alphabet and checksum are right."""
    body, check = text[len(PREFIX) : -_CHECK], text[-_CHECK:]
    return (
        text.startswith(PREFIX)
        and len(text) == len(PREFIX) + _RANDOM + _CHECK
        and all(character in _ALPHABET for character in body)
        and secrets.compare_digest(check.encode(), _checksum(body).encode())
    )


def _checksum(body: str) -> str:
    number, letters = zlib.crc32(body.encode()), ""
    for _ in range(_CHECK):
        number, digit = divmod(number, len(_ALPHABET))
        letters = _ALPHABET[digit] + letters
    return letters
