"""What a person says about themself, and how they like TaskFlow to look."""

from quart import Blueprint, Response

from taskflow import identity
from taskflow.identity import ProfileChanges
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.last_workspace import find_last_member
from taskflow.pages.rendering import render_page, see_other
from taskflow.pages.time_zones import list_time_zones
from taskflow.web.authentication import require_person

routes = Blueprint("profile", __name__)


@routes.get("/me/profile")
async def show_profile(form: FormState = EMPTY) -> Response:
    """The form of name, colour and time zone."""
    member = await find_last_member(require_person())
    return await render_page("pages/me/profile.html", member=member, zones=list_time_zones(), form=form)


@routes.post("/me/profile")
@answers_with(show_profile, back="/me/profile")
async def edit_profile() -> Response:
    """Change what the form says."""
    changes = await read_input(ProfileChanges)
    await identity.edit_profile(require_person(), changes, version=await read_version())
    return see_other("/me/profile", "Saved")


@routes.get("/me/appearance")
async def show_appearance(form: FormState = EMPTY) -> Response:
    """The form of theme and density."""
    member = await find_last_member(require_person())
    return await render_page("pages/me/appearance.html", member=member, form=form)


@routes.post("/me/appearance")
@answers_with(show_appearance, back="/me/appearance")
async def edit_appearance() -> Response:
    """Change how things look; the last choice wins, so no version is asked for."""
    await identity.edit_profile(require_person(), await read_input(ProfileChanges), version=None)
    return see_other("/me/appearance", "Saved")
