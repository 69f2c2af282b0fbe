"""Coming and going: the start page, signing up, in and out."""

from uuid import UUID

from quart import Blueprint, Response, g, request

from taskflow import identity, workspaces
from taskflow.pages.addresses import with_query
from taskflow.pages.carried_codes import find_carried_offer, invitation_code
from taskflow.pages.forms import EMPTY, FormState, answers_with, is_own_path, read_input, read_next
from taskflow.pages.last_workspace import find_last_member
from taskflow.pages.rendering import render_page, see_other
from taskflow.pages.time_zones import list_time_zones
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.web.application import current_settings, with_own_units
from taskflow.web.authentication import clear_session_cookie, client_address, public, require_person, set_session_cookie

routes = Blueprint("arrival", __name__)


@routes.get("/")
async def show_start() -> Response:
    """To the last workspace's My work, or to make the first one."""
    member = await find_last_member(require_person())
    return see_other(f"/{member.workspace_slug}/my" if member else "/new")


@routes.get("/register")
@public
async def show_registration(form: FormState = EMPTY) -> Response:
    """The form to sign up, or the reason why there is none."""
    if g.person is not None:
        return see_other("/")
    offer = await find_carried_offer()
    is_open = offer is not None or await _is_open()
    return await render_page(
        "pages/arrival/register.html", form=form, is_open=is_open, offer=offer, zones=list_time_zones()
    )


@routes.post("/register")
@public
@with_own_units
@answers_with(show_registration)
async def register() -> Response:
    """Make the account, by an invitation where one is needed, and sign in."""
    new, code = await read_input(identity.NewUser), invitation_code.find()
    invited = workspaces.InvitedUser(**new.model_dump(), invitation=code or None)
    person = await workspaces.register_invited(invited, is_open=current_settings().registration == "open")
    return await _sign_in(person.id, "/join" if code else "/new")


@routes.get("/login")
@public
async def show_sign_in(form: FormState = EMPTY) -> Response:
    """The form to sign in."""
    wanted = request.args.get("next", "") if not form.is_sent else form.value("next")
    wanted = wanted if is_own_path(wanted) else ""
    if g.person is not None and not form.is_sent:
        return see_other(wanted or "/")
    is_open = await find_carried_offer() is not None or await _is_open()
    return await render_page("pages/arrival/login.html", form=form, wanted=wanted, is_open=is_open)


@routes.post("/login")
@public
@with_own_units
@answers_with(show_sign_in)
async def sign_in() -> Response:
    """Check the password and open a session."""
    credentials = await read_input(identity.Credentials, texts=("email", "password"))
    user_id = await identity.check_credentials(credentials)
    return await _sign_in(user_id, await read_next("/"))


@routes.post("/logout")
async def sign_out() -> Response:
    """Close the session here and there."""
    person = require_person()
    if person.session_id is not None:
        await identity.close_session(person, person.session_id)
    response = see_other(with_query("/login"), "You are signed out")
    clear_session_cookie(response)
    return response


async def _is_open() -> bool:
    """The very first person may always sign up: somebody has to be the operator."""
    return current_settings().registration == "open" or not await identity.has_people()


async def _sign_in(user_id: UUID, address: str) -> Response:
    """A new session in place of the one that the browser had."""
    async with unit_of_work():
        if g.person is not None and g.person.session_id is not None:
            await identity.close_session(g.person, g.person.session_id)
        _, token = await identity.open_session(
            user_id, user_agent=request.headers.get("User-Agent", ""), address=client_address()
        )
    response = see_other(address)
    set_session_cookie(response, token, max_age=identity.SESSION_SECONDS)
    return response
