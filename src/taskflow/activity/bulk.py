"""Recording many facts at once: all events and their fan-out jobs in one statement."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import structlog

from taskflow.activity.actions import ACTIONS
from taskflow.activity.recording import Actor, Change, Subject, build_changes, note_recorded
from taskflow.platform import clock
from taskflow.platform.database import fetch
from taskflow.platform.ids import new_id
from taskflow.platform.outbox import build_job, wake_after_commit
from taskflow.platform.unit_of_work import find_unit


@dataclass(frozen=True, slots=True)
class Fact:
    """What happened to one thing, with the old and the new value by field name."""

    action: str
    subject: Subject
    project_id: UUID | None = None
    changes: dict[str, Change] = field(default_factory=dict)


_INSERT = """
    with jobs_written as (
        insert into jobs (id, workspace_id, name, args, v, priority, dedupe_key, available_at, request_id, created_at)
        select j.id, $1, 'activity.fan_out', j.args, $2, 1, j.dedupe_key, now(), $3, now()
        from unnest($4::uuid[], $5::jsonb[], $6::text[]) as j(id, args, dedupe_key)
    )
    insert into events (id, workspace_id, action, actor_kind, actor_id, project_id, subject_type, subject_id, changes,
        request_id, at, unit_id)
    select e.id, $1, e.action, $7, $8, e.project_id, e.subject_type, e.subject_id, e.changes, $3, $9, $10
    from unnest($11::uuid[], $12::text[], $13::uuid[], $14::text[], $15::uuid[], $16::jsonb[]) with ordinality
        as e(id, action, project_id, subject_type, subject_id, changes, place) order by e.place
    returning seq
"""


async def record_many(facts: Sequence[Fact], *, actor: Actor, workspace_id: UUID) -> None:
    """Write an event for each fact, in their order, and have each fanned out after the commit, in one statement.

    Raises what `record` raises; nothing is written then.
    """
    if not facts:
        return
    ids = [new_id() for _ in facts]
    jobs = [build_job("activity.fan_out", {"event_id": event_id}, dedupe_key=str(event_id)) for event_id in ids]
    unit = find_unit()
    assert unit is not None  # noqa: S101  build_job has asked for it
    rows = await fetch(
        _INSERT,
        workspace_id,
        jobs[0][4],
        structlog.contextvars.get_contextvars().get("request_id"),
        [job[0] for job in jobs],
        [job[3] for job in jobs],
        [job[6] for job in jobs],
        actor.kind,
        actor.id,
        clock.now(),
        unit.id,
        ids,
        *_list_columns(facts),
    )
    for job in jobs:
        wake_after_commit(job[0])
    numbers = [row["seq"] for row in rows]
    note_recorded(workspace_id, min(numbers), max(numbers), *{fact.action for fact in facts})


def _list_columns(facts: Sequence[Fact]) -> tuple[list[Any], ...]:
    return (
        [_known(fact.action) for fact in facts],
        [fact.project_id for fact in facts],
        [fact.subject.type for fact in facts],
        [fact.subject.id for fact in facts],
        [build_changes(fact.changes) for fact in facts],
    )


def _known(action: str) -> str:
    ACTIONS[action]
    return action
