"""Moving a task, with its subtasks, to another project: it stays the same task and gets a key of that project."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.errors import Invalid, Moved, NotFound
from taskflow.projects import get_project, list_columns, lock_columns, require_open, take_task_numbers
from taskflow.tasks.bulk.drafts import Draft, write_draft
from taskflow.tasks.dependencies import require_unblocked
from taskflow.tasks.former_keys import keep_former_keys
from taskflow.tasks.limits import require_room
from taskflow.tasks.ordering import find_ranks
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.structure import lock_structure
from taskflow.tasks.transfers.belongings import Belongings, carry_belongings, plan_belongings
from taskflow.tasks.transfers.inputs import Transfer
from taskflow.tasks.transfers.loading import list_tree, lock_projects, lock_tree
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission


@dataclass(frozen=True, slots=True)
class _Move:
    """What goes where: by task the column that it comes from and the one that it goes to."""

    root_id: UUID
    source: Row
    target: Row
    rows: list[Row]
    columns: dict[UUID, tuple[Row, Row]]
    belongings: Belongings


async def transfer_task(member: Member, key: str, transfer: Transfer, *, version: int | None = None) -> Row:
    """Move it with all its subtasks; `dropped` in the row says what the other project has no place for.

    It keeps its id, its talk and its dependencies; its old key leads to it from then on. Doing it twice changes
    nothing. Raises NotFound, Forbidden, StaleVersion, Conflict for an archived project, a full column, too many
    subtasks or a done column for what others block, or Invalid for a project or a column that is not there.
    """
    task = await get_task(member, key)
    target = await _get_target(member, transfer)
    if target["id"] == task["project_id"]:
        await require_version(task, version)
        return task | {"dropped": []}
    # In the order of all writers: structure, tasks, projects, columns.
    await lock_structure(member)
    rows = await lock_tree(task)
    task = await get_task(member, key)  # as it is now that nobody else changes it
    await require_version(task, version)
    source = await lock_projects(task["project_id"], target["id"])
    move = await _plan(member, source, target, rows, transfer, lock=True)
    await _require_unblocked(member, task, move)
    await carry_belongings(member, target, move.belongings)
    first = await take_task_numbers(target["id"], len(rows))
    draft, keys = await _draft(move, first), {row["id"]: f"{source['key']}-{row['number']}" for row in rows}
    await keep_former_keys(rows)
    await write_draft(member, draft)
    dropped = [gone for row in rows for gone in move.belongings.list_dropped(row["id"], keys[row["id"]])]
    return await get_task(member, f"{target['key']}-{first}") | {"dropped": dropped}


async def preview_transfer(member: Member, key: str, transfer: Transfer) -> Row:
    """What `transfer_task` would do, and raise what that would: `tasks` with their columns, `new_labels`, `dropped`."""
    task = await get_task(member, key)
    target = await _get_target(member, transfer, pointers="query/")
    rows = await list_tree(task)
    source = await get_project(member, task["project"]["key"])
    for project in (source, target):
        require_open(project["archived_at"])
    shown = {name: target[name] for name in ("key", "name", "hue")}
    if target["id"] == source["id"]:
        return {"project": shown, "tasks": [], "new_labels": [], "dropped": []}
    move, names = await _plan(member, source, target, rows, transfer, lock=False), list[Row]()
    await _require_unblocked(member, task, move)
    for row in rows:
        old_key = f"{source['key']}-{row['number']}"
        move.belongings.carry(row["id"], row["custom"])
        names += move.belongings.list_dropped(row["id"], old_key)
    told = [
        {
            "task": f"{source['key']}-{row['number']}",
            "title": row["title"],
            "column": move.columns[row["id"]][1]["name"],
        }
        for row in rows
    ]
    labels = [label.name for label in move.belongings.new_labels.values()]
    return {"project": shown, "tasks": told, "new_labels": labels, "dropped": names}


async def _get_target(member: Member, transfer: Transfer, *, pointers: str = "") -> Row:
    member.require(Permission.EDIT_TASK)
    member.require(Permission.CREATE_TASK)
    try:
        try:
            return await get_project(member, transfer.project)
        except Moved as moved:
            return await get_project(member, moved.new)
    except NotFound:
        raise Invalid.field(f"{pointers}project", "unknown_project", "is no project that you can see") from None


async def _require_unblocked(member: Member, task: Row, move: _Move) -> None:
    """Pass when the other project's column does not complete what others block."""
    _, column = move.columns[task["id"]]
    if column["category"] == "done" and task["completed_at"] is None:
        await require_unblocked(member, task)


