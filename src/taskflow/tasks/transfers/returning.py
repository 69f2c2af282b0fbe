"""How a transfer is taken back: the task goes where it was, under the number that it had, with what it lost."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from taskflow.activity import Obstacle, Obstructed, read_many_typed, undoes, undoes_many
from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import Conflict, Invalid, NotFound
from taskflow.platform.ids import new_id
from taskflow.projects import SEES_PROJECT, get_project, list_columns, lock_columns, name_projects
from taskflow.tasks.bulk.drafts import Draft, write_draft
from taskflow.tasks.bulk.loading import lock_tasks
from taskflow.tasks.former_keys import forget_former_keys, keep_former_keys
from taskflow.tasks.limits import require_room
from taskflow.tasks.ordering import find_ranks_again
from taskflow.tasks.structure import lock_structure
from taskflow.tasks.subtasks import require_place
from taskflow.tasks.transfers.belongings import PEOPLE, Belongings, carry_belongings, plan_belongings
from taskflow.tasks.transfers.loading import lock_projects
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]
_UNCOMPARED = frozenset({"version", "rank"})
_NAMES = {"project_id": "the project", "column_id": "the column", "parent_id": "the parent", "custom": "a field"}


@undoes("task.transferred")
async def _return_one(member: Member, event: Row) -> str:
    await lock_structure(member)
    await fetch("select id from tasks where id = $1 for update", event["subject_id"])
    return (await return_tasks(member, [event]))[0]


@undoes_many("task.transferred")
async def return_tasks(member: Member, events: list[Row]) -> list[str]:
    """Move tasks back that went from one project to another together; gives their keys.

    Raises Obstructed naming those that were changed since, NotFound, Forbidden or Conflict.
    """
    member.require(Permission.EDIT_TASK)
    member.require(Permission.CREATE_TASK)
    ids = [event["subject_id"] for event in events]
    rows = {row["id"]: row for row in await lock_tasks(member, ids, deleted=None)}
    if set(ids) - set(rows):
        raise NotFound
    ordered = [rows[task_id] for task_id in ids]
    old = await _find_old_values(events, ordered)
    present, former = await _get_projects(member, ordered[0], old[0])
    await _require_parents(former, ordered, old)
    await lock_projects(present["id"], former["id"])
    columns = await _lock_columns(former, ordered, old)
    found = await plan_belongings(member, present, former, ids)
    await carry_belongings(member, former, found)
    await _put_dropped_back(member, former, events)
    await keep_former_keys(ordered)
    await forget_former_keys([(values["project_id"], values["number"]) for values in old])
    draft = await _draft(events, ordered, old, columns=columns, found=found, key=former["key"])
    await write_draft(member, draft)
    return [f"{former['key']}-{values['number']}" for values in old]


async def _find_old_values(events: Sequence[Row], rows: Sequence[Row]) -> list[Row]:
    """The values before the events. Raises Obstructed naming every task that was changed since."""
    changes = [
        {name: pair for name, pair in event["changes"].items() if name in row and name not in {*_UNCOMPARED, "key"}}
        for event, row in zip(events, rows, strict=True)
    ]
    new = await read_many_typed("tasks", [{name: pair[1] for name, pair in given.items()} for given in changes])
    touched = [
        Obstacle(row["key"], name, f"{_NAMES.get(name, name)} was changed again", row["id"])
        for row, values in zip(rows, new, strict=True)
        for name, value in values.items()
        if row[name] != value
    ]
    if touched:
        raise Obstructed(*touched)
    old = await read_many_typed("tasks", [{name: pair[0] for name, pair in given.items()} for given in changes])
    return [{"number": row["number"]} | values for row, values in zip(rows, old, strict=True)]


async def _get_projects(member: Member, row: Row, old: Row) -> tuple[Row, Row]:
    """The project where the tasks are, and the one where they were. Raises Obstructed when that cannot be seen."""
    keys = await name_projects(member, [row["project_id"], old["project_id"]])
    if old["project_id"] not in keys:
        raise Obstructed(Obstacle(row["key"], "project_id", "you do not see the other project any more", row["id"]))
    return await get_project(member, keys[row["project_id"]]), await get_project(member, keys[old["project_id"]])


async def _require_parents(former: Row, rows: Sequence[Row], old: Sequence[Row]) -> None:
    """Pass when each can hang below the parent that it had, or raise Obstructed."""
    for row, values in zip(rows, old, strict=True):
        if values.get("parent_id") is None:
            continue
        try:
            ids = (row["workspace_id"], former["id"], values["parent_id"])
            await require_place(*ids, child_id=row["id"], trash_too=True)
        except (Conflict, Invalid) as error:
            detail = f"the parent that it had: {error.detail}"
            raise Obstructed(Obstacle(row["key"], "parent_id", detail, row["id"])) from None


async def _lock_columns(former: Row, rows: Sequence[Row], old: Sequence[Row]) -> dict[UUID, Row]:
    """By task the column that it goes back to; all of them locked, with room in them."""
    theirs = {column["id"] for column in await list_columns(former)}
    if gone := [row for row, values in zip(rows, old, strict=True) if values["column_id"] not in theirs]:
        raise Obstructed(*(Obstacle(row["key"], "column_id", "the column is gone", row["id"]) for row in gone))
    locked = await lock_columns({row["column_id"] for row in rows} | {values["column_id"] for values in old})
    columns = {row["id"]: locked[values["column_id"]] for row, values in zip(rows, old, strict=True)}
    arriving: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        if row["deleted_at"] is None:
            arriving[columns[row["id"]]["id"]].append(row)
    for column_id, those in arriving.items():
        try:
            require_room(locked[column_id], coming=len(those))
        except Conflict as full:
            raise Obstructed(*(Obstacle(row["key"], "column_id", full.detail, row["id"]) for row in those)) from None
    return columns


async def _put_dropped_back(member: Member, former: Row, events: Sequence[Row]) -> None:
    """The labels that are still there, and the people who see the project, as far as they are not on by now."""
    labels = _list_dropped(events, "label")
    await _insert(
        "task_labels",
        "label_id",
        labels,
        "exists (select from labels l where l.id = k.given and l.project_id = $5)",
        former,
    )
    sees = f"exists (select from members m, projects p where m.id = k.given and p.id = $5 and {SEES_PROJECT})"
    for table, kind in PEOPLE.items():
        await _insert(table, "member_id", _list_dropped(events, kind), sees, former)


def _list_dropped(events: Sequence[Row], kind: str) -> list[tuple[UUID, UUID]]:
    """What the tasks lost of that kind: the task's and the thing's id."""
    return [
        (event["subject_id"], UUID(entry["id"]))
        for event in events
        for entry in event["changes"].get(f"dropped_{kind}s", ((),))[0]
    ]


async def _insert(table: str, name: str, entries: Sequence[tuple[UUID, UUID]], condition: str, former: Row) -> None:
    if entries:
        await execute(
            f"insert into {table} (id, workspace_id, task_id, {name}) select k.id, $4, k.task_id, k.given"
            f" from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as k(id, task_id, given) where {condition}"
            f" on conflict (workspace_id, task_id, {name}) do nothing",
            [new_id() for _ in entries],
            [task_id for task_id, _ in entries],
            [given for _, given in entries],
            former["workspace_id"],
            former["id"],
        )


async def _draft(
    events: Sequence[Row],
    rows: Sequence[Row],
    old: Sequence[Row],
    *,
    columns: dict[UUID, Row],
    found: Belongings,
    key: str,
) -> Draft:
    wanted = {
        row["id"]: (columns[row["id"]], str(event["changes"].get("rank", (row["rank"],))[0]))
        for event, row in zip(events, rows, strict=True)
    }
    ranks, draft = await find_ranks_again(wanted), Draft()
    for row, values in zip(rows, old, strict=True):
        found.carry(row["id"], row["custom"])
        back = values | {"rank": ranks[row["id"]]}
        draft.note(
            "task.transferred",
            row,
            back,
            key=(row["key"], f"{key}-{values['number']}"),
            column=(row["column_name"], columns[row["id"]]["name"]),
            **found.build_changes(row["id"]),
        )
    return draft
