"""A forgotten password: asking for a mail, and choosing a new one by the code in it, which stands behind the #."""

from typing import Annotated

from pydantic import BeforeValidator
from quart import Blueprint, Response

from taskflow import identity, workspaces
from taskflow.pages.carried_codes import reset_code, take_code
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import mail
from taskflow.platform.errors import Invalid
from taskflow.platform.validation import Input
from taskflow.web.application import with_own_units
from taskflow.web.authentication import clear_session_cookie, public

routes = Blueprint("password_reset", __name__)


class PastedReset(Input):
    """The code, or the whole address as it was copied."""

    code: Annotated[workspaces.Code, BeforeValidator(take_code)]


class ChosenPassword(Input):
    """The new password; the browser carries the code."""

    password: identity.Password


@routes.get("/reset")
@public
async def show(form: FormState = EMPTY) -> Response:
    """The form for the new password where the browser carries a good code, else the form that asks for a mail."""
    code = reset_code.find()
    reset = await identity.find_reset(code) if code else None
    return await render_page(
        "pages/arrival/reset.html", form=form, reset=reset, is_over=bool(code) and reset is None, is_mailed=mail.is_on()
    )


@routes.post("/reset")
@public
@answers_with(show)
async def ask() -> Response:
    """Have a way to a new password mailed, if somebody has an account with that address."""
    email = (await read_input(identity.ForgottenPassword)).email
    await identity.request_reset(email)
    response = see_other("/reset", f"If {email} has an account, a mail is on its way to it")
    reset_code.clear(response)
    return response


@routes.post("/reset/code")
@public
@answers_with(show)
async def open_reset() -> Response:
    """Take the code out of the form and have the browser carry it."""
    code = (await read_input(PastedReset)).code
    if await identity.find_reset(code) is None:
        raise Invalid.field("code", "unknown_code", "was used already, is older than an hour, or was not copied whole")
    response = see_other("/reset")
    reset_code.set(response, code)
    return response


@routes.post("/reset/password")
@public
@with_own_units
@answers_with(show)
async def choose() -> Response:
    """Make it the password; every browser is signed out, this one too."""
    chosen = await read_input(ChosenPassword, besides=("email",))  # that is for password managers
    await identity.reset_password(reset_code.find(), chosen.password)
    response = see_other("/login", "Your password is changed: sign in with it")
    reset_code.clear(response)
    clear_session_cookie(response)
    return response
