"""What happened in a project, day by day."""

from quart import Blueprint, Response

from taskflow import activity, projects
from taskflow.pages.addresses import project_address, with_query
from taskflow.pages.feed import group_by_day
from taskflow.pages.feed_cursor import EVENTS_PER_PAGE, read_before
from taskflow.pages.naming import load_names
from taskflow.pages.rendering import render_page
from taskflow.platform import clock
from taskflow.web.authentication import require_member

routes = Blueprint("project_activity", __name__)


@routes.get("/<slug>/p/<key>/activity")
async def show(slug: str, key: str) -> Response:
    """The newest events first; `?after=…` goes on to older ones."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    events = await activity.list_events_of_project(
        member.workspace_id, project["id"], before_seq=read_before(), limit=EVENTS_PER_PAGE + 1
    )
    shown = events[:EVENTS_PER_PAGE]
    path = project_address(slug, key, "activity")
    return await render_page(
        "pages/activity/feed.html",
        member=member,
        current=key,
        project=project,
        days=group_by_day(shown, await load_names(member, shown), member.time_zone, clock.now()),
        more_url=with_query(path, after=shown[-1]["seq"]) if len(events) > EVENTS_PER_PAGE else None,
    )
