"""The person's API tokens."""

from typing import Any

from quart import Blueprint, Response

from taskflow import identity
from taskflow.pages.formatting import build_moment
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input
from taskflow.pages.last_workspace import find_last_member
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import clock
from taskflow.platform.ids import parse_id
from taskflow.web.authentication import require_person

routes = Blueprint("tokens", __name__)
Row = dict[str, Any]


@routes.get("/me/tokens")
async def show(form: FormState = EMPTY, text: str = "") -> Response:
    """The tokens that work, and the form of a new one; `text` is the one just made, shown this once."""
    person = require_person()
    return await render_page(
        "pages/me/tokens.html",
        member=await find_last_member(person),
        tokens=[_build_token(row, person.time_zone) for row in await identity.list_tokens(person)],
        text=text,
        form=form,
    )


@routes.post("/me/tokens")
@answers_with(show)
async def create() -> Response:
    """Make a token and show its text."""
    _, text = await identity.create_token(require_person(), await read_input(identity.NewToken))
    response = await show(text=text)
    response.headers["Cache-Control"] = "no-store"
    return response


@routes.post("/me/tokens/<token_id>/revocation")
async def revoke(token_id: str) -> Response:
    """End a token."""
    await identity.revoke_token(require_person(), parse_id(token_id))
    return see_other("/me/tokens", "Token revoked")


def _build_token(row: Row, zone: str) -> Row:
    now = clock.now()
    return row | {
        "created": build_moment(row["created_at"], zone, now),
        "used": build_moment(row["last_used_at"], zone, now) if row["last_used_at"] else None,
        "expires": build_moment(row["expires_at"], zone, now)["title"],
    }
