"""Loading the names that a feed needs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from taskflow import projects, tasks, webhooks, workspaces
from taskflow.pages.feed_names import Names, find_named, find_parts
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]


async def load_names(member: Member, events: Sequence[Row], *, own_task: UUID | None = None) -> Names:
    """The names of everybody and everything in the events that the member may know; `own_task` has this page."""
    named = find_named(events, "task") - ({own_task} if own_task else set())
    members = await workspaces.name_members(member, find_named(events, "member"))
    return Names(
        members=members,
        tasks=await tasks.name_tasks(member, named) if named else {},
        parts=await projects.name_parts(member, find_parts(events)) | await _name_wider(member, events),
        slug=member.workspace_slug,
        own_task=own_task,
    )


async def _name_wider(member: Member, events: Sequence[Row]) -> dict[UUID, Row]:
    """The workspace, its teams and its webhooks, which lie outside any project."""
    kinds = {event["subject_type"] for event in events}
    teams = await workspaces.list_teams(member) if "team" in kinds else []
    may_see = "webhook" in kinds and member.can(Permission.MANAGE_WEBHOOKS)
    hooks = await webhooks.list_hooks(member) if may_see else []
    return {one["id"]: one for one in (*teams, *hooks)} | {member.workspace_id: {"name": member.workspace_name}}
