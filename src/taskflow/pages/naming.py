"""Loading the names that a feed needs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from taskflow import projects, tasks, workspaces
from taskflow.pages.feed import Names, find_named
from taskflow.workspaces import Member

Row = dict[str, Any]


async def load_names(member: Member, project: Row, events: Sequence[Row], *, own_task: UUID | None = None) -> Names:
    """The names of everybody and everything in the events of one project; `own_task` is the task whose page it is."""
    named = find_named(events, "task") - ({own_task} if own_task else set())
    return Names(
        members=await workspaces.name_members(member, find_named(events, "member")),
        tasks=await tasks.name_tasks(member, named) if named else {},
        columns={row["id"]: row for row in await projects.list_columns(project)},
        labels={row["id"]: row for row in await projects.list_labels(project)},
        project=project["name"],
        slug=member.workspace_slug,
        own_task=own_task,
    )
