"""What happened, in sentences: events with the names of those who did it and of what they did it to. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from string import Formatter
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from taskflow.activity import ACTIONS
from taskflow.pages.addresses import person_address, task_address
from taskflow.pages.cards import build_avatar
from taskflow.pages.formatting import build_list, build_moment, format_day, humanise, shorten
from taskflow.tasks import tell_rule

Row = dict[str, Any]
DETAIL_LENGTH = 140
_PARTS = frozenset({"project", "column", "label", "field"})
_UNTOLD = frozenset({"version", "rank", "due_date", "due_at", "due_zone", "archived_at", "parent_id"})
# What a change of a task names other tasks by.
_TASK_FIELDS = ("parent_id", "blocker_id")


@dataclass(frozen=True, slots=True)
class Names:
    """The names that the events of a feed need; what is not known any more is told in general words.

    `parts` are projects and their columns, labels and fields, and teams.
    """

    members: Mapping[UUID, Row] = field(default_factory=dict)
    tasks: Mapping[UUID, Row] = field(default_factory=dict)
    parts: Mapping[UUID, Row] = field(default_factory=dict)
    slug: str = ""
    own_task: UUID | None = None


Build = Callable[[Row, Names, str, datetime], Row]


def find_named(events: Iterable[Row], kind: str) -> set[UUID]:
    """The ids of the `member` or `task` things that the events name."""
    ids: set[UUID] = set()
    for event in events:
        if event["subject_type"] == kind:
            ids.add(event["subject_id"])
        if kind == "member":
            ids |= {event["actor_id"]} if event["actor_kind"] == "member" else set()
            ids |= {UUID(value) for value in event["changes"].get("member_id", ()) if value}
            ids |= {UUID(value) for value in event["changes"].get("chosen_member_id", ()) if value}
        if kind == "task":
            pairs = (event["changes"].get(name, ()) for name in _TASK_FIELDS)
            ids |= {UUID(value) for pair in pairs for value in pair if value}
            ids |= {UUID(value) for value in event["changes"].get("open_blockers", (None, ()))[1]}
    return ids


def find_parts(events: Iterable[Row]) -> set[UUID]:
    """The ids of the projects, columns, labels and fields that the events name, and of the project of each event."""
    ids: set[UUID] = set()
    for event in events:
        if event["subject_type"] in _PARTS:
            ids.add(event["subject_id"])
        ids |= {event["project_id"]} if event.get("project_id") else set()
        ids |= {UUID(value) for value in event["changes"].get("label_id", ()) if value}
    return ids


def build_entry(event: Row, names: Names, zone: str, now: datetime) -> Row:
    """An event as the feed shows it: who, a sentence in parts, a detail or nothing, and when."""
    actor = names.members.get(event["actor_id"]) if event["actor_id"] else None
    return {
        "actor": build_avatar(actor) if actor else None,
        "actor_url": person_address(names.slug, event["actor_id"]) if actor and not actor.get("has_left") else None,
        "parts": _build_parts(event, names, actor["name"] if actor else "TaskFlow"),
        "detail": _describe(event, names),
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


def _describe(event: Row, names: Names) -> str:
    """What the sentence leaves out, or nothing."""
    action, changes = event["action"], event["changes"]
    if (describe := _DETAILS.get(action)) is not None:
        return describe(changes, names)
    return _describe_changes(changes, names) if action.endswith((".edited", ".role_changed")) else ""


def _describe_move(changes: Row, names: Names) -> str:
    old, new = changes["column"]
    where = f"{old} → {new}" if old != new else f"to another place in {new}"
    return ", ".join(filter(None, [where, _describe_completion(changes, names)]))


def _describe_creation(changes: Row, names: Names) -> str:
    below = f", below {_say_task(changes['parent_id'][1], names)}" if "parent_id" in changes else ""
    return f"in {changes['column'][1]}{below}{', as it recurs' if 'recurs_from' in changes else ''}"


def _describe_member(changes: Row, names: Names) -> str:
    who = names.members.get(UUID(_find_value(changes["member_id"])))
    return who["name"] if who else ""


def _describe_label(changes: Row, names: Names) -> str:
    label = names.parts.get(UUID(_find_value(changes["label_id"])))
    return label["name"] if label else ""


def _find_value(change: Sequence[Any]) -> str:
    """The old or the new value, whichever there is."""
    return str(next(value for value in change if value))


def _describe_field(changes: Row, names: Names) -> str:
    """The name of a field and its old and new text; of a member, the id is what was recorded."""
    members = {str(member_id): row["name"] for member_id, row in names.members.items()}
    old, new = (_say(members.get(str(text), text)) for text in changes["text"])
    return f"{changes['field'][1]} {old} → {new}"


def _describe_changes(changes: Row, names: Names) -> str:
    told, named = list[str](), list[str]()
    if "parent_id" in changes:
        above, below = (_say_task(value, names) for value in changes["parent_id"])
        told.append(f"parent {above} → {below}")
    due = [changes[name] for name in ("due_date", "due_at") if name in changes]
    if due:
        old, new = (next((pair[place] for pair in due if pair[place]), None) for place in (0, 1))
        told.append(f"due date {_say_day(old)} → {_say_day(new)}")
    for name, (old, new) in changes.items():
        if name in {"description", "body", "options"}:
            named.append(name)
        elif name == "start_date":
            told.append(f"start {_say_day(old)} → {_say_day(new)}")
        elif name == "recurrence":
            told.append(f"repetition {_say_rule(old)} → {_say_rule(new)}")
        elif name not in _UNTOLD:
            told.append(f"{humanise(name).lower()} {_say(old)} → {_say(new)}")
    return build_list([*told, *named])


def _describe_blocker(changes: Row, names: Names) -> str:
    return _say_task(_find_value(changes["blocker_id"]), names)


def _describe_completion(changes: Row, names: Names) -> str:
    """What blocked it, when it was completed all the same."""
    if "open_blockers" not in changes:
        return ""
    blockers = sorted(_say_task(value, names) for value in changes["open_blockers"][1])
    return f"although it was blocked by {build_list(blockers)}"


def _describe_restoring(changes: Row, names: Names) -> str:
    if "parent_id" not in changes:
        return ""
    return f"not below {_say_task(changes['parent_id'][0], names)} any more, which is in the trash"


def _say_task(value: str | None, names: Names) -> str:
    """The key of a task, as far as the viewer may see it."""
    if value is None:
        return "none"
    task = names.tasks.get(UUID(value))
    return str(task["key"]) if task else "this task" if UUID(value) == names.own_task else "a task"


def _say(value: Any) -> str:
    return "none" if value is None or value == "" else shorten(str(value), 60)


def _say_rule(value: str | None) -> str:
    told = tell_rule(value) if value else "None"
    return told[0].lower() + told[1:]


def _say_day(value: str | None) -> str:
    """A recorded day or moment, as the day that its text begins with."""
    if value is None:
        return "none"
    day = date.fromisoformat(value[:10])
    return f"{day.day} {day:%b} {day.year}"


_DETAILS: dict[str, Callable[[Row, Names], str]] = {
    "task.moved": _describe_move,
    "task.created": _describe_creation,
    "task.completed": _describe_completion,
    "task.restored": _describe_restoring,
    **dict.fromkeys(("task.blocked", "task.unblocked"), _describe_blocker),
    "task.field_set": _describe_field,
    **dict.fromkeys(
        (
            "task.assigned",
            "task.unassigned",
            "task.watched",
            "task.unwatched",
            "project.access_granted",
            "project.access_revoked",
        ),
        _describe_member,
    ),
    **dict.fromkeys(("task.labelled", "task.unlabelled"), _describe_label),
    **dict.fromkeys(("comment.reacted", "comment.unreacted"), lambda changes, _: _find_value(changes["emoji"])),
    **dict.fromkeys(
        ("attachment.added", "attachment.removed", "attachment.restored"),
        lambda changes, _: _find_value(changes["name"]),
    ),
    **dict.fromkeys(
        ("comment.posted", "comment.edited"),
        lambda changes, _: shorten(changes["body"][1] or "", DETAIL_LENGTH),
    ),
}
