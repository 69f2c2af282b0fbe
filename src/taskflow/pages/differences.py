"""What an event changed, field by field, from the old to the new value as people read it. Pure."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from taskflow.pages.feed_names import Names
from taskflow.pages.formatting import humanise, shorten

Row = dict[str, Any]
LONGEST = 300
# The numbers that order and count, and what another field of the same event says in words.
_UNTOLD = frozenset({"version", "rank", "column_id", "field_id", "field", "due_zone", "chosen_member_id"})
_LABELS = {"text": "value", "member_id": "member"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}.*Z")


def list_differences(event: Row, names: Names, zone: str) -> list[Row]:
    """`label`, `old` and `new` of everything that the event changed; moments are told in the IANA `zone`.

    `is_change`: there was a value before, though it may have been none.
    """
    changes: Mapping[str, Any] = event["changes"]
    untold = _UNTOLD | ({"value"} if "text" in changes else set())
    return [
        {
            "label": _label(name, changes),
            "old": say_value(old, names, zone),
            "new": say_value(new, names, zone),
            "is_change": event["action"].endswith(("edited", "_set")),
        }
        for name, (old, new) in changes.items()
        if name not in untold and old != new
    ]


def say_value(value: Any, names: Names, zone: str) -> str:
    """A recorded value in words; nothing for none."""
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return shorten(", ".join(say_value(item, names, zone) for item in value), LONGEST)
    if isinstance(value, dict):
        return str(value.get("name") or ", ".join(f"{humanise(name)} {item}" for name, item in value.items()))
    return _say_text(str(value), names, zone)


def _label(name: str, changes: Mapping[str, Any]) -> str:
    if name == "text" and "field" in changes:
        return str(changes["field"][1])
    return humanise(_LABELS.get(name, name.removesuffix("_id")))


def _say_text(text: str, names: Names, zone: str) -> str:
    if _MOMENT.fullmatch(text):
        moment = datetime.fromisoformat(text).astimezone(ZoneInfo(zone))
        return f"{moment.day} {moment:%b %Y, %H:%M}"
    if _DAY.fullmatch(text):
        day = datetime.fromisoformat(text)
        return f"{day.day} {day:%b %Y}"
    if (known := _find_name(text, names)) is not None:
        return known
    return shorten(text, LONGEST)


def _find_name(text: str, names: Names) -> str | None:
    try:
        one = UUID(text)
    except ValueError:
        return None
    if (task := names.tasks.get(one)) is not None:
        return f"{task['key']} {task['title']}"
    known = names.members.get(one) or names.parts.get(one)
    return str(known["name"]) if known else None
