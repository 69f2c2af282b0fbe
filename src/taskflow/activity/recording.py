"""Recording a fact: the event and its fan-out job, in the transaction of the change itself."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

import structlog

from taskflow.activity.actions import ACTIONS
from taskflow.platform import clock
from taskflow.platform.database import fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.lanes import URGENT
from taskflow.platform.outbox import build_insert, build_job, wake_after_commit
from taskflow.platform.unit_of_work import find_unit

Change = tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a member of a workspace, a user outside any, or TaskFlow itself (no id)."""

    kind: Literal["member", "user", "system"]
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Subject:
    """What it was done to. A task's comment has the task as its subject, so that its history is whole."""

    type: str
    id: UUID


@dataclass(slots=True)
class Recorded:
    """What the present unit of work has recorded: its events lie between these numbers and carry `unit_id`."""

    unit_id: UUID
    workspace_id: UUID | None
    first_seq: int
    last_seq: int
    actions: set[str] = field(default_factory=set)
    is_final: bool = False  # what of it could be taken back cannot be, this time


@dataclass(frozen=True, slots=True)
class Write:
    """A statement that writes, for `record` to run in one with its own; `{0}`, `{1}`… in it stand for its values."""

    sql: str
    values: Sequence[Any]


async def record(
    action: str,
    *,
    actor: Actor,
    subject: Subject,
    workspace_id: UUID | None = None,
    project_id: UUID | None = None,
    changes: dict[str, Change] | None = None,
    beside: Sequence[Write] = (),
) -> UUID:
    """Write the event `action` and have it fanned out after the commit, in one statement; gives the event's id.

    `changes` holds the old and the new value by field name; `beside` may be the change itself. Raises KeyError for an
    action that is not in ACTIONS, RuntimeError outside a unit of work.
    """
    ACTIONS[action]
    event_id = new_id()
    job = build_job(
        "activity.fan_out", {"event_id": event_id}, workspace_id=workspace_id, dedupe_key=str(event_id), priority=URGENT
    )
    unit = find_unit()
    assert unit is not None  # noqa: S101  build_job has asked for it
    written, values = _place(beside, 13 + len(job))
    seq = await fetch_value(
        f"with job as ({build_insert(13)}){written}"
        " insert into events (id, workspace_id, action, actor_kind, actor_id, project_id, subject_type, subject_id,"
        " changes, request_id, at, unit_id) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) returning seq",
        event_id,
        workspace_id,
        action,
        actor.kind,
        actor.id,
        project_id,
        subject.type,
        subject.id,
        build_changes(changes or {}),
        structlog.contextvars.get_contextvars().get("request_id"),
        clock.now(),
        unit.id,
        *job,
        *values,
    )
    wake_after_commit(job[0])
    note_recorded(workspace_id, seq, seq, action)
    return event_id


def _place(writes: Sequence[Write], first: int) -> tuple[str, list[Any]]:
    """The writes as named queries, and their values, which have the placeholders from `first` on."""
    text, values = "", list[Any]()
    for number, write in enumerate(writes):
        places = (f"${first + len(values) + place}" for place in range(len(write.values)))
        text += f", write_{number} as ({write.sql.format(*places)})"
        values += write.values
    return text, values


def recorded() -> Recorded | None:
    """What the present unit of work has recorded so far; None when that is nothing, or outside a unit."""
    unit = find_unit()
    return unit.notes.get(Recorded) if unit is not None else None


def rule_out_undo() -> None:
    """What the present unit has recorded cannot be taken back, whatever its actions are."""
    present = recorded()
    assert present is not None  # noqa: S101  the caller has recorded it
    present.is_final = True


def note_recorded(workspace_id: UUID | None, first_seq: int, last_seq: int, *actions: str) -> None:
    """Remember for `recorded` that events with these numbers and actions were written in the present unit."""
    unit = find_unit()
    assert unit is not None  # noqa: S101  events are written in units only
    present = unit.notes.setdefault(Recorded, Recorded(unit.id, workspace_id, first_seq, last_seq))
    present.first_seq, present.last_seq = min(present.first_seq, first_seq), max(present.last_seq, last_seq)
    present.actions.update(actions)


def build_changes(changes: dict[str, Change]) -> dict[str, list[Any]]:
    """The old and the new values by field as an event holds them. Pure."""
    return {name: [to_plain(old), to_plain(new)] for name, (old, new) in changes.items()}


def to_plain(value: Any) -> Any:
    """`value` as JSON holds it: moments in UTC with Z, so that the same one is always the same text. Pure."""
    if isinstance(value, Decimal):
        return int(value) if value == int(value) else float(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
