"""Where the person is signed in."""

from quart import Blueprint, Response

from taskflow import identity
from taskflow.pages.browsers import describe_browser
from taskflow.pages.formatting import build_moment
from taskflow.pages.last_workspace import find_last_member
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import clock
from taskflow.platform.ids import parse_id
from taskflow.web.authentication import clear_session_cookie, require_person

routes = Blueprint("sessions", __name__)


@routes.get("/me/sessions")
async def show() -> Response:
    """The browsers that are signed in, the one in use first."""
    person, now = require_person(), clock.now()
    rows = await identity.list_sessions(person)
    return await render_page(
        "pages/me/sessions.html",
        member=await find_last_member(person),
        sessions=[
            row
            | {
                "browser": describe_browser(row["user_agent"]),
                "seen": build_moment(row["last_seen_at"], person.time_zone, now),
            }
            for row in sorted(rows, key=lambda row: not row["is_current"])
        ],
    )


@routes.post("/me/sessions/<session_id>/closing")
async def close(session_id: str) -> Response:
    """Sign out there."""
    person, closed = require_person(), parse_id(session_id)
    await identity.close_session(person, closed)
    if closed != person.session_id:
        return see_other("/me/sessions", "Signed out there")
    response = see_other("/login", "You are signed out")
    clear_session_cookie(response)
    return response
