"""One's calendar feeds: making one, seeing its address once, and revoking it."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import projects, transfer
from taskflow.pages.formatting import build_moment
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import clock
from taskflow.platform.errors import Conflict, Invalid
from taskflow.platform.ids import parse_id
from taskflow.transfer import NewCalendar
from taskflow.web.application import current_settings
from taskflow.web.authentication import require_member

routes = Blueprint("calendars", __name__)
Row = dict[str, Any]
_MOST = 100


@routes.get("/<slug>/calendars")
async def show(slug: str, form: FormState = EMPTY, url: str = "") -> Response:
    """The feeds, and the form of a new one; `url` is the address of the one just made, shown this once."""
    member = await require_member(slug)
    rows = (await transfer.list_calendars(member, limit=_MOST)).items
    now = clock.now()
    return await render_page(
        "pages/transfer/calendars.html",
        member=member,
        current="my",
        form=form,
        url=url,
        calendars=[row | {"created": build_moment(row["created_at"], member.time_zone, now)} for row in rows],
        projects=[("", "Your own tasks"), *((row["key"], row["name"]) for row in await projects.list_projects(member))],
        project=request.args.get("project", ""),
    )


@routes.post("/<slug>/calendars")
@answers_with(show)
async def create(slug: str) -> Response:
    """Make a feed and show its address."""
    member = await require_member(slug)
    try:
        _, secret = await transfer.create_calendar(member, await read_input(NewCalendar))
    except Conflict as conflict:
        raise Invalid(conflict.detail) from None
    response = await show(slug, url=f"{current_settings().public_url}/api/v1/calendars/{secret}.ics")
    response.headers["Cache-Control"] = "no-store"
    return response


@routes.post("/<slug>/calendars/<calendar_id>/revocation")
async def revoke(slug: str, calendar_id: str) -> Response:
    """End a feed."""
    await transfer.revoke_calendar(await require_member(slug), parse_id(calendar_id))
    return see_other(f"/{slug}/calendars", "Feed revoked")
