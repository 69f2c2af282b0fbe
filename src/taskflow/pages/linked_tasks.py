"""The tasks around a task, as its page shows them. Pure."""

from typing import Any

from taskflow.pages.addresses import task_address
from taskflow.pages.cards import build_avatar
from taskflow.workspaces import Member

Row = dict[str, Any]


def build_links(task: Row, member: Member) -> Row:
    """From a task in full: its `parent` or none, its `steps`, `blockers` and what it `blocks`, each with its url."""
    return {
        "parent": task["parent"] and _build_link(task["parent"], member),
        "steps": [
            _build_link(row, member)
            | {"column": row["column"], "assignees": [build_avatar(person) for person in row["assignees"]]}
            for row in task["subtasks"]["items"]
        ],
        "blockers": [_build_link(row, member) for row in task["blocked_by"]],
        "hidden_blockers": task["hidden_blockers"],
        "blocks": [_build_link(row, member) for row in task["blocks"]],
    }


def _build_link(row: Row, member: Member) -> Row:
    return {
        "key": row["key"],
        "title": row["title"],
        "done": row["completed_at"] is not None,
        "url": task_address(member.workspace_slug, row["key"]),
    }
