"""Recording a fact: the event and its fan-out job, in the transaction of the change itself."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

import structlog

from taskflow.activity.actions import ACTIONS
from taskflow.platform import clock
from taskflow.platform.database import fetch
from taskflow.platform.ids import new_id
from taskflow.platform.jobs import enqueue

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


async def record(
    action: str,
    *,
    actor: Actor,
    subject: Subject,
    workspace_id: UUID | None = None,
    project_id: UUID | None = None,
    changes: dict[str, Change] | None = None,
) -> UUID:
    """Write the event `action` and have it fanned out after the commit; gives the event's id.

    `changes` holds the old and the new value by field name. Raises KeyError for an action that is not in ACTIONS.
    """
    ACTIONS[action]
    event_id = new_id()
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    await fetch(
        "insert into events (id, workspace_id, action, actor_kind, actor_id, project_id, subject_type, subject_id,"
        " changes, request_id, at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        event_id,
        workspace_id,
        action,
        actor.kind,
        actor.id,
        project_id,
        subject.type,
        subject.id,
        {name: [_plain(old), _plain(new)] for name, (old, new) in (changes or {}).items()},
        request_id,
        clock.now(),
    )
    await enqueue(
        "activity.fan_out", workspace_id=workspace_id, dedupe_key=str(event_id), priority=1, event_id=str(event_id)
    )
    return event_id


def _plain(value: Any) -> Any:
    """`value` as JSON holds it."""
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
