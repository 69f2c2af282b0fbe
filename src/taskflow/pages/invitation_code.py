"""The code of an invitation on its way through signing in or up, kept by the browser for an hour."""

import re
from typing import Any

from quart import Response, request

from taskflow import workspaces
from taskflow.web.application import current_settings

LIFETIME_SECONDS = 3600
_CODE = re.compile(r"[A-Za-z0-9_-]{1,200}")


def find_code() -> str:
    """The code that this browser carries, or nothing."""
    code = request.cookies.get(_cookie_name(), "")
    return code if _CODE.fullmatch(code) else ""


async def find_carried_offer() -> dict[str, Any] | None:
    """What the code that this browser carries offers to a newcomer, or None when that is nothing (any more)."""
    code = find_code()
    offer = await workspaces.find_offer(code) if code else None
    return offer if offer is not None and not offer["problem"] else None


def set_code(response: Response, code: str) -> None:
    """Have the browser carry the code."""
    response.set_cookie(
        _cookie_name(),
        code,
        max_age=LIFETIME_SECONDS,
        path="/",
        secure=current_settings().is_secure,
        httponly=True,
        samesite="Lax",
    )


def clear_code(response: Response) -> None:
    """Have the browser forget it."""
    is_secure = current_settings().is_secure
    response.delete_cookie(_cookie_name(), path="/", secure=is_secure, httponly=True, samesite="Lax")


def _cookie_name() -> str:
    return "__Host-taskflow-invitation" if current_settings().is_secure else "taskflow-invitation"
