"""Cross-site request forgery: where a request with a cookie comes from, and a token in every form."""

import hashlib
import hmac
import secrets

from quart import g, request

from taskflow.platform.errors import Forbidden
from taskflow.web.application import SAFE_METHODS, current_settings

FIELD = "csrf_token"


def require_same_origin() -> None:
    """Pass, or raise Forbidden: an unsafe request of a browser must come from our own pages.

    Browsers say so in Sec-Fetch-Site; older ones in Origin. A bearer token cannot be sent by a foreign page.
    """
    if request.method in SAFE_METHODS or "Authorization" in request.headers:
        return
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        if site == "same-origin":
            return
        raise _forged()
    if request.headers.get("Origin") == current_settings().public_url:
        return
    raise _forged()


def build_form_token() -> str:
    """The token for the forms of the present session; nothing can be forged before signing in."""
    return _sign(g.session_token) if g.session_token else ""


def require_form_token(given: str) -> None:
    """Pass, or raise Forbidden when a form of a signed-in person does not carry the session's token."""
    if g.session_token and not secrets.compare_digest(given.encode(), build_form_token().encode()):
        raise Forbidden("This form is too old: load the page again and repeat", code="bad_form_token")


def _sign(session_token: str) -> str:
    key = current_settings().secret_key.get_secret_value().encode()
    return hmac.new(key, b"form:" + session_token.encode(), hashlib.sha256).hexdigest()


def _forged() -> Forbidden:
    return Forbidden("The request does not come from a page of this TaskFlow", code="cross_origin")
