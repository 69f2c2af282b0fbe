"""A sentence for the next page, carried by the browser in a signed cookie that lives a minute."""

import base64
import binascii
import hashlib
import hmac
from dataclasses import asdict, dataclass
from typing import Any

import orjson
from quart import Response, request

from taskflow.platform import clock
from taskflow.web.application import current_settings

LIFETIME_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Flash:
    """What to say; `undo` is the address that a POST takes it back with, or empty, and `token` what goes there.

    `url` is where one can look at what it is about, or empty, and `link` what is written on the way there.
    """

    text: str
    tone: str = "ok"
    undo: str = ""
    token: str = ""
    url: str = ""
    link: str = "Open"


def set_flash(response: Response, flash: Flash) -> None:
    """Have the next page say it."""
    settings = current_settings()
    response.set_cookie(
        _cookie_name(),
        _seal(flash),
        max_age=LIFETIME_SECONDS,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="Lax",
    )


def find_flashes() -> list[Flash]:
    """What the page before wanted said here, in a list of one or none; a forged or old cookie says nothing."""
    sealed = request.cookies.get(_cookie_name(), "")
    flash = _open(sealed) if sealed else None
    return [flash] if flash else []


def clear_flashes(response: Response) -> None:
    """Said once is enough."""
    if _cookie_name() in request.cookies:
        settings = current_settings()
        response.delete_cookie(_cookie_name(), path="/", secure=settings.is_secure, httponly=True, samesite="Lax")


def _cookie_name() -> str:
    return "__Host-taskflow-flash" if current_settings().is_secure else "taskflow-flash"


def _seal(flash: Flash) -> str:
    expires = int(clock.now().timestamp()) + LIFETIME_SECONDS
    body = base64.urlsafe_b64encode(orjson.dumps(asdict(flash) | {"expires": expires})).decode()
    return f"{body}.{_sign(body)}"


def _open(sealed: str) -> Flash | None:
    body, _, signature = sealed.rpartition(".")
    if not hmac.compare_digest(signature.encode(), _sign(body).encode()):
        return None
    try:
        values: dict[str, Any] = orjson.loads(base64.urlsafe_b64decode(body))
    except (binascii.Error, ValueError):
        return None
    return Flash(**values) if values.pop("expires") > clock.now().timestamp() else None


def _sign(body: str) -> str:
    key = current_settings().secret_key.get_secret_value().encode()
    return hmac.new(key, b"flash:" + body.encode(), hashlib.sha256).hexdigest()
