"""Links by which whoever has a mail ends mails of its kind without signing in: signed, so that none can be made up."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass
from uuid import UUID

from taskflow.settings import Settings

PATH = "/unsubscribe"
_ID_BYTES, _SIGNATURE_BYTES = 16, 32


@dataclass(frozen=True, slots=True)
class Unsubscription:
    """That no more mail of a kind is wanted: the part that sends it knows its `subject`, and whose id it is."""

    id: UUID
    subject: str


class UnsubscribeLinks:
    """Makes them and reads them, with the secret of the settings. They are good for ever: mails are kept."""

    def __init__(self, settings: Settings) -> None:
        secret = settings.secret_key.get_secret_value().encode()
        self._key = hmac.digest(secret, b"taskflow unsubscribe link", hashlib.sha256)
        self._origin = settings.public_url

    def build(self, wanted: Unsubscription) -> str:
        """The address, whole."""
        body = wanted.id.bytes + wanted.subject.encode()
        text = base64.urlsafe_b64encode(self._sign(body) + body).rstrip(b"=").decode()
        return f"{self._origin}{PATH}?token={text}"

    def read(self, token: str) -> Unsubscription | None:
        """What the token in an address stands for; None when it is none of ours."""
        try:
            raw = base64.b64decode(token.encode() + b"=" * (-len(token) % 4), altchars=b"-_", validate=True)
        except (binascii.Error, ValueError):
            return None
        signature, body = raw[:_SIGNATURE_BYTES], raw[_SIGNATURE_BYTES:]
        if len(body) <= _ID_BYTES or not hmac.compare_digest(signature, self._sign(body)):
            return None
        return Unsubscription(UUID(bytes=body[:_ID_BYTES]), body[_ID_BYTES:].decode())

    def _sign(self, body: bytes) -> bytes:
        return hmac.digest(self._key, body, hashlib.sha256)


_links: UnsubscribeLinks | None = None


def unsubscribe_by(links: UnsubscribeLinks | None) -> None:
    """How this process makes and reads the links; None is not at all."""
    global _links  # noqa: PLW0603  the one place where the process' secret is known here
    _links = links


def get_links() -> UnsubscribeLinks:
    """The links of this process. Raises RuntimeError before `unsubscribe_by`."""
    if _links is None:
        raise RuntimeError("no links to unsubscribe by: call unsubscribe_by first")
    return _links


def build_headers(url: str) -> dict[str, str]:
    """What lets mail programs end mails of this kind with one click (RFC 8058). Pure."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
