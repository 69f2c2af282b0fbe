"""The trash of a workspace: looking into it, taking tasks out again, and deleting them for good."""

from datetime import datetime, timedelta
from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from quart import Blueprint, Response, request

from taskflow import tasks
from taskflow.pages.addresses import task_address, with_query
from taskflow.pages.cards import build_avatar, build_card
from taskflow.pages.flashes import Flash, set_flash
from taskflow.pages.formatting import When, build_iso, build_moment, count_of, format_whole_day
from taskflow.pages.forms import answers_with, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import clock
from taskflow.platform.errors import Conflict
from taskflow.platform.unit_of_work import savepoint
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission

routes = Blueprint("trash", __name__)
Row = dict[str, Any]


@routes.get("/<slug>/trash")
async def show(slug: str) -> Response:
    """The deleted tasks, the latest first; `?after=…` goes on to older ones."""
    member = await require_member(slug)
    page = await tasks.list_trash(member, after=request.args.get("after"))
    return await render_page(
        "pages/trash/list.html",
        member=member,
        current="trash",
        items=[build_item(task, member, clock.now()) for task in page.items],
        kept_days=tasks.KEPT.days,
        more_url=page.next_cursor and with_query(f"/{slug}/trash", after=page.next_cursor),
        is_further="after" in request.args,
    )


@routes.post("/<slug>/trash/<key>/restoration")
async def restore(slug: str, key: str) -> Response:
    """Take a task out of the trash, or say why it has to stay."""
    member = await require_member(slug)
    try:
        async with savepoint():
            task = await tasks.restore_task(member, key)
    except Conflict as conflict:
        response = see_other(f"/{slug}/trash")
        set_flash(response, Flash(f"{key} stays in the trash. {conflict.detail}", tone="danger"))
        return response
    return see_other(f"/{slug}/trash", f"{key} is back in {task['column']['name']}", url=task_address(slug, key))


@routes.get("/<slug>/trash/<key>/purge")
async def ask(slug: str, key: str) -> Response:
    """Ask whether it is really to be deleted for good."""
    member = await require_member(slug)
    task = await tasks.get_task(member, key, deleted=True)
    member.require(Permission.PURGE_TASK)
    return await render_page("pages/trash/purge.html", member=member, current="trash", task=task)


@routes.post("/<slug>/trash/<key>/purge")
@answers_with(ask, back="/{slug}/trash")
async def purge(slug: str, key: str) -> Response:
    """Delete it for good."""
    member = await require_member(slug)
    await tasks.purge_task(member, key, version=await read_version())
    return see_other(f"/{slug}/trash", f"{key} is deleted for good")


def build_item(task: Row, member: Member, now: datetime) -> Row:
    """A deleted task as the trash shows it to the member: its card, who deleted it when, and until when it is kept."""
    return build_card(task, member, now) | {
        "deleted_by": task["deleted_by"] and build_avatar(task["deleted_by"]),
        "deleted": build_moment(task["deleted_at"], member.time_zone, now),
        "gone": build_end(task["purge_at"], member.time_zone, now),
    }


def build_end(moment: datetime, zone: str, now: datetime) -> When:
    """How long until it is gone for good, as `12 days left`, for a viewer in the IANA `zone`."""
    local = moment.astimezone(ZoneInfo(zone))
    days = ceil((moment - now) / timedelta(days=1))
    return {
        "text": f"{count_of(days, 'day')} left" if days > 1 else "Less than a day left",
        "iso": build_iso(moment),
        "title": f"Gone for good on {format_whole_day(local.date())}, {local:%H:%M %Z}",
        "tone": "due-late" if days <= 1 else "due-soon" if days < 4 else "",
    }
