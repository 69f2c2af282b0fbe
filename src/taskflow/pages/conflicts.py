"""What stands against a form: somebody was faster, or other tasks are in the way; nothing that was written is lost."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from quart import Response, g, request

from taskflow.pages.addresses import task_address
from taskflow.pages.formatting import build_list, build_moment, humanise
from taskflow.pages.forms import CONTROLS, find_way_back
from taskflow.pages.rendering import render_page
from taskflow.platform import clock
from taskflow.platform.errors import Conflict, StaleVersion
from taskflow.workspaces import Member

Row = dict[str, Any]
_QUIET_FIELDS = frozenset({"column_id", "completed_at", "due_zone"})


async def render_conflict(error: StaleVersion, handler: Callable[..., Any] | None) -> Response:
    """The page that asks whose version to keep: the form again with what was typed, made from the current version."""
    form = await request.form
    current: Row = error.extra.get("current", {})
    member: Member | None = getattr(g, "member", None)
    zone = member.time_zone if member else g.person.time_zone
    return await render_page(
        "pages/errors/conflict.html",
        member=member,
        status=409,
        changes=describe_changes(error, zone, clock.now()),
        differences=list_differences({name: form[name] for name in form}, current),
        fields=[(name, text) for name, text in form.items(multi=True) if name not in {"version", "csrf_token"}],
        version=current.get("version", error.extra.get("current_version")),
        action=request.path,
        back=find_way_back(handler),
    )


async def render_blocked(error: Conflict, handler: Callable[..., Any] | None) -> Response:
    """The page that names what blocks a task, and offers to complete it anyway: the same form, with `force`."""
    form, member = await request.form, g.member
    return await render_page(
        "pages/errors/blocked.html",
        member=member,
        status=409,
        sentence=f"{error.detail}.",
        blockers=[
            {"key": row["key"], "title": row["title"], "url": task_address(member.workspace_slug, row["key"])}
            for row in error.extra["blockers"]
        ],
        hidden_blockers=error.extra["hidden_blockers"],
        fields=[(name, text) for name, text in form.items(multi=True) if name not in {"force", "csrf_token"}],
        action=request.path,
        back=find_way_back(handler),
    )


def describe_changes(error: StaleVersion, zone: str, now: datetime) -> list[Row]:
    """Who changed what since: `by`, `what` and `when`, as far as it is recorded. Pure."""
    return [
        {
            "by": change["by"] or "TaskFlow",
            "what": build_list(
                [f"the {humanise(name).lower()}" for name in change["fields"] if name not in _QUIET_FIELDS]
            ),
            "when": build_moment(change["at"], zone, now),
        }
        for change in error.extra.get("changed", ())
    ]


def list_differences(mine: dict[str, str], current: Row) -> list[Row]:
    """The texts that the form would write and that differ from what is there: `label`, `mine` and `theirs`. Pure."""
    return [
        {"label": humanise(name), "mine": text, "theirs": _say(current[name])}
        for name, text in mine.items()
        if name not in CONTROLS and name in current and text.replace("\r\n", "\n") != _say(current[name])
    ]


def _say(value: Any) -> str:
    """A value as the form has it: of another task, the key."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value["key"]) if isinstance(value, dict) else str(value or "")
