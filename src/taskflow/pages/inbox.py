"""The inbox: what the member was told."""

from datetime import datetime
from typing import Any

from quart import Blueprint, Response, request

from taskflow import notifications
from taskflow.pages.addresses import task_address, with_query
from taskflow.pages.cards import build_avatar
from taskflow.pages.formatting import build_moment, count_of
from taskflow.pages.forms import read_next
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import clock
from taskflow.platform.ids import parse_id
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member

routes = Blueprint("inbox", __name__)
Row = dict[str, Any]
# What a notification says for each of its reasons, after the name of who did it.
SENTENCES = {
    "assigned": "assigned you",
    "commented": "commented on",
    "mentioned": "mentioned you on",
    "completed": "completed",
}


@routes.get("/<slug>/inbox")
async def show(slug: str) -> Response:
    """The notifications, the newest first: the unread ones, or all."""
    member = await require_member(slug)
    show_all = request.args.get("show") == "all"
    page = await notifications.list_notifications(member, unread_only=not show_all, after=request.args.get("after"))
    return await render_page(
        "pages/inbox/list.html",
        member=member,
        current="inbox",
        show_all=show_all,
        items=[_build_item(row, member, clock.now()) for row in page.items],
        more_url=page.next_cursor and with_query(request.path, show="all" if show_all else "", after=page.next_cursor),
    )


@routes.post("/<slug>/inbox/reading")
async def mark_all_read(slug: str) -> Response:
    """Everything is read."""
    member = await require_member(slug)
    number = await notifications.mark_all_read(member)
    return see_other(f"/{slug}/inbox", f"{count_of(number, 'notification')} marked as read" if number else "")


@routes.post("/<slug>/inbox/<notification_id>/reading")
async def mark_read(slug: str, notification_id: str) -> Response:
    """One is read; then to its task, or where the form says."""
    member = await require_member(slug)
    await notifications.mark_read(member, parse_id(notification_id))
    return see_other(await read_next(f"/{slug}/inbox"))


@routes.post("/<slug>/inbox/<notification_id>/reminder")
async def mark_unread(slug: str, notification_id: str) -> Response:
    """One is unread again."""
    member = await require_member(slug)
    await notifications.mark_unread(member, parse_id(notification_id))
    return see_other(await read_next(f"/{slug}/inbox"))


def _build_item(row: Row, member: Member, now: datetime) -> Row:
    return {
        "id": str(row["id"]),
        "by": build_avatar(row["by"]) if row["by"]["id"] else None,
        "sentence": SENTENCES[row["reason"]],
        "key": row["task_key"],
        "title": row["task_title"],
        "url": task_address(member.workspace_slug, row["task_key"]),
        "when": build_moment(row["created_at"], member.time_zone, now),
        "is_unread": row["read_at"] is None,
    }
