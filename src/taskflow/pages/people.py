"""The page of somebody in a workspace: who they are, what they work on and what they did, as far as one may see it."""

from typing import Any

from quart import Blueprint, Response

from taskflow import activity, projects, tasks, workspaces
from taskflow.pages.addresses import person_address, with_query
from taskflow.pages.cards import build_card
from taskflow.pages.feed import group_by_day
from taskflow.pages.feed_cursor import EVENTS_PER_PAGE, read_before
from taskflow.pages.formatting import build_moment
from taskflow.pages.naming import load_names
from taskflow.pages.rendering import render_page
from taskflow.platform import clock
from taskflow.platform.ids import parse_id
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member

routes = Blueprint("people", __name__)
Row = dict[str, Any]
TASKS_SHOWN = 50


@routes.get("/<slug>/people/<member_id>")
async def show(slug: str, member_id: str) -> Response:
    """Their role and teams, their open tasks, and what they did, the newest first; `?after=…` goes on to older."""
    member = await require_member(slug)
    person = await workspaces.get_listed_member(member, parse_id(member_id))
    return await render_page(
        "pages/members/person.html",
        member=member,
        current="members",
        person=person | {"since": build_moment(person["created_at"], member.time_zone, clock.now())},
        is_me=person["id"] == member.id,
        teams=await workspaces.list_teams_of(member, person["id"]),
        **await _load_work(member, person),
        **await _load_feed(member, person),
    )


async def _load_work(member: Member, person: Row) -> Row:
    found = await tasks.list_work_of(member, person["id"], limit=TASKS_SHOWN + 1)
    now, today = clock.now(), clock.today(member.time_zone)
    cards = [build_card(task, member, now) for task in found[:TASKS_SHOWN]]
    return {"tasks": cards, "more_tasks": len(found) > TASKS_SHOWN, "today": today}


async def _load_feed(member: Member, person: Row) -> Row:
    visible = await projects.list_visible_ids(member)
    events = await activity.list_events_of_actor(
        member.workspace_id, person["id"], visible, before_seq=read_before(), limit=EVENTS_PER_PAGE + 1
    )
    shown = events[:EVENTS_PER_PAGE]
    path = person_address(member.workspace_slug, person["id"])
    return {
        "days": group_by_day(shown, await load_names(member, shown), member.time_zone, clock.now()),
        "more_url": with_query(path, after=shown[-1]["seq"]) if len(events) > EVENTS_PER_PAGE else None,
        "is_further": read_before() is not None,
    }
