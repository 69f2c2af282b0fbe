"""Everybody with an account, for the operator of the instance."""

from quart import Blueprint, Response

from taskflow import identity, workspaces
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_version
from taskflow.pages.last_workspace import find_last_member
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.ids import parse_id
from taskflow.web.application import current_settings
from taskflow.web.authentication import require_person

routes = Blueprint("operator_people", __name__)
_BACK = "/operator/people"


@routes.get("/operator/people")
async def show(form: FormState = EMPTY, user_id: str = "", url: str = "", whose: str = "") -> Response:
    """Everybody, and the forms that keep somebody out and let them in again; `url` is shown this once."""
    person = require_person()
    accounts = await identity.list_accounts(person)
    return await render_page(
        "pages/operator/people.html",
        member=await find_last_member(person),
        accounts=accounts,
        me=person.id,
        url=url,
        whose=whose,
        form=form,
    )


@routes.post("/operator/people/<user_id>/deactivation")
@answers_with(show, back=_BACK)
async def deactivate(user_id: str) -> Response:
    """Keep somebody out of the whole instance."""
    changed = await workspaces.deactivate_account(require_person(), parse_id(user_id), version=await read_version())
    return see_other(_BACK, f"{changed['name']} is deactivated")


@routes.post("/operator/people/<user_id>/reactivation")
@answers_with(show, back=_BACK)
async def reactivate(user_id: str) -> Response:
    """Let somebody sign in again."""
    changed = await identity.reactivate_account(require_person(), parse_id(user_id), version=await read_version())
    return see_other(_BACK, f"{changed['name']} can sign in again")


@routes.post("/operator/people/<user_id>/password-resets")
@answers_with(show, back=_BACK)
async def offer_reset(user_id: str) -> Response:
    """Make a way to a new password for somebody and show its address."""
    account, code = await identity.offer_reset(require_person(), parse_id(user_id))
    url = identity.build_reset_url(current_settings().public_url, code)
    response = await show(url=url, whose=account["name"])
    response.headers["Cache-Control"] = "no-store"
    return response
