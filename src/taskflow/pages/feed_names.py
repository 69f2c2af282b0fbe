"""What the events of a feed name: whom and what to look up, and the names that were found. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

Row = dict[str, Any]
_PARTS = frozenset({"project", "column", "label", "field"})
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
