"""What hangs on many tasks: labels and assignees, put on and taken off, and what is in their fields."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import FieldError, Invalid, NotFound
from taskflow.platform.ids import new_id
from taskflow.projects import SEES_PROJECT, use_field
from taskflow.tasks.assignment import MAX_ASSIGNEES
from taskflow.tasks.bulk.drafts import Draft
from taskflow.tasks.field_values import read_value
from taskflow.tasks.fields import build_field_changes
from taskflow.tasks.inputs import FieldContent
from taskflow.workspaces import Member

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """What hangs on tasks: its table and column there, what a task's row calls it, and the two actions."""

    table: str
    field: str
    entries: str
    added: str
    removed: str


LABELS = Kind("task_labels", "label_id", "labels", "task.labelled", "task.unlabelled")
ASSIGNEES = Kind("task_assignees", "member_id", "assignees", "task.assigned", "task.unassigned")
_NO_LABEL = ("unknown_label", "is not a label of")
_NOBODY = ("unknown_member", "is nobody who can see")


async def change_labels(draft: Draft, rows: Sequence[Row], add: Sequence[UUID], remove: Sequence[UUID]) -> None:
    """Put labels on and take others off. Raises Invalid when one is no label of a task's project."""
    if add:
        known = await fetch(
            # The lock keeps a label from being deleted before it is on the tasks.
            "select id, project_id from labels where id = any($1::uuid[]) order by id for key share",
            list(add),
        )
        homes = {row["id"]: row["project_id"] for row in known}
        _require_all(rows, "add_labels", add, _NO_LABEL, lambda row, label: homes.get(label) == row["project_id"])
    await _take_off(draft, rows, LABELS, remove)
    await _put_on(draft, rows, LABELS, add)


async def change_assignees(
    member: Member, draft: Draft, rows: Sequence[Row], add: Sequence[UUID], remove: Sequence[UUID]
) -> None:
    """Put members on and take others off. Raises Invalid when one cannot see a task's project."""
    if add:
        sees = await _list_seeing(member, add, {row["project_id"] for row in rows})
        _require_all(rows, "add_assignees", add, _NOBODY, lambda row, who: (who, row["project_id"]) in sees)
    for row in rows:
        if len({*row["assignees"], *add} - set(remove)) > max(MAX_ASSIGNEES, len(row["assignees"])):
            draft.refuse(row, "too_many_assignees", f"has at most {MAX_ASSIGNEES} assignees")
    await _take_off(draft, rows, ASSIGNEES, remove)
    await _put_on(draft, rows, ASSIGNEES, add)


async def change_fields(
    member: Member, draft: Draft, rows: Sequence[Row], given: dict[UUID, FieldContent | None]
) -> None:
    """Fill fields in, or clear them. Raises Invalid for a field that not all of the tasks have, or a wrong value."""
    for field_id, content in given.items():
        pointer = f"/changes/fields/{field_id}"
        field, value = await _read_field(member, rows, field_id, content, pointer)
        for row in rows:
            old = row["custom"].get(str(field_id))
            if old != value:
                note_field(draft, row, field, value)


def note_field(draft: Draft, row: Row, field: Row, value: FieldContent | None) -> None:
    """The task gets this value in the field; None clears it."""
    name = str(field["id"])
    present: Row = (row | draft.values.get(row["id"], {}))["custom"]
    custom = {key: kept for key, kept in present.items() if key != name} | ({} if value is None else {name: value})
    draft.note("task.field_set", row, {}, **build_field_changes(field, row["custom"].get(name), value))
    draft.values[row["id"]]["custom"] = custom


async def _read_field(
    member: Member, rows: Sequence[Row], field_id: UUID, content: FieldContent | None, pointer: str
) -> tuple[Row, FieldContent | None]:
    field: Row | None = None
    for project_id in {row["project_id"] for row in rows}:
        try:
            field = await use_field(project_id, field_id)
        except NotFound:
            keys = _name([row for row in rows if row["project_id"] == project_id])
            detail = f"is not a field of the project of {keys}"
            raise Invalid(f"{field_id} {detail}", errors=(FieldError(pointer, "unknown_field", detail),)) from None
    assert field is not None  # noqa: S101  there is a task, or nothing is changed
    if content is None:
        return field, None
    try:
        value = read_value(field, content)
        if field["kind"] == "member" and not await _list_seeing(member, [UUID(str(value))], {rows[0]["project_id"]}):
            raise ValueError("must be the id of a member who can see the project")
    except ValueError as error:
        errors = (FieldError(pointer, f"not_a_{field['kind']}", str(error)),)
        raise Invalid(f"{field['name']} {error}", errors=errors) from None
    return field, value


