"""What happened, in sentences: events with the names of those who did it and of what they did it to. Pure."""

from collections.abc import Callable, Sequence
from datetime import datetime
from string import Formatter
from typing import Any
from zoneinfo import ZoneInfo

from taskflow.activity import ACTIONS
from taskflow.pages.addresses import person_address, task_address
from taskflow.pages.cards import build_avatar
from taskflow.pages.feed_details import describe
from taskflow.pages.feed_names import Names
from taskflow.pages.formatting import build_moment, format_day

Row = dict[str, Any]
Build = Callable[[Row, Names, str, datetime], Row]


def build_entry(event: Row, names: Names, zone: str, now: datetime) -> Row:
    """An event as the feed shows it: who, a sentence in parts, a detail or nothing, and when."""
    actor = names.members.get(event["actor_id"]) if event["actor_id"] else None
    return {
        "actor": build_avatar(actor) if actor else None,
        "actor_url": person_address(names.slug, event["actor_id"]) if actor and not actor.get("has_left") else None,
        "parts": _build_parts(event, names, actor["name"] if actor else "TaskFlow"),
        "detail": describe(event, names),
        "when": build_moment(event["at"], zone, now),
        "kind": event["action"].partition(".")[0],
    }


def group_by_day(
    events: Sequence[Row], names: Names, zone: str, now: datetime, *, build: Build = build_entry
) -> list[Row]:
    """The entries by the viewer's day, the latest first: `day` and `entries`, each as `build` makes it.

    Events are numbered as they are written down, which is nearly, but not always, the order in which they happened.
    """
    today, groups = now.astimezone(ZoneInfo(zone)).date(), list[Row]()
    for event in sorted(events, key=lambda event: event["at"], reverse=True):
        day = format_day(event["at"].astimezone(ZoneInfo(zone)).date(), today)
        if not groups or groups[-1]["day"] != day:
            groups.append({"day": day, "entries": []})
        groups[-1]["entries"].append(build(event, names, zone, now))
    return groups


def _build_parts(event: Row, names: Names, actor: str) -> list[Row]:
    parts: list[Row] = []
    for text, name, _, _ in Formatter().parse(ACTIONS[event["action"]]):
        if text:
            parts.append({"kind": "text", "text": text})
        if name == "actor":
            parts.append({"kind": "actor", "text": actor})
        elif name == "subject":
            parts.append(_build_subject(event, names))
    return parts


def _build_subject(event: Row, names: Names) -> Row:
    kind, subject_id, changes = event["subject_type"], event["subject_id"], event["changes"]
    if kind == "task":
        if subject_id == names.own_task:
            return {"kind": "text", "text": "this task"}
        task = names.tasks.get(subject_id)
        if task is None:
            return {"kind": "text", "text": "a task"}
        url = None if task["deleted"] else task_address(names.slug, task["key"])
        return {"kind": "task", "text": task["title"], "key": task["key"], "url": url}
    known = (names.members if kind == "member" else names.parts).get(subject_id)
    recorded = next((value for value in reversed(changes.get("name", ())) if value), None)
    return {"kind": "name", "text": known["name"] if known else recorded or "one that is gone"}
