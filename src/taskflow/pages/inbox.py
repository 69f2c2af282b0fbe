"""The inbox: what the member was told, a list beside what one of it is about."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import comments, notifications, tasks
from taskflow.notifications import Group, Wanted
from taskflow.pages.addresses import with_query
from taskflow.pages.cards import build_card
from taskflow.pages.forms import EMPTY, FormState
from taskflow.pages.inbox_items import build_group, build_groups
from taskflow.pages.inbox_words import EMPTY_TRAYS
from taskflow.pages.rendering import render_page
from taskflow.pages.snoozing import list_choices
from taskflow.pages.task_view import build_comment
from taskflow.platform import clock
from taskflow.platform.errors import NotFound
from taskflow.platform.ids import parse_id
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member

routes = Blueprint("inbox", __name__)
Row = dict[str, Any]
TRAYS = {
    "unread": Wanted(unread_only=True),
    "all": Wanted(),
    "mentions": Wanted(reasons=("mentioned",)),
    "snoozed": Wanted("snoozed"),
    "done": Wanted("done"),
}


@routes.get("/<slug>/inbox")
async def show(slug: str, form: FormState = EMPTY, opened: str = "") -> Response:
    """The notifications, the latest first; `?show=` says which, `?open=` which one is shown beside them."""
    member = await require_member(slug)
    show = request.args["show"] if request.args.get("show") in TRAYS else "unread"
    groups, after = await notifications.list_groups(member, TRAYS[show], after=request.args.get("after"))
    opened = opened or request.args.get("open", "")
    return await render_page(
        "pages/inbox/list.html",
        member=member,
        current="inbox",
        form=form,
        show=show,
        empty=EMPTY_TRAYS[show],
        items=build_groups(groups, member, clock.now(), show=show, opened=opened),
        more_url=after and with_query(request.path, show=show, after=after),
        pane=await _build_pane(member, groups, opened, show) if opened else None,
    )


async def _find_group(member: Member, groups: list[Group], opened: str) -> Group:
    """The group on this page that the opened notification stands for, or it alone. Raises NotFound."""
    here = next((group for group in groups if str(group.first["id"]) == opened), None)
    return here or Group([await notifications.get_notification(member, parse_id(opened))])


def _find_next(groups: list[Group], opened: str) -> str:
    """The id of what comes after the opened one, or before the last; nothing when there is no other."""
    ids = [str(group.first["id"]) for group in groups]
    place = ids.index(opened) if opened in ids else -1
    others = ids[place + 1 : place + 2] or ids[max(place - 1, 0) : place]
    return others[0] if others else ""


async def _build_pane(member: Member, groups: list[Group], opened: str, show: str) -> Row:
    """What the opened notification is about, and what can be done with it. Raises NotFound."""
    group, now = await _find_group(member, groups, opened), clock.now()
    first = group.first
    task = await tasks.get_task(member, first["task_key"]) if first["task_key"] and len(group.rows) == 1 else None
    path = f"/{member.workspace_slug}/inbox"
    choices = list_choices(member.time_zone, now)
    return build_group(group, member, now, show=show, opened=str(first["id"])) | {
        "task": build_card(task, member, now) if task else None,
        "comment": await _find_comment(member, task, first) if task else None,
        "watching": bool(task and task["watching"]),
        "next": with_query(path, show=show, open=_find_next(groups, opened)),
        "stay": with_query(path, show=show, open=first["id"]),
        "snoozes": [(each.name, each.label, each.describe(member.time_zone)) for each in choices],
    }


async def _find_comment(member: Member, task: Row, row: Row) -> Row | None:
    """The comment that the notification is about, as it is now; None when there is none, or it was deleted."""
    if "comment_id" not in (row["changes"] or {}):
        return None
    try:
        comment = await comments.get_comment(member, task, parse_id(row["changes"]["comment_id"][1]))
    except NotFound:  # it was deleted since
        return None
    return build_comment(member, task, comment, clock.now())
