"""Answers kept under a key of the person who asked, so that the same request may be sent again without a second effect.

The answer is written in the transaction of its effect. Work with transactions of its own writes first that it is under
way: whatever happens to it then, it is never done twice.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute, fetch_one
from taskflow.platform.errors import Conflict
from taskflow.platform.ids import new_id

KEEP = timedelta(hours=24)
LONGEST_WORK = timedelta(minutes=5)
_UNDER_WAY = 0  # instead of a status


@dataclass(frozen=True, slots=True)
class Claim:
    """A key, the person whose it is, and the digest of the request that it was sent with."""

    user_id: UUID
    key: str
    request_hash: bytes


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """What was answered."""

    status: int
    headers: dict[str, str]
    body: bytes


class TwinInFlight(Conflict):
    """The key is in use just now."""

    code = "request_in_flight"
    title = "The same request is being worked on"

    def __init__(self) -> None:
        detail = "A request with this Idempotency-Key is being worked on: send yours again in a moment"
        super().__init__(detail, headers={"Retry-After": "1"})


Found = KeptAnswer | Literal["free", "busy", "lost", "other_request"]


async def find_answer(claim: Claim) -> Found:
    """What is known of the key; "free" holds it for the present transaction, and another one finds it "busy".

    "lost": the work had begun and nobody wrote down how it ended. "other_request": the key was for something else.
    """
    row = await fetch_one(
        "select pg_try_advisory_xact_lock($3, $4) as is_held, status, headers, body, created_at, request_hash"
        " from (select) as this left join idempotency_keys on user_id = $1 and key = $2 and expires_at > $5",
        claim.user_id,
        claim.key,
        *_build_lock(claim),
        clock.now(),
    )
    assert row is not None  # noqa: S101  a left join from one row gives one
    if row["status"] is None:
        return "free" if row["is_held"] else "busy"
    if row["request_hash"] != claim.request_hash:
        return "other_request"
    if row["status"] == _UNDER_WAY:
        return "busy" if clock.now() - row["created_at"] < LONGEST_WORK else "lost"
    return KeptAnswer(row["status"], row["headers"], row["body"])


async def keep_answer(claim: Claim, answer: KeptAnswer) -> None:
    """Keep the answer to a key that was found free in this transaction.

    Raises TwinInFlight when a twin was faster after all: then the transaction has to be rolled back.
    """
    now = clock.now()
    row = await fetch_one(
        "insert into idempotency_keys as kept"
        " (id, user_id, key, request_hash, status, headers, body, created_at, expires_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9)"
        " on conflict (user_id, key) do update set id = excluded.id, request_hash = excluded.request_hash,"
        " status = excluded.status, headers = excluded.headers, body = excluded.body,"
        " created_at = excluded.created_at, expires_at = excluded.expires_at where kept.expires_at <= $8 returning id",
        new_id(),
        claim.user_id,
        claim.key,
        claim.request_hash,
        answer.status,
        answer.headers,
        answer.body,
        now,
        now + KEEP,
    )
    if row is None:
        raise TwinInFlight


async def begin_answer(claim: Claim) -> None:
    """Write down that the work of a free key is under way. Raises TwinInFlight when a twin was faster."""
    await keep_answer(claim, KeptAnswer(_UNDER_WAY, {}, b""))


async def finish_answer(claim: Claim, answer: KeptAnswer) -> None:
    """Keep the answer of work that was begun."""
    await execute(
        "update idempotency_keys set status = $4, headers = $5, body = $6"
        " where user_id = $1 and key = $2 and status = $3",
        claim.user_id,
        claim.key,
        _UNDER_WAY,
        answer.status,
        answer.headers,
        answer.body,
    )


async def give_up_answer(claim: Claim) -> None:
    """Free the key of work that was begun and had no effect."""
    await execute(
        "delete from idempotency_keys where user_id = $1 and key = $2 and status = $3",
        claim.user_id,
        claim.key,
        _UNDER_WAY,
    )


def _build_lock(claim: Claim) -> tuple[int, int]:
    """Two numbers for an advisory lock; those of one number are a space of their own, used elsewhere."""
    digest = hashlib.blake2b(claim.user_id.bytes + claim.key.encode(), digest_size=8).digest()
    return int.from_bytes(digest[:4], signed=True), int.from_bytes(digest[4:], signed=True)
