"""What is going to be written to many tasks: their new values and what will be recorded, written in two statements."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from taskflow.activity import Change, Fact, Subject, record_many, to_plain
from taskflow.platform import clock
from taskflow.platform.database import execute
from taskflow.tasks.recurring import Coming
from taskflow.workspaces import Member

Row = dict[str, Any]


@dataclass(slots=True)
class Draft:
    """The changes of locked tasks, put together before anything is written."""

    values: dict[UUID, Row] = field(default_factory=dict)
    rows: dict[UUID, Row] = field(default_factory=dict)
    facts: list[tuple[str, Row, dict[str, Change]]] = field(default_factory=list)
    refused: list[Row] = field(default_factory=list)
    following: list[tuple[Row, Coming]] = field(default_factory=list)  # tasks that recur, and what is made after them

    def note(self, action: str, row: Row, values: Mapping[str, Any], **more: Change) -> None:
        """The task gets these values, which is recorded as `action`; `more` are changes that are not its columns."""
        changes = {name: (row[name], value) for name, value in values.items() if row[name] != value}
        self.rows[row["id"]] = row
        self.values.setdefault(row["id"], {}).update(values)
        self.facts.append((action, row, changes | more))

    def refuse(self, row: Row, code: str, detail: str) -> None:
        """This task stands against it."""
        self.refused.append({"task": row["key"], "code": code, "detail": detail})

    def is_changed(self, row: Row) -> bool:
        """True when something is noted for the task."""
        return row["id"] in self.rows


async def write_draft(member: Member, draft: Draft) -> None:
    """Write it: each task gets its next version, however much of it changes, and all of its events carry that."""
    if not draft.facts:
        return
    await _write_values([(task_id, draft.values[task_id]) for task_id in draft.rows])
    facts = [
        Fact(
            action,
            Subject("task", row["id"]),
            draft.values[row["id"]].get("project_id", row["project_id"]),
            changes | {"version": (row["version"], row["version"] + 1)},
        )
        for action, row, changes in draft.facts
    ]
    await record_many(facts, actor=member.actor, workspace_id=member.workspace_id)


async def _write_values(given: Sequence[tuple[UUID, Row]]) -> None:
    """A name in the values is a column of our own model; what a task's values do not name stays as it is."""
    names = sorted({name for _, values in given for name in values})
    sets = "".join(f", {name} = r.{name}" for name in names)
    await execute(
        f"update tasks t set version = s.version + 1, updated_at = $3{sets}"
        " from unnest($1::uuid[], $2::jsonb[]) as k(id, given) join tasks s on s.id = k.id"
        " cross join lateral jsonb_populate_record(s, k.given) r where t.id = s.id",
        [task_id for task_id, _ in given],
        [{name: to_plain(value) for name, value in values.items()} for _, values in given],
        clock.now(),
    )
