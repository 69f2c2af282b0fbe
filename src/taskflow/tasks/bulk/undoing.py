"""How the changes of many tasks are taken back: those of one kind at once, however many there are."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from taskflow.activity import (
    InverseOfMany,
    Obstacle,
    Obstructed,
    find_changed_since,
    read_many_typed,
    undoes,
    undoes_many,
)
from taskflow.projects import lock_columns, use_field
from taskflow.tasks.bulk.drafts import Draft
from taskflow.tasks.bulk.entries import (
    ASSIGNEES,
    LABELS,
    Kind,
    change_assignees,
    change_labels,
    note_field,
    stop_watching,
)
from taskflow.tasks.bulk.pairs import Pair, finish, load_pairs, undo_each
from taskflow.tasks.bulk.places import refuse_blocked, require_rooms
from taskflow.tasks.inputs import FieldContent
from taskflow.tasks.ordering import find_ranks_again
from taskflow.tasks.undoing import find_old_rank, is_moved
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]
ChangeEntries = Callable[[Member, Draft, list[Row], list[UUID], list[UUID]], Awaitable[None]]
_UNCOMPARED = frozenset({"version", "rank"})
_OPPOSITES = {"task.moved": "task.moved", "task.completed": "task.reopened", "task.reopened": "task.completed"}


async def _find_old_values(pairs: Sequence[Pair]) -> list[Row]:
    """The values of the tasks' columns before the events. Raises Obstructed for those that were changed since."""
    changes = [
        {name: pair for name, pair in event["changes"].items() if name in row and name not in _UNCOMPARED}
        for event, row in pairs
    ]
    new = await read_many_typed("tasks", [{name: pair[1] for name, pair in given.items()} for given in changes])
    touched = [
        Obstacle(row["key"], name, f"{name} was changed again", row["id"])
        for (_, row), values in zip(pairs, new, strict=True)
        for name, value in values.items()
        if row[name] != value
    ]
    if touched:
        raise Obstructed(*touched)
    old = [{name: given[name][0] for name in values} for given, values in zip(changes, new, strict=True)]
    return await read_many_typed("tasks", old)


@undoes_many("task.edited")
async def _put_values_back(member: Member, events: list[Row]) -> list[str]:
    if any("parent_id" in event["changes"] for event in events):
        return await undo_each(member, events)
    pairs = await load_pairs(member, events)
    member.require(Permission.EDIT_TASK)
    draft = Draft()
    for (_, row), old in zip(pairs, await _find_old_values(pairs), strict=True):
        draft.note("task.edited", row, old)
    return await finish(member, draft, pairs)


@undoes_many(*_OPPOSITES)
async def _put_places_back(member: Member, events: list[Row]) -> list[str]:
    """Into the columns and to the places where they were, open or done as they were."""
    pairs = await load_pairs(member, events)
    member.require(Permission.EDIT_TASK)
    old = await _find_old_values(pairs)
    if any(row["recurrence"] and values.get("completed_at") for (_, row), values in zip(pairs, old, strict=True)):
        return await undo_each(member, events)  # each makes what follows it
    moved = [event for event in events if is_moved(event)]
    again = await find_changed_since(moved, member.workspace_id, "rank")
    if touched := [row for _, row in pairs if row["id"] in again]:
        raise Obstructed(*(Obstacle(row["key"], "rank", "the task was moved again", row["id"]) for row in touched))
    draft = Draft()
    completed = [row for (_, row), values in zip(pairs, old, strict=True) if values.get("completed_at") is not None]
    await refuse_blocked(member, draft, completed)
    targets = await _lock_targets(draft, pairs, old)
    wanted = {
        row["id"]: (targets[row["id"]], find_old_rank(event, row)) for event, row in pairs if row["id"] in targets
    }
    ranks = await find_ranks_again(wanted)
    for (event, row), values in zip(pairs, old, strict=True):
        if column := targets.get(row["id"]):
            names = (row["column_name"], column["name"])
            draft.note(_OPPOSITES[event["action"]], row, values | {"rank": ranks[row["id"]]}, column=names)
        else:
            draft.note(_OPPOSITES[event["action"]], row, values)
    return await finish(member, draft, pairs)


