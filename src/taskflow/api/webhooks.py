"""Webhooks: other programs that are told what happens, and what they were told."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from taskflow import webhooks
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import Delivery, DeliveryDetail, Replayed, Webhook, WebhookSecret
from taskflow.platform.pagination import Page
from taskflow.webhooks import FAMILIES, HEARD, PING, HookChanges, NewHook, ReplaySince
from taskflow.workspaces import Member

_HOOKS = "/workspaces/{slug}/webhooks"
_HOOK = _HOOKS + "/{webhook_id}"
_DELIVERIES = _HOOK + "/deliveries"
_DELIVERY = _DELIVERIES + "/{delivery_id}"
_SENT = "What was sent cannot be called back"
LOGGED = frozenset({*HEARD, PING, *(name[:-2] for name in FAMILIES)})


def _logged(value: str) -> str:
    if value not in LOGGED:
        raise PydanticCustomError("action", "must be an action such as task.moved, or its first word")
    return value


LoggedAction = Annotated[
    str,
    AfterValidator(_logged),
    Field(
        examples=["task.moved"],
        description="An action such as `task.moved`, or `task` for all of them",
        json_schema_extra={"enum": sorted(LOGGED)},
    ),
]


class DeliveryQuery(PageQuery):
    """Which deliveries."""

    state: Literal["waiting", "succeeded", "failed"] | None = None
    action: LoggedAction | None = None


@operation("GET", _HOOKS, items=Webhook, codes=("forbidden",))
async def list_webhooks(member: Member, query: PageQuery) -> Page:
    """List the webhooks of a workspace, by name"""
    return page_of(await webhooks.list_hooks(member, **window(query)), query, "sort_name", "id")


@operation(
    "POST", _HOOKS, body=NewHook, answer=WebhookSecret, secret=True, location="/workspaces/{slug}/webhooks/{id}",
    codes=("forbidden", "too_many_webhooks"),
    undo="The secret was shown, and others may send and trust by it: delete the webhook",
)  # fmt: skip
async def create_webhook(member: Member, body: NewHook) -> Row:
    """Make a webhook

    Its secret is shown this once. What is sent follows Standard Webhooks: verify `webhook-signature` with the secret,
    and know what you have seen before by `webhook-id`, for a delivery may come more than once. Of one task everything
    comes in order. An answer other than 2xx within 10 seconds is a failure: the delivery is tried again for a day.
    A webhook hears of every project of the workspace, private ones too, unless it has a `project`.
    """
    hook, secret = await webhooks.create_hook(member, body)
    return hook | {"secret": secret}


@operation("GET", _HOOK, answer=Webhook, codes=("forbidden",))
async def get_webhook(member: Member, webhook_id: UUID) -> Row:
    """Read a webhook, without its secret"""
    return await webhooks.get_hook(member, webhook_id)


@operation(
    "PATCH", _HOOK, body=HookChanges, answer=Webhook, if_match="required", codes=("forbidden",),
    undo="What was sent meanwhile cannot be called back: change it again",
)  # fmt: skip
async def edit_webhook(member: Member, webhook_id: UUID, body: HookChanges, version: int) -> Row:
    """Change a webhook, enable or disable it

    A disabled one hears of nothing, and what waited for it has failed: it can be replayed.
    """
    return await webhooks.edit_hook(member, webhook_id, body, version=version)


@operation(
    "DELETE", _HOOK, current=Webhook, if_match="required", codes=("forbidden",),
    undo="A deleted webhook and its secret are not kept: make another one",
)  # fmt: skip
async def delete_webhook(member: Member, webhook_id: UUID, version: int) -> None:
    """Delete a webhook and its log"""
    await webhooks.delete_hook(member, webhook_id, version=version)


@operation(
    "POST", _HOOK + "/secrets", answer=WebhookSecret, secret=True, codes=("forbidden",),
    undo="The new secret was shown, and may be in use: make another one",
)  # fmt: skip
async def rotate_webhook_secret(member: Member, webhook_id: UUID) -> Row:
    """Give a webhook a new secret

    It is shown this once. For a day, what is sent has a signature by the former one as well.
    """
    hook, secret = await webhooks.rotate_secret(member, webhook_id)
    return hook | {"secret": secret}


@operation(
    "POST", _HOOK + "/pings", answer=DeliveryDetail,
    location="/workspaces/{slug}/webhooks/{webhook_id}/deliveries/{id}", codes=("forbidden",), undo=_SENT,
)  # fmt: skip
async def ping_webhook(member: Member, webhook_id: UUID) -> Row:
    """Send a ping to a webhook, even if it is disabled

    It is sent at once, and not again: read the delivery to see the answer.
    """
    return await webhooks.ping(member, webhook_id)


@operation("GET", _DELIVERIES, query=DeliveryQuery, items=Delivery, codes=("forbidden",))
async def list_deliveries(member: Member, webhook_id: UUID, query: DeliveryQuery) -> Page:
    """List what was and is to be sent to a webhook in the last 30 days, the newest first"""
    hook = await webhooks.get_hook(member, webhook_id)
    rows = await webhooks.list_deliveries(member, hook, state=query.state, action=query.action, **window(query))
    return page_of(rows, query, "id")


@operation("GET", _DELIVERY, answer=DeliveryDetail, codes=("forbidden",))
async def get_delivery(member: Member, webhook_id: UUID, delivery_id: UUID) -> Row:
    """Read a delivery, with what is sent and what was answered"""
    return await webhooks.get_delivery(member, await webhooks.get_hook(member, webhook_id), delivery_id)


@operation(
    "POST", _DELIVERY + "/replays", answer=DeliveryDetail, codes=("forbidden", "webhook_disabled"), undo=_SENT,
)  # fmt: skip
async def replay_delivery(member: Member, webhook_id: UUID, delivery_id: UUID) -> Row:
    """Send a delivery again, with the same id"""
    return await webhooks.replay_delivery(member, webhook_id, delivery_id)


@operation(
    "POST", _HOOK + "/replays", body=ReplaySince, answer=Replayed, codes=("forbidden", "webhook_disabled"), undo=_SENT,
)  # fmt: skip
async def replay_failed_deliveries(member: Member, webhook_id: UUID, body: ReplaySince) -> Row:
    """Send again what has failed since a moment, each task's in its order"""
    return {"count": await webhooks.replay_failed(member, webhook_id, since=body.since)}
