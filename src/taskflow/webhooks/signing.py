"""The secrets of webhooks and what is signed with them, as Standard Webhooks has it. Pure.

A secret is computed from the key of this TaskFlow, the webhook and a salt, so that it is nowhere at rest: who has the
database alone can sign nothing. A mark tells whether the key is still the one that the secret was made with.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

PREFIX = "whsec_"
SALT_BYTES, MARK_BYTES = 32, 16
MOST_FORMER = 5
_PURPOSE = b"taskflow webhook secret v1"


def make_salt() -> bytes:
    """What makes a secret another one than the one before."""
    return secrets.token_bytes(SALT_BYTES)


def derive_secret(key: bytes, hook_id: UUID, salt: bytes) -> bytes:
    """The 32 bytes that sign what is sent to the webhook."""
    return hmac.digest(hmac.digest(key, _PURPOSE, hashlib.sha256), hook_id.bytes + salt, hashlib.sha256)


def build_mark(secret: bytes) -> bytes:
    """By what the same secret is known again; nobody computes it back."""
    return hashlib.sha256(_PURPOSE + secret).digest()[:MARK_BYTES]


def format_secret(secret: bytes) -> str:
    """The secret as people copy it and libraries take it."""
    return PREFIX + base64.b64encode(secret).decode()


def list_valid(former: Sequence[Mapping[str, str]], now: datetime) -> list[dict[str, str]]:
    """Those of the replaced secrets that still sign, at most MOST_FORMER and the latest first."""
    return [dict(entry) for entry in former if datetime.fromisoformat(entry["until"]) > now][:MOST_FORMER]


def build_headers(message_id: UUID, at: datetime, body: bytes, keys: Sequence[bytes]) -> dict[str, str]:
    """The headers of a message: its id, when it is sent, and one signature for each key."""
    timestamp = str(int(at.timestamp()))
    signed = f"{message_id}.{timestamp}.".encode() + body
    signatures = (base64.b64encode(hmac.digest(key, signed, hashlib.sha256)).decode() for key in keys)
    return {
        "webhook-id": str(message_id),
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{text}" for text in signatures),
    }
