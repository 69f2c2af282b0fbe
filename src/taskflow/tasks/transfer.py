"""Moving a task, with its subtasks, to another project: it stays the same task and gets a key of that project."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import Field

from taskflow.platform import clock
from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import Conflict, Invalid, Moved, NotFound
from taskflow.platform.validation import Input
from taskflow.projects import get_project, list_columns, take_task_number
from taskflow.tasks.belongings import Belongings, load_belongings
from taskflow.tasks.facts import record_task
from taskflow.tasks.former_keys import keep_former_key
from taskflow.tasks.ordering import find_rank
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.structure import lock_structure
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission

MAX_MOVED = 200
_MOVED = (
    "t.id, t.workspace_id, t.project_id, t.number, t.column_id, t.parent_id, t.version, t.completed_at, t.custom,"
    " t.rank"
)


class Transfer(Input):
    """The project that a task goes to, and the column there: without one, that of the same name or meaning."""

    project: Annotated[str, Field(min_length=1, max_length=6, examples=["WEB"])]
    column_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class _Move:
    root_id: UUID
    source: Row
    target: Row
    columns: dict[UUID, tuple[Row, Row]]
    belongings: Belongings


async def transfer_task(member: Member, key: str, transfer: Transfer, *, version: int | None = None) -> Row:
    """Move it with all its subtasks; `dropped` in the row says what the other project has no place for.

    It keeps its id, its talk and its dependencies; its old key leads to it from then on. Doing it twice changes
    nothing. Raises NotFound, Forbidden, StaleVersion, Conflict for an archived project or too many subtasks, or Invalid
    for a project or a column that is not there.
    """
    await lock_structure(member)
    task = await get_task(member, key)
    member.require(Permission.EDIT_TASK)
    member.require(Permission.CREATE_TASK)
    target = await _get_target(member, transfer)
    if target["id"] == task["project_id"]:
        await require_version(task, version)
        return task | {"dropped": []}
    source = await _lock_projects(task, target)
    moved = await _lock_tree(task)
    task = await get_task(member, key)  # as it is now that nobody else changes it
    await require_version(task, version)
    columns = await _choose_columns(source, target, moved, task, transfer)
    belongings = await load_belongings(member, source, target, [row["id"] for row in moved])
    move = _Move(task["id"], source, target, columns, belongings)
    numbers = [await _move(member, row, move) for row in moved]
    lost = [gone for row in moved for gone in belongings.list_dropped(row["id"], f"{source['key']}-{row['number']}")]
    return await get_task(member, f"{target['key']}-{numbers[0]}") | {"dropped": lost}


async def _get_target(member: Member, transfer: Transfer) -> Row:
    try:
        try:
            return await get_project(member, transfer.project)
        except Moved as moved:
            return await get_project(member, moved.new)
    except NotFound:
        raise Invalid.field("project", "unknown_project", "is no project that you can see") from None


async def _lock_projects(task: Row, target: Row) -> Row:
    """Both projects, in one order for everybody, before any of their columns and tasks; gives the source."""
    rows = await fetch(
        "select id, key, archived_at from projects where id in ($1, $2) order by id for no key update",
        task["project_id"],
        target["id"],
    )
    if any(row["archived_at"] is not None for row in rows):
        raise Conflict("The project is archived: bring it back first", code="project_archived")
    return next(row for row in rows if row["id"] == task["project_id"])


async def _lock_tree(task: Row) -> list[Row]:
    """The task and everything below it in its project, what is in the trash included: itself first, by number."""
    rows = await fetch(
        "with recursive tree as (select id from tasks where id = $1 and project_id = $3"
        " union select c.id from tree join tasks c on c.workspace_id = $2 and c.parent_id = tree.id"
        f" where c.project_id = $3) select {_MOVED} from tasks t where t.id in (select id from tree) order by t.id"
        " for no key update of t",
        task["id"],
        task["workspace_id"],
        task["project_id"],
    )
    if len(rows) > MAX_MOVED:
        raise Conflict(f"At most {MAX_MOVED} tasks move at once", code="too_many_subtasks")
    return sorted(rows, key=lambda row: (row["id"] != task["id"], row["number"]))


async def _choose_columns(
    source: Row, target: Row, moved: list[Row], task: Row, transfer: Transfer
) -> dict[UUID, tuple[Row, Row]]:
    """By task the column that it is in and the one that it goes to; all of them locked, in one order for everybody."""
    theirs, ours = await list_columns(target), {row["id"]: row for row in await list_columns(source)}
    chosen = {row["id"]: _find_match(theirs, ours[row["column_id"]]) for row in moved}
    if transfer.column_id is not None:
        wanted = [row for row in theirs if row["id"] == transfer.column_id]
        if not wanted:
            raise Invalid.field("column_id", "unknown_column", "is not a column of that project")
        chosen[task["id"]] = wanted[0]
    ids = {row["column_id"] for row in moved} | {column["id"] for column in chosen.values()}
    locked = await fetch(
        "select id, name, category from project_columns where id = any($1::uuid[]) order by id for no key update",
        list(ids),
    )
    columns = {row["id"]: row for row in locked}
    return {row["id"]: (columns[row["column_id"]], columns[chosen[row["id"]]["id"]]) for row in moved}


def _find_match(columns: list[Row], column: Row) -> Row:
    """The column of the same name, else the first of the same category, else the first one."""
    by_name = [row for row in columns if row["name"].casefold() == column["name"].casefold()]
    by_category = [row for row in columns if row["category"] == column["category"]]
    return (by_name or by_category or columns)[0]


async def _move(member: Member, row: Row, move: _Move) -> int:
    old, new = move.columns[row["id"]]
    number = await take_task_number(move.target["id"])
    values = {
        "project_id": move.target["id"],
        "number": number,
        "column_id": new["id"],
        "rank": await find_rank(move.target["id"], new["id"]),
        # What moves along stays below it; a parent in another project is one that many cannot see.
        "parent_id": None if row["id"] == move.root_id else row["parent_id"],
        "custom": move.belongings.carry(row["id"], row["custom"]),
        "completed_at": (row["completed_at"] or clock.now()) if new["category"] == "done" else None,
    }
    await keep_former_key(row)
    await _write(row["id"], values)
    await record_task(
        member,
        "task.transferred",
        {"id": row["id"], "project_id": move.target["id"]},
        **{name: (row[name], value) for name, value in values.items() if row[name] != value},
        **move.belongings.build_changes(row["id"]),
        key=(f"{move.source['key']}-{row['number']}", f"{move.target['key']}-{number}"),
        column=(old["name"], new["name"]),
        version=(row["version"], row["version"] + 1),
    )
    return number


async def _write(task_id: UUID, values: Row) -> None:
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(values, start=3))
    await execute(
        f"update tasks set version = version + 1, updated_at = $2{sets} where id = $1",
        task_id,
        clock.now(),
        *values.values(),
    )
