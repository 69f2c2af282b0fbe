"""My work: what the viewer has to do, in the order of time."""

from zoneinfo import ZoneInfo

from quart import Blueprint, Response

from taskflow import projects, tasks
from taskflow.pages.agenda import greet, group_by_due
from taskflow.pages.cards import build_card
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import clock
from taskflow.web.authentication import require_member

routes = Blueprint("my_work", __name__)


@routes.get("/<slug>")
async def show_workspace(slug: str) -> Response:
    """A workspace begins with what one has to do there."""
    member = await require_member(slug)
    return see_other(f"/{member.workspace_slug}/my")


@routes.get("/<slug>/my")
async def show(slug: str) -> Response:
    """The viewer's open tasks by group, and what they completed today."""
    member = await require_member(slug)
    now, today = clock.now(), clock.today(member.time_zone)
    groups = group_by_due(await tasks.list_my_tasks(member), member.time_zone, today)
    done = await tasks.list_done_by(member, since=today)
    return await render_page(
        "pages/my/work.html",
        member=member,
        current="my",
        greeting=greet(now.astimezone(ZoneInfo(member.time_zone)).hour),
        today=today,
        groups={name: [build_card(task, member, now) for task in found] for name, found in groups.items()},
        done=[build_card(task, member, now) for task in done],
        me=str(member.id),
        projects=await projects.list_projects(member),
    )
