"""The reports that one gets by e-mail: all of them, subscribing to one, changing, ending and sending it."""

from typing import Any

from quart import Blueprint, Response

from taskflow import analytics, projects
from taskflow.analytics import LABELS, USUAL, WEEKDAYS, NewSubscription, SubscriptionChanges
from taskflow.pages.formatting import build_moment
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import clock, mail
from taskflow.platform.errors import Conflict, Invalid
from taskflow.platform.ids import parse_id
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member

routes = Blueprint("reports", __name__)
Row = dict[str, Any]
_REPORT = "/<slug>/reports/<subscription_id>"
_BACK = "/{slug}/reports"
_RHYTHMS = [("weekly", "Every week"), ("monthly", "Every month"), ("daily", "Every day")]
_USUAL = {"project": "", "period": USUAL, "rhythm": "weekly", "send_time": "08:00", "weekday": 1, "month_day": 1}


@routes.get("/<slug>/reports")
async def show(slug: str, form: FormState = EMPTY) -> Response:
    """The subscriptions, and the form of a new one."""
    member = await require_member(slug)
    now, rows = clock.now(), (await analytics.list_subscriptions(member, limit=100)).items
    listed = [(row["key"], row["name"]) for row in await projects.list_projects(member)]
    return await _render(
        "list",
        member,
        form,
        _USUAL,
        subscriptions=[_build(row, member, now) for row in rows],
        projects=[("", "All projects that you see"), *listed],
    )


@routes.post("/<slug>/reports")
@answers_with(show)
async def create(slug: str) -> Response:
    """Subscribe."""
    member = await require_member(slug)
    try:
        row = await analytics.create_subscription(member, await read_input(NewSubscription))
    except Conflict as conflict:
        raise Invalid(conflict.detail) from None
    return see_other(f"/{slug}/reports", f"You get it {analytics.build_times(row).say()}")


@routes.get(_REPORT)
async def show_form(slug: str, subscription_id: str, form: FormState = EMPTY) -> Response:
    """The form of one."""
    member = await require_member(slug)
    row = await analytics.get_subscription(member, parse_id(subscription_id))
    return await _render("form", member, form, row, subscription=_build(row, member, clock.now()))


@routes.post(_REPORT)
@answers_with(show_form, back=_BACK)
async def edit(slug: str, subscription_id: str) -> Response:
    """Change when it comes, and how far back it goes."""
    member, changes = await require_member(slug), await read_input(SubscriptionChanges)
    version = await read_version()
    row = await analytics.edit_subscription(member, parse_id(subscription_id), changes, version=version)
    return see_other(f"/{slug}/reports", f"You get it {analytics.build_times(row).say()}")


@routes.post(_REPORT + "/deletion")
@answers_with(show, back=_BACK)
async def delete(slug: str, subscription_id: str) -> Response:
    """End it."""
    member = await require_member(slug)
    await analytics.delete_subscription(member, parse_id(subscription_id), version=await read_version())
    return see_other(f"/{slug}/reports", "You get that report no more")


@routes.post(_REPORT + "/mails")
async def send(slug: str, subscription_id: str) -> Response:
    """Have it sent now."""
    member = await require_member(slug)
    try:
        await analytics.send_now(member, parse_id(subscription_id))
    except Conflict as conflict:
        return see_other(f"/{slug}/reports", conflict.detail)
    return see_other(f"/{slug}/reports", "It is on its way to your mailbox")


def _build(row: Row, member: Member, now: Any) -> Row:
    moments = {"next": row["next_at"], "sent": row["sent_at"]}
    shown = {name: at and build_moment(at, member.time_zone, now) for name, at in moments.items()}
    name, says = row["project_name"] or "All projects", analytics.build_times(row).say()
    return row | shown | {"name": name, "says": says[0].upper() + says[1:], "label": LABELS[row["period"]]}


async def _render(name: str, member: Member, form: FormState, values: Row, **more: Any) -> Response:
    return await render_page(
        f"pages/reports/{name}.html",
        member=member,
        current="analytics",
        form=form,
        values=values,
        is_mailed=mail.is_on(),
        zone=member.time_zone,
        rhythms=_RHYTHMS,
        periods=list(LABELS.items()),
        weekdays=list(enumerate(WEEKDAYS, start=1)),
        **more,
    )
