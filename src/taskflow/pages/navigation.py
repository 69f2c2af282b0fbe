"""What surrounds every page of a workspace: where one is, where one can go, and what one may do."""

from typing import Any

from taskflow import notifications, projects, workspaces
from taskflow.identity import Person
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]


async def load_navigation(person: Person, member: Member, current: str) -> Row:
    """The sidebar; `current` names the open entry: my, inbox, projects, members, settings or a project's key."""
    spaces = await workspaces.list_workspaces(person)
    waiting = await notifications.count_waiting(member)
    here = next(space for space in spaces if space["slug"] == member.workspace_slug)
    return {
        "workspace": {name: here[name] for name in ("slug", "name", "member_count")},
        "workspaces": [{"slug": space["slug"], "name": space["name"]} for space in spaces],
        "projects": [
            {name: project[name] for name in ("key", "name", "hue", "open_tasks")}
            for project in await projects.list_projects(member)
        ],
        "current": current,
        "my_open_count": _cap(waiting.open_tasks),
        "inbox_unread": _cap(waiting.unread),
        "inbox_mentions": _cap(waiting.mentions),
        "inbox_snoozed": _cap(waiting.snoozed),
    }


def _cap(count: int) -> str:
    """A number as a badge shows it: nothing for none."""
    return f"{notifications.MOST_WAITING - 1}+" if count == notifications.MOST_WAITING else str(count or "")


def list_abilities(member: Member | None) -> dict[str, bool]:
    """Every permission by its name in small letters, and whether the member has it: what templates ask."""
    return {permission.name.lower(): member is not None and member.can(permission) for permission in Permission}
