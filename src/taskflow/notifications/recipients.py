"""Who is told about an event, and why."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from taskflow.notifications.reasons import ReasonName, find_strongest
from taskflow.platform.database import fetch, fetch_value
from taskflow.tasks import find_freed, find_recipients

Event = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Told:
    """That a member is told, why, and of which task; None for what is about no task."""

    member_id: UUID
    reason: ReasonName
    task_id: UUID | None = None


Find = Callable[[Event], Awaitable[list[Told]]]


async def find_whom_to_tell(event: Event) -> dict[UUID, Told]:
    """Whom to tell, each once for the strongest reason there is; never the one who did it."""
    return choose_strongest(await FINDERS[event["action"]](event), besides=event["actor_id"])


def choose_strongest(candidates: Iterable[Told], *, besides: UUID | None) -> dict[UUID, Told]:
    """One of the candidates for each member: that of the strongest reason, the first of equals. Pure."""
    chosen: dict[UUID, Told] = {}
    for told in candidates:
        there = chosen.get(told.member_id)
        if there is None or find_strongest(there.reason, told.reason) != there.reason:
            chosen[told.member_id] = told
    return {member_id: told for member_id, told in chosen.items() if member_id != besides}


def find_reason_of_change(action: str, changes: dict[str, Any]) -> ReasonName | None:
    """Why those who watch a task are told of a change of the task itself; None when they are not. Pure."""
    if "completed_at" in changes and action != "task.deleted":
        return "completed" if changes["completed_at"][1] else "reopened"
    if action == "task.edited":
        return "due_changed" if {"due_date", "due_at"} & changes.keys() else None
    if action == "task.moved":
        return "moved" if "column_id" in changes else None
    return _REASONS_OF_WATCHERS.get(action)


_REASONS_OF_WATCHERS: dict[str, ReasonName] = {
    "task.completed": "completed",
    "task.reopened": "reopened",
    "task.blocked": "blocked",
    "task.unblocked": "unblocked",
}


async def _find_named(event: Event) -> list[Told]:
    """The member whom the event names, for the reason of its action."""
    reason = _REASONS_OF_NAMED[event["action"]]
    old, new = event["changes"]["member_id"]
    if event["action"] == "workspace.handed_over":
        old = None
    task_id = event["subject_id"] if event["subject_type"] == "task" else None
    return [Told(UUID(new or old), reason, task_id)]


_REASONS_OF_NAMED: dict[str, ReasonName] = {
    "task.assigned": "assigned",
    "task.unassigned": "unassigned",
    "project.access_granted": "access_granted",
    "team.member_added": "team_added",
    "workspace.handed_over": "role_changed",
}


async def _find_member(event: Event) -> list[Told]:
    """The member to whom it was done."""
    return [Told(event["subject_id"], "added" if event["action"] == "member.added" else "role_changed")]


async def _find_inviter(event: Event) -> list[Told]:
    inviter = await fetch_value(
        "select invited_by from invitations where workspace_id = $1 and id = $2",
        event["workspace_id"],
        UUID(event["changes"]["invitation_id"][1]),
    )
    return [Told(inviter, "joined")] if inviter else []


async def _find_watchers(event: Event) -> list[Told]:
    """Those who watch the task; when it is done now, also those who work on what waited for nothing but it."""
    reason = find_reason_of_change(event["action"], event["changes"])
    if reason is None:
        return []
    task_id = event["subject_id"]
    told = [Told(member, reason, task_id) for member in await find_recipients(event["workspace_id"], task_id)]
    if reason == "completed":
        freed = await find_freed(event["workspace_id"], task_id)
        told += [Told(member, "unblocked", freed_id) for freed_id, member in freed]
    return told


async def _find_of_comment(event: Event) -> list[Told]:
    """Whom a comment mentions and did not before; of a new one also those who watch the task."""
    task_id = event["subject_id"]
    old, new = event["changes"].get("mentions", ((), ()))
    told = [Told(UUID(member), "mentioned", task_id) for member in new if member not in old]
    if event["action"] == "comment.posted":
        told += [Told(member, "commented", task_id) for member in await find_recipients(event["workspace_id"], task_id)]
    return told


async def _find_author(event: Event) -> list[Told]:
    rows = await fetch(
        "select author_id from comments where workspace_id = $1 and id = $2 and deleted_at is null",
        event["workspace_id"],
        UUID(event["changes"]["comment_id"][1]),
    )
    return [Told(row["author_id"], "reacted", event["subject_id"]) for row in rows]


async def _find_administrators(event: Event) -> list[Told]:
    rows = await fetch(
        "select id from members where workspace_id = $1 and role in ('owner', 'admin')", event["workspace_id"]
    )
    return [Told(row["id"], "webhook_disabled") for row in rows]


FINDERS: dict[str, Find] = {
    **dict.fromkeys(_REASONS_OF_NAMED, _find_named),
    **dict.fromkeys([*_REASONS_OF_WATCHERS, "task.edited", "task.moved"], _find_watchers),
    **dict.fromkeys(["member.added", "member.role_changed"], _find_member),
    **dict.fromkeys(["comment.posted", "comment.edited"], _find_of_comment),
    "comment.reacted": _find_author,
    "member.joined": _find_inviter,
    "webhook.disabled": _find_administrators,
}
