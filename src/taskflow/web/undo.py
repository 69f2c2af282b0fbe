"""Undo: what a change answers with, and taking it back by that."""

from typing import Any

from quart import Response, g

from taskflow.activity import find_inverse, recorded
from taskflow.platform import clock
from taskflow.platform.errors import Conflict, Invalid
from taskflow.web.application import current_settings
from taskflow.web.undo_tokens import LIFETIME, UndoClaims, build_undo_token, read_undo_token
from taskflow.workspaces import Member, undo_unit

HEADER = "Undo"


def find_undo_token() -> str:
    """The token that takes back what the present unit has recorded; empty when that is nothing or cannot be undone."""
    done, member = recorded(), getattr(g, "member", None)
    if done is None or member is None or done.workspace_id != member.workspace_id:
        return ""
    if done.is_final or not all(find_inverse(action) for action in done.actions):
        return ""
    expires_at = int((clock.now() + LIFETIME).timestamp())
    ids = (done.unit_id, member.workspace_id, member.id)
    return build_undo_token(_secret(), UndoClaims(*ids, done.first_seq, done.last_seq, expires_at))


def offer_undo(response: Response) -> Response:
    """Let the answer of a change carry the token that takes it back, if there is one."""
    if token := find_undo_token():
        response.headers[HEADER] = token
    return response


async def undo(member: Member, token: str) -> list[dict[str, Any]]:
    """Take back what the token stands for; gives what `undo_unit` gives.

    Raises Invalid for what is not a token of this member in this workspace, Conflict for an expired one, and what
    `undo_unit` raises.
    """
    claims = read_undo_token(_secret(), token)
    if claims is None or (claims.workspace_id, claims.member_id) != (member.workspace_id, member.id):
        raise Invalid.field("token", "unknown_token", "is not an undo token that you were given in this workspace")
    if claims.is_expired(clock.now()):
        raise Conflict("A change can be undone for 10 minutes, which are over", code="undo_expired")
    return await undo_unit(member, claims.unit_id, claims.first_seq, claims.last_seq)


def _secret() -> bytes:
    return current_settings().secret_key.get_secret_value().encode()
