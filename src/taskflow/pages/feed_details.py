"""What a feed says of a change beyond its sentence: from where to where, to whom, how much. Pure."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from taskflow.pages.feed_names import Names
from taskflow.pages.formatting import build_list, humanise, shorten
from taskflow.tasks import tell_rule

Row = dict[str, Any]
DETAIL_LENGTH = 140
_UNTOLD = frozenset({"version", "rank", "due_date", "due_at", "due_zone", "archived_at", "parent_id"})


def describe(event: Row, names: Names) -> str:
    """What the sentence leaves out, or nothing."""
    action, changes = event["action"], event["changes"]
    if (describe := DETAILS.get(action)) is not None:
        return describe(changes, names)
    return _describe_changes(changes, names) if action.endswith((".edited", ".role_changed")) else ""


def _describe_move(changes: Row, names: Names) -> str:
    old, new = changes["column"]
    where = f"{old} → {new}" if old != new else f"to another place in {new}"
    return ", ".join(filter(None, [where, _describe_completion(changes, names)]))


def _describe_creation(changes: Row, names: Names) -> str:
    below = f", below {_say_task(changes['parent_id'][1], names)}" if "parent_id" in changes else ""
    why = ", as it recurs" if "recurs_from" in changes else ""
    why += f", a copy of {changes['copied_from'][1]}" if "copied_from" in changes else ""
    return f"in {changes['column'][1]}{below}{why}"


def _describe_import(changes: Row, _: Names) -> str:
    place = f"in {changes['column'][1]}" if "column" in changes else ""
    return ", ".join(filter(None, (place, _describe_source(changes, _))))


def _describe_source(changes: Row, _: Names) -> str:
    return f"from {changes['source'][1]}" if "source" in changes else ""


def _describe_filling(changes: Row, _: Names) -> str:
    if "workspace" not in changes:
        return ""
    return f"of {_say(changes['workspace'][1])}, as of {_say_day(changes['as_of'][1])}"


def _describe_transfer(changes: Row, _: Names) -> str:
    """The two keys, and what the other project had no place for."""
    old, new = changes["key"]
    lost = [entry["name"] for name, (entries, _) in changes.items() if name.startswith("dropped_") for entry in entries]
    return f"{old} → {new}" + (f", without {build_list(lost)}" if lost else "")


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


DETAILS: dict[str, Callable[[Row, Names], str]] = {
    "task.moved": _describe_move,
    "task.created": _describe_creation,
    "task.imported": _describe_import,
    "project.imported": _describe_source,
    "workspace.imported": _describe_filling,
    "task.transferred": _describe_transfer,
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
        ("comment.posted", "comment.edited", "comment.imported"),
        lambda changes, _: shorten(changes["body"][1] or "", DETAIL_LENGTH),
    ),
}
