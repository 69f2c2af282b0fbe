"""Tasks as cards, columns and rows show them. Pure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from taskflow.identity import build_initials
from taskflow.pages.addresses import project_address, task_address, with_query
from taskflow.pages.drawn_cards import Cards
from taskflow.pages.formatting import build_due, build_moment
from taskflow.platform.pagination import encode_cursor
from taskflow.workspaces import Member

Row = dict[str, Any]
CARDS_PER_COLUMN = 30


def build_avatar(person: Row) -> Row:
    """Somebody as an avatar shows them, from a row with id, name and hue."""
    return {
        "id": str(person["id"]),
        "name": person["name"],
        "hue": person["hue"],
        "initials": build_initials(person["name"]),
    }


def build_card(task: Row, member: Member, now: datetime) -> Row:
    """A task as its card shows it to `member`."""
    return {
        "key": task["key"],
        "title": task["title"],
        "priority": task["priority"],
        "labels": task["labels"],
        "due": build_due(task, member.time_zone, now),
        "assignees": [build_avatar(person) for person in task["assignees"]],
        "comment_count": task["comment_count"],
        "subtasks": task["subtasks"] if task["subtasks"]["total"] else None,
        "attachment_count": task["attachment_count"],
        "blocked": task["blocked"],
        "done": task["completed_at"] is not None,
        "version": task["version"],
        "rank": task["rank"],
        "url": task_address(member.workspace_slug, task["key"]),
        "project": task["project"],
        "column": task["column"],
    }


def build_column(
    column: Row, tasks: Sequence[Row], member: Member, key: str, now: datetime, *, count: int, more: bool
) -> Row:
    """A column of `count` cards with those in `tasks`; `more` tells that others follow them.

    They look the same for the whole minute of `now`.
    """
    now = now.replace(second=0, microsecond=0)
    limit = column["wip_limit"]
    cursor = encode_cursor(tasks[-1]["rank"], tasks[-1]["id"]) if more else None
    slug = member.workspace_slug
    return {
        "id": str(column["id"]),
        "name": column["name"],
        "category": column["category"],
        "count": count,
        "wip_limit": limit,
        "load": build_load(count, limit),
        "tasks": Cards((tasks, slug, member.time_zone, now), lambda: [build_card(task, member, now) for task in tasks]),
        "more_url": with_query(project_address(slug, key), column=column["id"], after=cursor) if more else None,
        "add_url": with_query(f"/{slug}/t/new", project=key, column=column["id"]),
    }


def build_load(count: int, limit: int | None) -> str:
    """Whether a column is `at` its limit or `over` it; empty below, and without one."""
    return "" if limit is None or count < limit else "at" if count == limit else "over"


def build_row(task: Row, member: Member, now: datetime) -> Row:
    """A task as a list shows it: its card, and when it was last changed."""
    return build_card(task, member, now) | {"updated": build_moment(task["updated_at"], member.time_zone, now)}
