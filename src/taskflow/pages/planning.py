"""What the page of a task says of its estimate, its repetition and its watchers. Pure."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from taskflow.pages.addresses import task_address
from taskflow.pages.cards import build_avatar
from taskflow.pages.formatting import format_number
from taskflow.tasks import tell_rule
from taskflow.workspaces import Member

Row = dict[str, Any]
CUSTOM = "custom"
# The rules that most people need, as the form offers them.
COMMON = (
    ("", "Does not repeat"),
    ("FREQ=DAILY", "Every day"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "Every weekday"),
    ("FREQ=WEEKLY", "Every week"),
    ("FREQ=WEEKLY;INTERVAL=2", "Every 2 weeks"),
    ("FREQ=MONTHLY", "Every month"),
    ("FREQ=YEARLY", "Every year"),
)


def build_planning(task: Row, member: Member, now: datetime) -> Row:
    """The values of the fields, and what their forms start with."""
    rule = task["recurrence"] or ""
    is_common = any(rule == value for value, _ in COMMON)
    return {
        "estimate": "" if task["estimate"] is None else format_number(task["estimate"]),
        "recurrence": tell_rule(rule) if rule else "",
        "chosen": rule if is_common else CUSTOM,
        "rule": "" if is_common else rule,
        "rules": [*COMMON, (CUSTOM, "By a rule of its own")],
        "has_due": task["due_date"] is not None or task["due_at"] is not None,
        "next": build_next(task, member, now),
        "watching": task["watching"],
        "watchers": [build_avatar(person) for person in task["watchers"]],
    }


def build_next(task: Row, member: Member, now: datetime) -> Row | None:
    """The task that follows a completed one: `key`, `url` and `due` in words."""
    following = task["next"]
    if following is None:
        return None
    here = ZoneInfo(member.time_zone)
    if following["due_at"] is not None:
        local = datetime.fromisoformat(following["due_at"]).astimezone(here)
        day, at = local.date(), f" at {local:%H:%M}"
    else:
        day, at = date.fromisoformat(following["due_date"]), ""
    year = "" if day.year == now.astimezone(here).year else f" {day.year}"
    url = task_address(member.workspace_slug, following["key"])
    return {"key": following["key"], "url": url, "due": f"{day.day} {day:%B}{year}{at}"}
