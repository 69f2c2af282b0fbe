"""Notifications as the inbox shows them. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from taskflow.notifications import REASONS, Group
from taskflow.pages.addresses import person_address, project_address, task_address, with_query
from taskflow.pages.cards import build_avatar
from taskflow.pages.feed_details import describe
from taskflow.pages.feed_names import Names
from taskflow.pages.formatting import build_list, build_moment, count_of, shorten
from taskflow.workspaces import Member

Row = dict[str, Any]
# The actions of which the feed's detail says more than the sentence, without a name that would have to be looked up.
_DETAILED = frozenset({"task.edited", "task.moved", "comment.reacted"})
EXCERPT, NAMED = 120, 4


def build_group(group: Group, member: Member, now: datetime, *, show: str, opened: str) -> Row:
    """What one change told for one reason, as an entry of the list, which opens at `url`."""
    first, item = group.first, build_item(group.first, member, now)
    lines = [build_line(row, member) for row in group.rows]
    if len(lines) > 1:
        item["detail"] = build_list([*(line["key"] or line["text"] for line in lines[:NAMED]), *_count_rest(lines)])
        item["because"] = item["because"].replace("this task", "these tasks")
    return item | {
        "is_unread": group.is_unread,
        "more": "" if len(lines) == 1 else count_of(len(lines), "task" if first["task_key"] else "time"),
        "open_url": with_query(f"/{member.workspace_slug}/inbox", show=show, open=first["id"]),
        "is_open": str(first["id"]) == opened,
        "lines": lines,
    }


def _count_rest(lines: Sequence[Row]) -> list[str]:
    return [f"{len(lines) - NAMED} more"] if len(lines) > NAMED else []


def build_groups(groups: Sequence[Group], member: Member, now: datetime, *, show: str, opened: str) -> list[Row]:
    """The entries of the list."""
    return [build_group(each, member, now, show=show, opened=opened) for each in groups]


def build_item(row: Row, member: Member, now: datetime) -> Row:
    """One notification: who, what it says, what it is about, and when."""
    return {
        "id": str(row["id"]),
        "by": build_avatar(row["by"]) if row["by"] else None,
        "says": REASONS[row["reason"]].says,
        "because": REASONS[row["reason"]].because,
        "about": build_line(row, member),
        "detail": build_detail(row),
        "when": build_moment(row["created_at"], member.time_zone, now),
        "back": build_moment(row["snoozed_until"], member.time_zone, now) if row["snoozed_until"] else None,
        "is_unread": row["read_at"] is None,
        "is_done": row["done_at"] is not None,
        "is_snoozed": row["surfaced_at"] > now,
        "is_occasion": row["action"] is None,
    }


def build_line(row: Row, member: Member) -> Row:
    """What a notification is about: its key if it has one, its name and its address."""
    slug = member.workspace_slug
    if row["task_key"]:
        return {"key": row["task_key"], "text": row["task_title"], "url": task_address(slug, row["task_key"])}
    if row["project"]:
        project = row["project"]
        return {"key": "", "text": project["name"], "url": project_address(slug, project["key"])}
    if row["reason"] == "joined" and row["by"]:
        return {"key": "", "text": member.workspace_name, "url": person_address(slug, row["by"]["id"])}
    url = f"/{slug}/settings/webhooks" if row["reason"] == "webhook_disabled" else f"/{slug}/my"
    return {"key": "", "text": member.workspace_name, "url": url}


def build_detail(row: Row) -> str:
    """What the sentence leaves out: how the comment begins, from when to when, which role."""
    if row["excerpt"]:
        return shorten(row["excerpt"], EXCERPT)
    if row["action"] in _DETAILED:
        return describe({"action": row["action"], "changes": row["changes"]}, Names())
    if row["reason"] == "webhook_disabled":
        return f"«{row['changes']['name'][1]}» could not be reached."
    if row["reason"] == "role_changed":
        new = row["changes"]["role"][1] if "role" in row["changes"] else "owner"
        return f"You are {'an' if new[0] in 'ao' else 'a'} {new} now"
    return ""
