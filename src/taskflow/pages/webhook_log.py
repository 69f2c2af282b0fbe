"""A webhook: how it fares, what was sent to it, each delivery with its attempts, and sending again."""

import asyncio
from datetime import timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from quart import Blueprint, Response, request

from taskflow import webhooks
from taskflow.pages.addresses import with_query
from taskflow.pages.audit import ACTION_GROUPS
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input
from taskflow.pages.rendering import render_page, see_other
from taskflow.pages.webhook_words import build_attempt, build_delivery, build_hook, format_payload, hook_address
from taskflow.platform import clock
from taskflow.platform.ids import parse_id
from taskflow.platform.pagination import build_page
from taskflow.platform.validation import Input, Whole, parse
from taskflow.web.authentication import require_member
from taskflow.webhooks import FAMILIES, HEARD, PING
from taskflow.workspaces import Member

routes = Blueprint("webhook_log", __name__)
Row = dict[str, Any]
_HOOK = "/<slug>/settings/webhooks/<webhook_id>"
_DELIVERY = _HOOK + "/deliveries/<delivery_id>"
_BACK = "/{slug}/settings/webhooks/{webhook_id}"
PAGE = 50
WAIT_SECONDS, LOOK_SECONDS = 6.0, 0.25
_LOGGED = {*HEARD, PING, *(name.removesuffix(".*") for name in FAMILIES)}


def _known(value: str) -> str:
    if value not in _LOGGED:
        raise PydanticCustomError("action", "must be an action such as task.moved, or its first word")
    return value


class LogQuery(Input):
    """Which deliveries."""

    state: Literal["waiting", "succeeded", "failed"] | None = None
    action: Annotated[str, AfterValidator(_known)] | None = None
    after: str | None = None


class ReplayForm(Input):
    """From when on what has failed is sent again."""

    hours: Annotated[int, Whole, Field(ge=1, le=24 * 30)]


@routes.get(_HOOK)
async def show(slug: str, webhook_id: str, form: FormState = EMPTY, secret: str = "") -> Response:
    """How it fares and its log, the newest first; `secret` is the one just made, shown this once."""
    member = await require_member(slug)
    hook = await webhooks.get_hook(member, parse_id(webhook_id))
    query = parse(LogQuery, {name: text for name, text in request.args.items() if text.strip()})
    return await render_page(
        "pages/webhooks/hook.html",
        member=member,
        current="settings",
        hook=build_hook(hook, member.time_zone, clock.now()),
        form=form,
        secret=secret,
        query=query,
        actions=ACTION_GROUPS,
        **await _load_log(member, hook, query),
    )


@routes.get(_DELIVERY)
async def show_delivery(slug: str, webhook_id: str, delivery_id: str, form: FormState = EMPTY) -> Response:
    """What is sent and what was answered. With `?wait=yes`, the answer to what is just being sent is waited for."""
    member, now = await require_member(slug), clock.now()
    hook = await webhooks.get_hook(member, parse_id(webhook_id))
    delivery = await _wait_for(member, hook, parse_id(delivery_id), patient=request.args.get("wait") == "yes")
    return await render_page(
        "pages/webhooks/delivery.html",
        member=member,
        current="settings",
        hook=hook,
        delivery=build_delivery(delivery, slug, member.time_zone, now),
        attempts=[build_attempt(row, member.time_zone, now) for row in delivery["attempts"]],
        payload=format_payload(delivery["body"]),
        form=form,
    )


@routes.post(_HOOK + "/pings")
@answers_with(show, back=_BACK)
async def ping(slug: str, webhook_id: str) -> Response:
    """Send a ping, and show what comes back."""
    member = await require_member(slug)
    delivery = await webhooks.ping(member, parse_id(webhook_id))
    return see_other(hook_address(slug, webhook_id, "deliveries", f"{delivery['id']}?wait=yes"))


@routes.post(_DELIVERY + "/replays")
@answers_with(show_delivery, back=_BACK + "/deliveries/{delivery_id}")
async def replay(slug: str, webhook_id: str, delivery_id: str) -> Response:
    """Send it again, and show what comes back."""
    member = await require_member(slug)
    await webhooks.replay_delivery(member, parse_id(webhook_id), parse_id(delivery_id))
    return see_other(hook_address(slug, webhook_id, "deliveries", f"{delivery_id}?wait=yes"))


@routes.post(_HOOK + "/replays")
@answers_with(show, back=_BACK)
async def replay_failed(slug: str, webhook_id: str) -> Response:
    """Send again what has failed in the last hours."""
    member = await require_member(slug)
    since = clock.now() - timedelta(hours=(await read_input(ReplayForm)).hours)
    count = await webhooks.replay_failed(member, parse_id(webhook_id), since=since)
    said = f"{count:,} sent again" if count else "Nothing has failed in that time"
    return see_other(hook_address(slug, webhook_id), said)


async def _load_log(member: Member, hook: Row, query: LogQuery) -> Row:
    rows = await webhooks.list_deliveries(
        member, hook, state=query.state, action=query.action, after=query.after, limit=PAGE + 1
    )
    page = build_page(rows, PAGE, "id")
    address = hook_address(member.workspace_slug, hook["id"])
    more = with_query(address, state=query.state, action=query.action, after=page.next_cursor)
    return {
        "deliveries": [build_delivery(row, member.workspace_slug, member.time_zone, clock.now()) for row in page.items],
        "more_url": more if page.next_cursor else None,
        "is_narrowed": bool(query.state or query.action),
    }


async def _wait_for(member: Member, hook: Row, delivery_id: UUID, *, patient: bool) -> Row:
    """The delivery; for at most WAIT_SECONDS the first answer of one that is being sent is waited for."""
    delivery = await webhooks.get_delivery(member, hook, delivery_id)
    for _ in range(int(WAIT_SECONDS / LOOK_SECONDS) if patient else 0):
        if delivery["state"] != "waiting" or delivery["tries"]:
            break
        await asyncio.sleep(LOOK_SECONDS)
        delivery = await webhooks.get_delivery(member, hook, delivery_id)
    return delivery