async def _lock_targets(draft: Draft, pairs: Sequence[Pair], old: Sequence[Row]) -> dict[UUID, Row]:
    """By task the column that it goes back to, if it was moved; all columns locked, with room in them."""
    wanted: dict[UUID, UUID] = {
        row["id"]: values.get("column_id") or row["column_id"]
        for (event, row), values in zip(pairs, old, strict=True)
        if is_moved(event)
    }
    rows = [row for _, row in pairs if row["id"] in wanted]
    columns = await lock_columns({*wanted.values(), *(row["column_id"] for row in rows)})
    if gone := [row for row in rows if wanted[row["id"]] not in columns]:
        raise Obstructed(*(Obstacle(row["key"], "column", "the column is gone", row["id"]) for row in gone))
    targets = {task_id: columns[column_id] for task_id, column_id in wanted.items()}
    require_rooms(draft, targets, rows)
    return targets


def _turn_entries(kind: Kind, change: ChangeEntries) -> InverseOfMany:
    """The inverse of putting something on many tasks, or taking it off."""

    async def inverse(member: Member, events: list[Row]) -> list[str]:
        pairs = await load_pairs(member, events)
        member.require(Permission.EDIT_TASK)
        turned = [(row, *event["changes"][kind.field]) for event, row in pairs]
        wrong = [row for row, old, new in turned if (UUID(new or old) in row[kind.entries]) != (new is not None)]
        if wrong:
            detail = f"{kind.entries} were changed again"
            raise Obstructed(*(Obstacle(row["key"], kind.field, detail, row["id"]) for row in wrong))
        draft, groups = Draft(), defaultdict[tuple[str | None, str | None], list[Row]](list)
        for row, old, new in turned:
            groups[old, new].append(row)
        if began := [
            (row, UUID(event["changes"][kind.field][1])) for event, row in pairs if "watching" in event["changes"]
        ]:
            await stop_watching(began)
        for (old, new), rows in groups.items():
            await change(member, draft, rows, [UUID(old)] if old else [], [UUID(new)] if new else [])
        return await finish(member, draft, pairs)

    return inverse


async def _change_labels(_: Member, draft: Draft, rows: list[Row], add: list[UUID], remove: list[UUID]) -> None:
    await change_labels(draft, rows, add, remove)


undoes_many(LABELS.added, LABELS.removed)(_turn_entries(LABELS, _change_labels))
undoes_many(ASSIGNEES.added, ASSIGNEES.removed)(_turn_entries(ASSIGNEES, change_assignees))


@undoes_many("task.field_set")
async def _put_fields_back(member: Member, events: list[Row]) -> list[str]:
    pairs = await load_pairs(member, events)
    member.require(Permission.EDIT_TASK)
    draft, fields, touched = Draft(), dict[UUID, Row](), list[Obstacle]()
    for event, row in pairs:
        field_id, (old, new) = UUID(event["changes"]["field_id"][0]), event["changes"]["value"]
        if field_id not in fields:
            fields[field_id] = await use_field(row["project_id"], field_id)
        if row["custom"].get(str(field_id)) == new and _fits(fields[field_id], old):
            note_field(draft, row, fields[field_id], old)
        else:
            touched.append(Obstacle(row["key"], "value", f"{fields[field_id]['name']} was changed again", row["id"]))
    if touched:
        raise Obstructed(*touched)
    return await finish(member, draft, pairs)


@undoes("task.field_set")
async def _put_field_back(member: Member, event: Row) -> str:
    return (await _put_fields_back(member, [event]))[0]


def _fits(field: Row, value: FieldContent | None) -> bool:
    """False for an option that the field has no more. Pure."""
    return field["kind"] != "select" or value is None or value in {option["id"] for option in field["options"]}
