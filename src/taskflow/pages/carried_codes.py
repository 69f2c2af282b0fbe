"""Codes on their way through several forms, kept by the browser for an hour: of an invitation, of a new password."""

import re
from dataclasses import dataclass
from typing import Any

from quart import Response, request

from taskflow import workspaces
from taskflow.web.application import current_settings

LIFETIME_SECONDS = 3600
_CODE = re.compile(r"[A-Za-z0-9_-]{1,200}")


@dataclass(frozen=True, slots=True)
class CarriedCode:
    """A code by the `name` of what it is for."""

    name: str

    def find(self) -> str:
        """The code that this browser carries, or nothing."""
        code = request.cookies.get(self._cookie_name, "")
        return code if _CODE.fullmatch(code) else ""

    def set(self, response: Response, code: str) -> None:
        """Have the browser carry the code."""
        response.set_cookie(self._cookie_name, code, max_age=LIFETIME_SECONDS, **self._attributes)

    def clear(self, response: Response) -> None:
        """Have the browser forget it."""
        response.delete_cookie(self._cookie_name, **self._attributes)

    @property
    def _cookie_name(self) -> str:
        return f"{'__Host-' if current_settings().is_secure else ''}taskflow-{self.name}"

    @property
    def _attributes(self) -> dict[str, Any]:
        return {"path": "/", "secure": current_settings().is_secure, "httponly": True, "samesite": "Lax"}


invitation_code = CarriedCode("invitation")
reset_code = CarriedCode("reset")


async def find_carried_offer() -> dict[str, Any] | None:
    """What the code that this browser carries offers to a newcomer, or None when that is nothing (any more)."""
    code = invitation_code.find()
    offer = await workspaces.find_offer(code) if code else None
    return offer if offer is not None and not offer["problem"] else None


def take_code(text: str) -> str:
    """The code out of what was pasted: itself, or the whole address with it behind the #. Pure."""
    return text.strip().rpartition("#")[2]
