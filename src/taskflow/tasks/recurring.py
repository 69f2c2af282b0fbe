"""What completing a task that recurs makes: the next one, once, beside it."""

from dataclasses import dataclass
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one, fetch_value
from taskflow.platform.errors import Invalid
from taskflow.platform.ids import new_id
from taskflow.projects import SEES_PROJECT, take_task_number
from taskflow.tasks.facts import record_task, write_change
from taskflow.tasks.limits import has_room
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.ranks import rank_between
from taskflow.tasks.recurrence import Due, Next, find_next, shift_start
from taskflow.tasks.subtasks import MAX_SUBTASKS
from taskflow.workspaces import Member

# Where the next task goes, the best first; a board whose columns are all full takes it nevertheless.
_COPIED = ("title", "description", "priority", "estimate", "custom")
_CATEGORIES = ("todo", "backlog", "doing", "review", "done")
# The lock keeps a label from being deleted before it is on the new task; members stay for good.
_COPY_BELONGINGS = f"""
    labelled as (insert into task_labels (id, workspace_id, task_id, label_id)
        select x.id, made.workspace_id, made.id, x.label_id from made, (select g.id, l.id as label_id
            from unnest($2::uuid[], $3::uuid[]) as g(id, other) join labels l on l.id = g.other for key share of l) x),
    assigned as (insert into task_assignees (id, workspace_id, task_id, member_id)
        select g.id, made.workspace_id, made.id, m.id from made join projects p on p.id = made.project_id,
            unnest($4::uuid[], $5::uuid[]) as g(id, other) join members m on m.id = g.other where {SEES_PROJECT})
    insert into task_watchers (id, workspace_id, task_id, member_id)
        select g.id, made.workspace_id, made.id, m.id from made join projects p on p.id = made.project_id,
            unnest($6::uuid[], $7::uuid[]) as g(id, other) join members m on m.id = g.other where {SEES_PROJECT}
"""


@dataclass(frozen=True, slots=True)
class Coming:
    """The next task, before its forerunner is completed; `trashed` is the key of one that is in the trash."""

    next: Next
    trashed: str | None


def require_due(task: Row, values: Row) -> None:
    """Pass, or raise Invalid when `values` would leave a task that recurs without a day or moment to count from."""
    left = {name: values.get(name, task[name]) for name in ("recurrence", "due_date", "due_at")}
    if left["recurrence"] is not None and left["due_date"] is None and left["due_at"] is None:
        field = "recurrence" if values.get("recurrence") is not None else "due_date"
        raise Invalid.field(field, "recurrence_without_due", "a task that recurs needs a due date")


async def prepare_next(member: Member, task: Row, *, into: UUID | None = None, restores: bool = True) -> Coming | None:
    """What will follow the locked `task` when it is completed, or moved `into` a column; None when nothing does.

    Before the task's columns are locked: it locks the project and all its columns, in the order of everybody. With
    `restores`, a next task that is in the project's trash comes back instead of another one.
    """
    if task["recurrence"] is None or task["completed_at"] is not None:
        return None
    following = find_next(task["recurrence"], Due(task["due_date"], task["due_at"], task["due_zone"]))
    if following is None:
        return None
    made = await fetch_one(
        "select p.key || '-' || n.number as key, n.deleted_at, n.project_id from tasks n"
        " join projects p on p.id = n.project_id"
        " where n.workspace_id = $1 and n.recurs_from = $2 for no key update of n",
        task["workspace_id"],
        task["id"],
    )
    restores = restores and made is not None and made["project_id"] == task["project_id"]
    if made is not None and (made["deleted_at"] is None or not restores):
        return None
    await fetch("select 1 from projects where id = $1 for no key update", task["project_id"])
    categories = await _lock_board(task)
    if into is not None and categories.get(into) != "done":
        return None
    return Coming(following, made["key"] if made else None)