async def _put_on(draft: Draft, rows: Sequence[Row], kind: Kind, ids: Sequence[UUID]) -> None:
    planned = [(row, given) for given in ids for row in rows if given not in row[kind.entries]]
    began = await _watch(planned) if kind is ASSIGNEES else set()
    for row, given in planned:
        more = {"watching": (False, True)} if (row["id"], given) in began else {}
        draft.note(kind.added, row, {}, **{kind.field: (None, given)}, **more)
    if planned:
        await _insert(kind.table, kind.field, planned)


async def _watch(planned: Sequence[tuple[Row, UUID]]) -> set[tuple[UUID, UUID]]:
    """Whoever is put on a task watches it from then on; gives those who did not before."""
    rows = await _insert("task_watchers", "member_id", planned) if planned else []
    return {(row["task_id"], row["given"]) for row in rows}


async def _insert(table: str, field: str, planned: Sequence[tuple[Row, UUID]]) -> list[Row]:
    """Write what is not there yet, and give it."""
    return await fetch(
        f"insert into {table} (id, workspace_id, task_id, {field})"
        " select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[])"
        f" on conflict (workspace_id, task_id, {field}) do nothing returning task_id, {field} as given",
        [new_id() for _ in planned],
        [row["workspace_id"] for row, _ in planned],
        [row["id"] for row, _ in planned],
        [given for _, given in planned],
    )


async def _take_off(draft: Draft, rows: Sequence[Row], kind: Kind, ids: Sequence[UUID]) -> None:
    planned = [(row, given) for given in ids for row in rows if given in row[kind.entries]]
    for row, given in planned:
        draft.note(kind.removed, row, {}, **{kind.field: (given, None)})
    if planned:
        await execute(
            f"delete from {kind.table} x using unnest($1::uuid[], $2::uuid[], $3::uuid[])"
            " as k(workspace_id, task_id, given)"
            f" where x.workspace_id = k.workspace_id and x.task_id = k.task_id and x.{kind.field} = k.given",
            [row["workspace_id"] for row, _ in planned],
            [row["id"] for row, _ in planned],
            [given for _, given in planned],
        )


async def stop_watching(planned: Sequence[tuple[Row, UUID]]) -> None:
    """Those members watch those tasks no more."""
    await execute(
        "delete from task_watchers x using unnest($1::uuid[], $2::uuid[], $3::uuid[])"
        " as k(workspace_id, task_id, given)"
        " where x.workspace_id = k.workspace_id and x.task_id = k.task_id and x.member_id = k.given",
        [row["workspace_id"] for row, _ in planned],
        [row["id"] for row, _ in planned],
        [given for _, given in planned],
    )


async def _list_seeing(member: Member, ids: Sequence[UUID], projects: set[UUID]) -> set[tuple[UUID, UUID]]:
    """Which of those members see which of those projects."""
    rows = await fetch(
        "select m.id, p.id as project_id from members m join projects p on p.workspace_id = m.workspace_id"
        f" where m.workspace_id = $1 and m.id = any($2::uuid[]) and p.id = any($3::uuid[]) and {SEES_PROJECT}",
        member.workspace_id,
        list(ids),
        list(projects),
    )
    return {(row["id"], row["project_id"]) for row in rows}


def _require_all(
    rows: Sequence[Row], name: str, ids: Sequence[UUID], said: tuple[str, str], fits: Callable[[Row, UUID], bool]
) -> None:
    errors = []
    for place, given in enumerate(ids):
        if wrong := [row for row in rows if not fits(row, given)]:
            errors.append(FieldError(f"/changes/{name}/{place}", said[0], f"{said[1]} the project of {_name(wrong)}"))
    if errors:
        raise Invalid(f"{name}: {errors[0].detail}", errors=tuple(errors))


def _name(rows: Sequence[Row]) -> str:
    return ", ".join(row["key"] for row in rows)
