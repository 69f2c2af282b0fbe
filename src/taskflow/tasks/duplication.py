"""Making a copy of a task: what it says, and what hangs on it as far as one wants that."""

from collections.abc import Collection, Sequence
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from taskflow.activity import Change, Fact, Subject, record_many
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import Invalid
from taskflow.platform.ids import new_id
from taskflow.platform.validation import Input, Title
from taskflow.projects import SEES_PROJECT, get_project, list_columns, lock_columns, require_open, take_task_numbers
from taskflow.tasks.limits import require_room
from taskflow.tasks.ordering import find_ranks
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.structure import lock_structure
from taskflow.tasks.subtasks import require_place
from taskflow.tasks.transfers.loading import list_tree
from taskflow.workspaces import Member, Permission

Pair = tuple[UUID, UUID]
Part = Literal["assignees", "labels", "fields", "subtasks"]
_OPEN = ("todo", "backlog", "doing", "review", "done")
_COPIED = "description, priority, start_date, due_date, due_at, due_zone, estimate"


class Duplicate(Input):
    """What the copy is like: dates, priority and description are always copied, comments and files never are."""

    title: Title | None = Field(
        default=None, examples=["Fix the login page again"], description="Else that of the task"
    )
    column_id: UUID | None = Field(default=None, description="Else that of the task; of a done one, the first for work")
    include: Annotated[list[Part], Field(max_length=4, description="What else is copied")] = [
        "assignees",
        "labels",
        "fields",
    ]


async def duplicate_task(member: Member, key: str, duplicate: Duplicate) -> Row:
    """Make the copy at the end of its column, with its subtasks if wanted; all copies are work that is to be done.

    Raises NotFound, Forbidden, Conflict for an archived project, a full column or too many subtasks, or Invalid for a
    column that is not there.
    """
    task = await get_task(member, key)
    member.require(Permission.CREATE_TASK)
    if "subtasks" in duplicate.include or task["parent_id"]:
        await lock_structure(member)
        task = await get_task(member, key)
    if task["parent_id"]:
        await require_place(member.workspace_id, task["project_id"], task["parent_id"])
    project = await get_project(member, task["project"]["key"])
    require_open(project["archived_at"])
    rows = [row for row in await list_tree(task) if row["deleted_at"] is None]
    rows = rows if "subtasks" in duplicate.include else rows[:1]
    # The project row first, the columns second: every writer takes locks in this order.
    number = await take_task_numbers(project["id"], len(rows))
    columns = await _choose_columns(project, rows, duplicate)
    copies = {row["id"]: new_id() for row in rows}
    await _insert(member, rows, copies, columns, duplicate=duplicate, number=number)
    titles = {rows[0]["id"]: duplicate.title}
    facts = [_tell(row, copies, columns[row["id"]], project, title=titles.get(row["id"])) for row in rows]
    if "labels" in duplicate.include:
        await _copy_labels(member, copies)
    assigned = await _copy_assignees(member, project, copies) if "assignees" in duplicate.include else []
    facts += [
        Fact("task.assigned", Subject("task", task_id), project["id"], {"member_id": (None, member_id)})
        for task_id, member_id in assigned
    ]
    # Whoever makes a task, or is put on it, watches it.
    watching = {*assigned, *((copy, member.id) for copy in copies.values())}
    await _insert_pairs(member, "task_watchers", "member_id", watching)
    await record_many(facts, actor=member.actor, workspace_id=member.workspace_id)
    return await get_task(member, f"{project['key']}-{number}")


async def _choose_columns(project: Row, rows: Sequence[Row], duplicate: Duplicate) -> dict[UUID, Row]:
    """By task the column of its copy; all of them locked, with room in them."""
    listed = await list_columns(project)
    known = {column["id"]: column for column in listed}
    if duplicate.column_id is not None and duplicate.column_id not in known:
        raise Invalid.field("column_id", "unknown_column", "is not a column of this project")
    first = min(listed, key=lambda column: _OPEN.index(column["category"]))
    chosen = {row["id"]: known[row["column_id"]] for row in rows}
    chosen = {task_id: first if column["category"] == "done" else column for task_id, column in chosen.items()}
    if duplicate.column_id is not None:
        chosen[rows[0]["id"]] = known[duplicate.column_id]
    locked = await lock_columns({column["id"] for column in chosen.values()})
    for column in locked.values():
        require_room(column, coming=sum(other["id"] == column["id"] for other in chosen.values()))
    return {task_id: locked[column["id"]] for task_id, column in chosen.items()}


