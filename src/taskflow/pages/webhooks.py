"""The webhooks of a workspace: all of them, making, changing and deleting one, and its secret, shown once."""

from typing import Any

from quart import Blueprint, Response

from taskflow import projects, webhooks
from taskflow.activity import ACTIONS
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.pages.webhook_log import show as show_hook
from taskflow.pages.webhook_words import build_hook, hook_address, say_action
from taskflow.platform import clock
from taskflow.platform.errors import Conflict, Invalid
from taskflow.platform.ids import parse_id
from taskflow.web.authentication import require_member
from taskflow.webhooks import EVERYTHING, FAMILIES, HEARD, HookChanges, NewHook
from taskflow.workspaces import Member, Permission

routes = Blueprint("webhooks", __name__)
Row = dict[str, Any]
_LIST = "/<slug>/settings/webhooks"
_HOOK = _LIST + "/<webhook_id>"
_BACK = "/{slug}/settings/webhooks/{webhook_id}"
FAMILY_CHOICES = [(name, f"{say_action(name)}") for name in FAMILIES]
ACTION_CHOICES = [(name, say_action(name)) for name in HEARD if name in ACTIONS]


@routes.get(_LIST)
async def show(slug: str) -> Response:
    """All of them, and how they fare."""
    member = await require_member(slug)
    now = clock.now()
    hooks = [build_hook(row, member.time_zone, now) for row in await webhooks.list_hooks(member)]
    return await render_page("pages/webhooks/list.html", member=member, current="settings", hooks=hooks)


@routes.get(_LIST + "/new")
async def show_form(slug: str, form: FormState = EMPTY) -> Response:
    """The form of a new one."""
    member = await require_member(slug)
    member.require(Permission.MANAGE_WEBHOOKS)
    return await _render_form(member, form, {"name": "", "url": "", "actions": [EVERYTHING], "project": None})


@routes.post(_LIST + "/new")
@answers_with(show_form)
async def create(slug: str) -> Response:
    """Make it, and show its page with the secret."""
    member = await require_member(slug)
    member.require(Permission.MANAGE_WEBHOOKS)
    try:
        hook, secret = await webhooks.create_hook(member, await read_input(NewHook))
    except Conflict as conflict:
        raise Invalid(conflict.detail) from None
    return await _show_secret(slug, str(hook["id"]), secret)


@routes.get(_HOOK + "/edit")
async def show_editor(slug: str, webhook_id: str, form: FormState = EMPTY) -> Response:
    """The form of what it is called, where it is and what it hears of."""
    member = await require_member(slug)
    hook = await webhooks.get_hook(member, parse_id(webhook_id))
    return await _render_form(member, form, hook, hook=hook)


@routes.post(_HOOK + "/edit")
@answers_with(show_editor, back=_BACK)
async def edit(slug: str, webhook_id: str) -> Response:
    """Change it, enable or disable it."""
    member = await require_member(slug)
    changes = await read_input(HookChanges)
    hook = await webhooks.edit_hook(member, parse_id(webhook_id), changes, version=await read_version())
    said = {True: "enabled", False: "disabled", None: "saved"}[changes.is_enabled]
    return see_other(hook_address(slug, hook["id"]), f"{hook['name']} is {said}")


@routes.post(_HOOK + "/secrets")
@answers_with(show_hook, back=_BACK)
async def rotate(slug: str, webhook_id: str) -> Response:
    """Give it a new secret, and show it."""
    member = await require_member(slug)
    _, secret = await webhooks.rotate_secret(member, parse_id(webhook_id))
    return await _show_secret(slug, webhook_id, secret)


@routes.post(_HOOK + "/deletion")
@answers_with(show_editor, back=_BACK)
async def delete(slug: str, webhook_id: str) -> Response:
    """Delete it."""
    member = await require_member(slug)
    await webhooks.delete_hook(member, parse_id(webhook_id), version=await read_version())
    return see_other(f"/{slug}/settings/webhooks", "The webhook is deleted")


async def _show_secret(slug: str, webhook_id: str, secret: str) -> Response:
    response = await show_hook(slug, webhook_id, secret=secret)
    response.headers["Cache-Control"] = "no-store"
    return response


async def _render_form(member: Member, form: FormState, values: Row, *, hook: Row | None = None) -> Response:
    listed = [(row["key"], row["name"]) for row in await projects.list_projects(member)]
    return await render_page(
        "pages/webhooks/form.html",
        member=member,
        current="settings",
        form=form,
        hook=hook,
        values=values,
        families=FAMILY_CHOICES,
        actions=ACTION_CHOICES,
        projects=[("", "All projects, private ones too"), *listed],
    )
