"""Tasks that come from elsewhere, many at once: with their own times and people, and an event each that says so."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from taskflow.activity import Fact, Subject, record_many
from taskflow.platform import clock
from taskflow.platform.database import fetch
from taskflow.platform.ids import new_id
from taskflow.projects import lock_columns, lock_projects, require_open, take_task_numbers
from taskflow.tasks.models import Assignee, Task, TaskLabel, Watcher
from taskflow.tasks.ordering import find_ranks
from taskflow.tasks.queries import Row
from taskflow.tasks.structure import lock_structure
from taskflow.tasks.subtasks import MAX_LEVELS, MAX_SUBTASKS
from taskflow.workspaces import Member, Permission


@dataclass(frozen=True, slots=True)
class ImportedTask:
    """A task as another program knew it; every id in it is of the project, and every text is checked already.

    `completed_at` is there when its column is of the category done, and only then.
    """

    title: str
    column_id: UUID
    created_by: UUID
    created_at: datetime
    description: str = ""
    priority: str = "none"
    start_date: date | None = None
    due_date: date | None = None
    due_at: datetime | None = None
    due_zone: str | None = None
    estimate: Decimal | None = None
    recurrence: str | None = None
    completed_at: datetime | None = None
    custom: dict[str, Any] = field(default_factory=dict)
    assignees: tuple[UUID, ...] = ()
    labels: tuple[UUID, ...] = ()
    watchers: tuple[UUID, ...] = ()
    comment_count: int = 0


_COLUMNS = (
    "title", "column_id", "created_by", "created_at", "description", "priority", "start_date", "due_date", "due_at",
    "due_zone", "estimate", "recurrence", "completed_at", "custom", "comment_count",
)  # fmt: skip


async def import_tasks(
    member: Member, project_id: UUID, imported: Sequence[ImportedTask], *, source: str
) -> list[UUID]:
    """Make them at the ends of their columns, in their order, with the project's next numbers; gives their ids.

    Limits of columns do not stand against it, and nobody is notified: those who work on a task watch it. `source` is
    what people call the other program. Raises Forbidden, or Conflict for an archived project.
    """
    member.require(Permission.CREATE_TASK)
    locked = await lock_projects([project_id])
    require_open(locked[project_id]["archived_at"])
    first = await take_task_numbers(project_id, len(imported))
    columns = await lock_columns({task.column_id for task in imported})
    counts = Counter(task.column_id for task in imported)
    found = await find_ranks([(project_id, column, count) for column, count in counts.items()], first=False)
    ranks = {column: iter(those) for column, those in found.items()}
    own: Row = {"workspace_id": member.workspace_id, "project_id": project_id, "updated_at": clock.now()}
    ids = [new_id() for _ in imported]
    await Task.bulk_create(
        Task(id=task_id, number=number, rank=next(ranks[task.column_id]), **own, **_read_columns(task))
        for task_id, number, task in zip(ids, range(first, first + len(ids)), imported, strict=True)
    )
    await _write_beside(member, ids, imported)
    await record_many(
        [
            Fact(
                "task.imported",
                Subject("task", task_id),
                project_id,
                {"title": (None, task.title), "column": (None, columns[task.column_id]["name"]),
                 "source": (None, source), "version": (None, 1)},
            )
            for task_id, task in zip(ids, imported, strict=True)
        ],
        actor=member.actor,
        workspace_id=member.workspace_id,
    )  # fmt: skip
    return ids


async def hang_imported(member: Member, pairs: Iterable[tuple[UUID, UUID]]) -> int:
    """Hang tasks below their parents as another program had them: pairs of child and parent, of one project.

    What would make a circle, too many levels or too many subtasks is left as it is. Gives how many hang then.
    """
    await lock_structure(member)
    wanted = dict(pairs)
    fitting = {child: parent for child, parent in wanted.items() if _fits(child, wanted)}
    rows = await fetch(
        "with ranked as (select k.child, k.parent, row_number() over (partition by k.parent) as place"
        "  from unnest($2::uuid[], $3::uuid[]) as k(child, parent)),"
        " parents as materialized (select id, project_id from tasks"
        "  where id = any($3::uuid[]) and workspace_id = $1 and deleted_at is null)"
        " update tasks t set parent_id = r.parent, version = t.version + 1"
        " from ranked r join parents p on p.id = r.parent"
        " where t.id = any($2::uuid[]) and t.id = r.child and t.workspace_id = $1 and t.parent_id is null"
        " and p.project_id = t.project_id and t.deleted_at is null and r.place <= $4"
        " returning t.id, t.project_id, t.parent_id, t.version",
        member.workspace_id,
        list(fitting),
        list(fitting.values()),
        MAX_SUBTASKS,
    )
    facts = [
        Fact("task.edited", Subject("task", row["id"]), row["project_id"],
             {"parent_id": (None, row["parent_id"]), "version": (row["version"] - 1, row["version"])})
        for row in rows
    ]  # fmt: skip
    await record_many(facts, actor=member.actor, workspace_id=member.workspace_id)
    return len(rows)


def _fits(child: UUID, parents: dict[UUID, UUID]) -> bool:
    seen, above = {child}, parents.get(child)
    while above is not None:
        if above in seen or len(seen) >= MAX_LEVELS:
            return False
        seen.add(above)
        above = parents.get(above)
    return True


def _read_columns(task: ImportedTask) -> Row:
    return {name: getattr(task, name) for name in _COLUMNS}


async def _write_beside(member: Member, ids: Sequence[UUID], imported: Sequence[ImportedTask]) -> None:
    """Who works on the tasks and watches them, and their labels."""
    pairs = list(zip(ids, imported, strict=True))
    own = {"workspace_id": member.workspace_id}
    await Assignee.bulk_create(
        Assignee(id=new_id(), task_id=task_id, member_id=who, **own)
        for task_id, task in pairs
        for who in dict.fromkeys(task.assignees)
    )
    await TaskLabel.bulk_create(
        TaskLabel(id=new_id(), task_id=task_id, label_id=label, **own)
        for task_id, task in pairs
        for label in dict.fromkeys(task.labels)
    )
    await Watcher.bulk_create(
        Watcher(id=new_id(), task_id=task_id, member_id=who, **own)
        for task_id, task in pairs
        for who in dict.fromkeys((*task.watchers, *task.assignees))
    )