async def _insert(
    member: Member,
    rows: Sequence[Row],
    copies: dict[UUID, UUID],
    columns: dict[UUID, Row],
    *,
    duplicate: Duplicate,
    number: int,
) -> None:
    """A copy of a subtask hangs below the copy of its parent; that of the task itself where the task hangs."""
    project_id, now = rows[0]["project_id"], clock.now()
    targets = [columns[row["id"]] for row in rows]
    counts = {column["id"]: sum(other["id"] == column["id"] for other in targets) for column in targets}
    found = await find_ranks([(project_id, column_id, count) for column_id, count in counts.items()], first=False)
    ranks = {column_id: iter(values) for column_id, values in found.items()}
    await execute(
        "insert into tasks (id, workspace_id, project_id, number, title, column_id, rank, parent_id, completed_at,"
        f" custom, created_by, created_at, updated_at, {_COPIED})"
        " select k.id, s.workspace_id, s.project_id, k.number, coalesce(k.title, s.title), k.column_id, k.rank,"
        f" k.parent_id, k.completed_at, case when $8 then s.custom else '{{}}'::jsonb end, $9, $10, $10, {_COPIED}"
        " from unnest($1::uuid[], $2::uuid[], $3::int[], $4::uuid[], $5::text[], $6::uuid[], $7::timestamptz[],"
        "   $11::text[]) as k(source, id, number, column_id, rank, parent_id, completed_at, title)"
        " join tasks s on s.id = k.source",
        list(copies),
        list(copies.values()),
        list(range(number, number + len(rows))),
        [column["id"] for column in targets],
        [next(ranks[column["id"]]) for column in targets],
        [copies.get(row["parent_id"], row["parent_id"]) for row in rows],
        [now if column["category"] == "done" else None for column in targets],
        "fields" in duplicate.include,
        member.id,
        now,
        [duplicate.title if row is rows[0] else None for row in rows],
    )


def _tell(row: Row, copies: dict[UUID, UUID], column: Row, project: Row, *, title: str | None) -> Fact:
    changes: dict[str, Change] = {
        "title": (None, title or row["title"]),
        "column": (None, column["name"]),
        "version": (None, 1),
        "copied_from": (None, f"{project['key']}-{row['number']}"),
    }
    if row["parent_id"] is not None:
        changes["parent_id"] = (None, copies.get(row["parent_id"], row["parent_id"]))
    return Fact("task.created", Subject("task", copies[row["id"]]), project["id"], changes)


async def _copy_labels(member: Member, copies: dict[UUID, UUID]) -> None:
    # The lock keeps a label from being deleted before it is on the copy.
    rows = await fetch(
        "select x.task_id, l.id from task_labels x join labels l on l.id = x.label_id"
        " where x.workspace_id = $1 and x.task_id = any($2::uuid[]) for key share of l",
        member.workspace_id,
        list(copies),
    )
    await _insert_pairs(member, "task_labels", "label_id", [(copies[row["task_id"]], row["id"]) for row in rows])


async def _copy_assignees(member: Member, project: Row, copies: dict[UUID, UUID]) -> list[Pair]:
    """Put those who still see the project on the copies; gives each copy with each of them."""
    rows = await fetch(
        "select x.task_id, x.member_id from task_assignees x join members m on m.id = x.member_id"
        " join projects p on p.id = $3 join users u on u.id = m.user_id"
        f" where x.workspace_id = $1 and x.task_id = any($2::uuid[]) and {SEES_PROJECT} order by lower(u.name), m.id",
        member.workspace_id,
        list(copies),
        project["id"],
    )
    pairs = [(copies[row["task_id"]], row["member_id"]) for row in rows]
    await _insert_pairs(member, "task_assignees", "member_id", pairs)
    return pairs


async def _insert_pairs(member: Member, table: str, column: str, pairs: Collection[Pair]) -> None:
    await execute(
        f"insert into {table} (id, workspace_id, task_id, {column}) select k.id, $1, k.task_id, k.other"
        " from unnest($2::uuid[], $3::uuid[], $4::uuid[]) as k(id, task_id, other)",
        member.workspace_id,
        [new_id() for _ in pairs],
        [task_id for task_id, _ in pairs],
        [other for _, other in pairs],
    )
