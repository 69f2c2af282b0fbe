"""What the page of a task shows beside the task itself."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from quart import request

from taskflow import activity, attachments, comments, projects, tasks
from taskflow.pages.addresses import task_address, with_query
from taskflow.pages.cards import build_avatar, build_card
from taskflow.pages.feed import build_entry
from taskflow.pages.field_inputs import load_filled
from taskflow.pages.formatting import build_moment, format_size
from taskflow.pages.linked_tasks import build_links
from taskflow.pages.naming import load_names
from taskflow.pages.planning import build_planning
from taskflow.platform import clock
from taskflow.tasks import PRIORITIES
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]
EVENTS_SHOWN = FILES_SHOWN = 100


async def load_task_view(member: Member, task: Row) -> Row:
    """The task, what may be chosen for it, and the talk or the history, as the address asks."""
    now = clock.now()
    project = await projects.get_project(member, task["project"]["key"])
    people = [build_avatar(row) for row in await tasks.list_assignable(member, project)]
    show_history = request.args.get("show") == "activity"
    return {
        "task": task | build_card(task, member, now),
        "links": build_links(task, member),
        "project": project,
        "created": build_moment(task["created_at"], member.time_zone, now),
        "updated": build_moment(task["updated_at"], member.time_zone, now),
        "due_fields": build_due_fields(task, member.time_zone),
        "columns": await projects.list_columns(project),
        "people": people,
        "custom_fields": await load_filled(member, project, task, people),
        "labels": await projects.list_labels(project),
        "priorities": PRIORITIES,
        "planning": build_planning(task, member, now),
        "files": await _list_files(member, task),
        "show_history": show_history,
        "history": await _list_history(member, task, now) if show_history else [],
        "talk": await _load_talk(member, task, now) if not show_history else None,
    }


def build_comment(member: Member, task: Row, row: Row, now: datetime) -> Row:
    """A comment, with what the viewer may do to it."""
    is_own = row["author_id"] == member.id
    return {
        "id": str(row["id"]),
        "author": build_avatar(row["author"]),
        "body": row["body"],
        "mentions": comments.name_mentions(row),
        "reactions": row["reactions"],
        "emoji": comments.EMOJI,
        "may_react": member.can(Permission.POST_COMMENT),
        "version": row["version"],
        "when": build_moment(row["created_at"], member.time_zone, now),
        "is_edited": row["edited_at"] is not None,
        "url": task_address(member.workspace_slug, task["key"], "comments", str(row["id"])),
        "may_edit": is_own,
        "may_delete": is_own or member.can(Permission.DELETE_ANY_COMMENT),
    }


def build_version(member: Member, row: Row, now: datetime) -> Row:
    """A text that a comment has or had."""
    return {
        "number": row["number"],
        "body": row["body"],
        "by": build_avatar(row["by"]) if row["by"] else None,
        "when": build_moment(row["at"], member.time_zone, now),
    }


def build_due_fields(task: Row, zone: str) -> dict[str, str]:
    """What the form of the due date starts with, for somebody in the IANA `zone`: `date` and `time`. Pure."""
    if task["due_at"] is not None:
        local = task["due_at"].astimezone(ZoneInfo(zone))
        return {"date": local.date().isoformat(), "time": f"{local:%H:%M}"}
    return {"date": task["due_date"].isoformat() if task["due_date"] else "", "time": ""}


async def _list_files(member: Member, task: Row) -> list[Row]:
    if not task["attachment_count"]:
        return []
    page = await attachments.list_attachments(task, limit=FILES_SHOWN)
    return [
        {
            "id": str(row["id"]),
            "name": row["name"],
            "size": format_size(row["size_bytes"]),
            "by": row["by"]["name"],
            "may_remove": member.can(
                Permission.ATTACH_FILE if row["uploaded_by"] == member.id else Permission.REMOVE_ANY_FILE
            ),
        }
        for row in page.items
    ]


async def _load_talk(member: Member, task: Row, now: datetime) -> Row:
    page = await comments.list_comments(member, task, after=request.args.get("after"))
    path = task_address(member.workspace_slug, task["key"])
    return {
        "comments": [build_comment(member, task, row, now) for row in page.items],
        "more_url": page.next_cursor and with_query(path, after=page.next_cursor),
    }


async def _list_history(member: Member, task: Row, now: datetime) -> list[Row]:
    events = await activity.list_events_of_subject(member.workspace_id, task["id"], limit=EVENTS_SHOWN)
    names = await load_names(member, events, own_task=task["id"])
    return [build_entry(event, names, member.time_zone, now) for event in events]