async def make_next(member: Member, task: Row, coming: Coming | None) -> None:
    """Make what `prepare_next` gave for `task`, now that it is completed."""
    if coming is None:
        return
    if coming.trashed is not None:
        trashed = await get_task(member, coming.trashed, lock=True, deleted=True)
        values = {"deleted_at": None, "parent_id": trashed["parent_id"] and await _find_parent(trashed)}
        changed = {name: value for name, value in values.items() if trashed[name] != value}
        recurs_from = (task["id"], task["id"])
        await write_change(member, "task.restored", trashed, changed, recurs_from=recurs_from)
        return
    column = await _choose_column(task)
    values = _build_values(member, task, coming.next) | {
        "parent_id": await _find_parent(task),
        "number": await take_task_number(task["project_id"]),
        "column_id": column["id"],
        "rank": rank_between(column["last_rank"], None),
    }
    await _insert(task, values)
    said = {"title": task["title"], "column": column["name"], "recurs_from": task["id"], "version": 1}
    said |= {"parent_id": values["parent_id"]} if values["parent_id"] else {}
    await record_task(member, "task.created", values, **{name: (None, value) for name, value in said.items()})


def _build_values(member: Member, task: Row, following: Next) -> Row:
    due, now = following.due, clock.now()
    return {
        "id": new_id(),
        "workspace_id": task["workspace_id"],
        "project_id": task["project_id"],
        "start_date": shift_start(task["start_date"], Due(task["due_date"], task["due_at"], task["due_zone"]), due),
        "due_date": due.day,
        "due_at": due.at,
        "due_zone": due.zone,
        "recurrence": following.rule,
        "recurs_from": task["id"],
        "created_by": member.id,
        "created_at": now,
        "updated_at": now,
    }


async def _find_parent(task: Row) -> UUID | None:
    """The parent, unless it is in the trash or has as many subtasks as it can have."""
    if task["parent_id"] is None:
        return None
    parent_id: UUID | None = await fetch_value(
        "select a.id from tasks a where a.workspace_id = $1 and a.id = $2 and a.deleted_at is null and (select count(*)"
        " from tasks s where s.workspace_id = a.workspace_id and s.parent_id = a.id) < $3",
        task["workspace_id"],
        task["parent_id"],
        MAX_SUBTASKS,
    )
    return parent_id


async def _lock_board(task: Row) -> dict[UUID, str]:
    """The category of each column of the project, all of them locked."""
    rows = await fetch(
        "select id, category from project_columns where project_id = $1 order by id for no key update",
        task["project_id"],
    )
    return {row["id"]: row["category"] for row in rows}


async def _choose_column(task: Row) -> Row:
    """The first column for work to be done that has room, else another open one, else the first without room."""
    rows = await fetch(
        "select c.id, c.name, c.category, c.wip_limit, c.wip_policy, c.task_count, (select max(t.rank) from tasks t"
        "   where t.workspace_id = c.workspace_id and t.project_id = c.project_id and t.column_id = c.id"
        "   and t.deleted_at is null) as last_rank"
        " from project_columns c where c.project_id = $1"
        " order by array_position($2::column_category[], c.category), c.position",
        task["project_id"],
        list(_CATEGORIES),
    )
    return next((row for row in rows if row["category"] != "done" and has_room(row)), rows[0])


async def _insert(task: Row, values: Row) -> None:
    """Write the next task: what it does not have of its own is the old one's, who watches it and works on it too."""
    names = [*values, *_COPIED]
    places = [f"${place}" for place in range(8, len(values) + 8)]
    await execute(
        f"with made as (insert into tasks ({', '.join(names)}) select {', '.join([*places, *_COPIED])} from tasks"
        f" where id = $1 returning id, workspace_id, project_id), {_COPY_BELONGINGS}",
        task["id"],
        *_list_ids(task["labels"]),
        *_list_ids(task["assignees"]),
        *_list_ids(task["watchers"]),
        *values.values(),
    )


def _list_ids(entries: list[Row]) -> tuple[list[UUID], list[UUID]]:
    return [new_id() for _ in entries], [UUID(str(entry["id"])) for entry in entries]
