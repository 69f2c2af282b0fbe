"""The undo token: which unit of work, whose, until when; signed, so that nothing about it is stored. Pure."""

import base64
import binascii
import hashlib
import hmac
import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

LIFETIME = timedelta(minutes=10)
MAX_CHARACTERS = 200
_SIGNATURE_BYTES = 32
_CLAIMS = struct.Struct(">B16s16s16sQQQ")
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class UndoClaims:
    """A member's unit of work, by its id and the numbers that its events lie between, until a moment in seconds."""

    unit_id: UUID
    workspace_id: UUID
    member_id: UUID
    first_seq: int
    last_seq: int
    expires_at: int

    def is_expired(self, now: datetime) -> bool:
        """True when the time to undo it is over."""
        return now >= datetime.fromtimestamp(self.expires_at, UTC)


def build_undo_token(secret: bytes, claims: UndoClaims) -> str:
    """The token as text that can stand in a header, a body or a form."""
    ids = (claims.unit_id.bytes, claims.workspace_id.bytes, claims.member_id.bytes)
    body = _CLAIMS.pack(_FORMAT, *ids, claims.first_seq, claims.last_seq, claims.expires_at)
    return base64.urlsafe_b64encode(body + _sign(secret, body)).rstrip(b"=").decode()


def read_undo_token(secret: bytes, text: str) -> UndoClaims | None:
    """What a token says, expired or not; None when it is not one that we made."""
    try:
        raw = base64.b64decode(text.encode() + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(raw) != _CLAIMS.size + _SIGNATURE_BYTES:
        return None
    body, signature = raw[: _CLAIMS.size], raw[_CLAIMS.size :]
    if not hmac.compare_digest(signature, _sign(secret, body)):
        return None
    _, unit, workspace, member, first, last, expires_at = _CLAIMS.unpack(body)
    return UndoClaims(UUID(bytes=unit), UUID(bytes=workspace), UUID(bytes=member), first, last, expires_at)


def _sign(secret: bytes, body: bytes) -> bytes:
    key = hmac.digest(secret, b"taskflow undo token", hashlib.sha256)
    return hmac.digest(key, body, hashlib.sha256)
