"""Coming in by an invitation: its code stands behind the # of its address, so it is sent by a form and never logged."""

from typing import Annotated

from pydantic import BeforeValidator
from quart import Blueprint, Response, g

from taskflow import projects, workspaces
from taskflow.pages.carried_codes import invitation_code, take_code
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.errors import Invalid
from taskflow.web.authentication import public, require_person
from taskflow.workspaces import Acceptance

routes = Blueprint("joining", __name__)


class PastedInvitation(Acceptance):
    """The code, or the whole address as it was copied."""

    code: Annotated[workspaces.Code, BeforeValidator(take_code)]


@routes.get("/join")
@public
async def show(form: FormState = EMPTY) -> Response:
    """What the invitation offers and the button to accept it, or the form that takes its address."""
    code = invitation_code.find()
    offer = await workspaces.find_offer(code, g.person) if code and not form.is_sent else None
    return await render_page("pages/arrival/join.html", offer=offer, form=form)


@routes.post("/join/code")
@public
@answers_with(show)
async def open_invitation() -> Response:
    """Take the code out of the form and have the browser carry it."""
    code = (await read_input(PastedInvitation)).code
    if await workspaces.find_offer(code) is None:
        raise Invalid.field("code", "unknown_invitation", "is none that was given out here: copy its address whole")
    response = see_other("/join")
    invitation_code.set(response, code)
    return response


@routes.post("/join")
@answers_with(show)
async def accept() -> Response:
    """Become a member."""
    member = await projects.accept_invitation(require_person(), invitation_code.find())
    response = see_other(f"/{member.workspace_slug}/my", f"Welcome to {member.workspace_name}")
    invitation_code.clear(response)
    return response