async def _plan(member: Member, source: Row, target: Row, rows: list[Row], transfer: Transfer, *, lock: bool) -> _Move:
    """Where everything goes; with `lock` the columns are locked, with room in them."""
    columns = await _choose_columns(source, target, rows, transfer, lock=lock)
    _require_room(rows, columns)
    belongings = await plan_belongings(member, source, target, [row["id"] for row in rows])
    return _Move(rows[0]["id"], source, target, rows, columns, belongings)


async def _choose_columns(
    source: Row, target: Row, rows: list[Row], transfer: Transfer, *, lock: bool
) -> dict[UUID, tuple[Row, Row]]:
    theirs, ours = await list_columns(target), {row["id"]: row for row in await list_columns(source)}
    chosen = {row["id"]: _find_match(theirs, ours[row["column_id"]]) for row in rows}
    if transfer.column_id is not None:
        wanted = [column for column in theirs if column["id"] == transfer.column_id]
        if not wanted:
            raise Invalid.field(
                f"{'' if lock else 'query/'}column_id", "unknown_column", "is not a column of that project"
            )
        chosen[rows[0]["id"]] = wanted[0]
    columns = ours | {column["id"]: column for column in theirs}
    if lock:
        columns = await lock_columns({row["column_id"] for row in rows} | {c["id"] for c in chosen.values()})
    return {row["id"]: (columns[row["column_id"]], columns[chosen[row["id"]]["id"]]) for row in rows}


def _find_match(columns: Sequence[Row], column: Row) -> Row:
    """The column of the same name and category, else the first of that category, else that of the name, or the first.

    So a task is neither completed nor reopened by moving, as far as the other board allows.
    """
    by_name = [row for row in columns if row["name"].casefold() == column["name"].casefold()]
    by_category = [row for row in columns if row["category"] == column["category"]]
    both = [row for row in by_name if row in by_category]
    return (both or by_category or by_name or columns)[0]


def _require_room(rows: Sequence[Row], columns: dict[UUID, tuple[Row, Row]]) -> None:
    """What is in the trash takes no room."""
    arriving = [columns[row["id"]][1] for row in rows if row["deleted_at"] is None]
    for column in {column["id"]: column for column in arriving}.values():
        require_room(column, coming=sum(other["id"] == column["id"] for other in arriving))


async def _draft(move: _Move, first: int) -> Draft:
    """The tasks with their new numbers, from `first` on, at the end of their columns."""
    draft, now, target = Draft(), clock.now(), move.target
    by_column: dict[UUID, list[Row]] = {}
    for row in move.rows:
        by_column.setdefault(move.columns[row["id"]][1]["id"], []).append(row)
    places = [(target["id"], column_id, len(those)) for column_id, those in by_column.items()]
    ranks = {column_id: iter(found) for column_id, found in (await find_ranks(places, first=False)).items()}
    for number, row in enumerate(move.rows, start=first):
        old, new = move.columns[row["id"]]
        values = {
            "project_id": target["id"],
            "number": number,
            "column_id": new["id"],
            "rank": next(ranks[new["id"]]),
            # What moves along stays below it; a parent in another project is one that many cannot see.
            "parent_id": None if row["id"] == move.root_id else row["parent_id"],
            "custom": move.belongings.carry(row["id"], row["custom"]),
            "completed_at": (row["completed_at"] or now) if new["category"] == "done" else None,
        }
        keys = (f"{move.source['key']}-{row['number']}", f"{target['key']}-{number}")
        lost = move.belongings.build_changes(row["id"])
        draft.note("task.transferred", row, values, key=keys, column=(old["name"], new["name"]), **lost)
    return draft
