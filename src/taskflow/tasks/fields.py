"""What a task has in the fields of its project."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.errors import Conflict, FieldError, Invalid, NotFound
from taskflow.projects import FieldChanges, load_field, use_field
from taskflow.projects import edit_field as edit_definition
from taskflow.tasks.assignment import can_work_on
from taskflow.tasks.facts import change_task, record_task
from taskflow.tasks.field_values import read_value, tell_value
from taskflow.tasks.inputs import FieldContent, FieldValue
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission


async def set_field(member: Member, key: str, field_id: UUID, given: FieldValue, *, version: int | None = None) -> Row:
    """Fill the field in; doing it twice changes nothing.

    Raises NotFound, Forbidden, StaleVersion, or Invalid naming the field and what was expected.
    """
    task, field = await _load(member, key, field_id, version)
    value = await _read(member, task, field, given.value, "/value")
    old = task["custom"].get(str(field_id))
    return task if value == old else await _write(member, task, field, old, value)


async def clear_field(member: Member, key: str, field_id: UUID, *, version: int | None = None) -> Row:
    """Leave the field empty; doing it twice changes nothing. Raises NotFound, Forbidden or StaleVersion."""
    task, field = await _load(member, key, field_id, version)
    old = task["custom"].get(str(field_id))
    return task if old is None else await _write(member, task, field, old, None)


async def fill_fields(member: Member, task: Row, given: Mapping[UUID, FieldContent]) -> None:
    """Write the fields of a task that was made just now. Raises Invalid naming each that does not fit."""
    for field_id, content in given.items():
        pointer = f"/fields/{field_id}"
        try:
            field = await use_field(task["project_id"], field_id)
        except NotFound:
            detail = "is not a field of the project"
            raise Invalid(f"{field_id} {detail}", errors=(FieldError(pointer, "unknown_field", detail),)) from None
        value = await _read(member, task, field, content, pointer)
        await _put(task, field, value)
        await record_task(member, "task.field_set", task, **build_field_changes(field, None, value))


async def edit_field(member: Member, key: str, field_id: UUID, changes: FieldChanges, *, version: int) -> Row:
    """Change a field of the project. Raises what that raises, and Conflict when tasks have an option that would go."""
    if changes.options is not None:
        project, field = await load_field(member, key, field_id, version)
        kept = {str(option.id) for option in changes.options}
        await _require_unused(project, field, [o for o in field["options"] if o["id"] not in kept])
    return await edit_definition(member, key, field_id, changes, version=version)


async def count_values(project: Row) -> dict[str, int]:
    """How many tasks have something in a field, by its id, and how many have an option, by the option's id.

    Those in the trash are counted, too.
    """
    rows = await fetch(
        "select e.key as id, count(*) as tasks from tasks t cross join lateral jsonb_object_keys(t.custom) e(key)"
        " where t.workspace_id = $1 and t.project_id = $2 group by 1"
        " union all select e.value, count(*) from custom_fields f join tasks t on t.project_id = f.project_id"
        " cross join lateral (select t.custom ->> f.id::text) e(value)"
        " where t.workspace_id = $1 and f.project_id = $2 and f.kind = 'select' and e.value is not null group by 1",
        project["workspace_id"],
        project["id"],
    )
    return {row["id"]: row["tasks"] for row in rows}


async def _load(member: Member, key: str, field_id: UUID, version: int | None) -> tuple[Row, Row]:
    task = await get_task(member, key, lock=True)
    member.require(Permission.EDIT_TASK)
    await require_version(task, version)
    return task, await use_field(task["project_id"], field_id)


async def _read(member: Member, task: Row, field: Row, content: object, pointer: str) -> FieldContent:
    try:
        value = read_value(field, content)
        if field["kind"] == "member" and not await can_work_on(member, task, UUID(str(value))):
            raise ValueError("must be the id of a member who can see the project")
    except ValueError as error:
        errors = (FieldError(pointer, f"not_a_{field['kind']}", str(error)),)
        raise Invalid(f"{field['name']} {error}", errors=errors) from None
    return value


async def _write(member: Member, task: Row, field: Row, old: Any, new: FieldContent | None) -> Row:
    await _put(task, field, new)
    return await change_task(member, "task.field_set", task, {}, **build_field_changes(field, old, new))


async def _put(task: Row, field: Row, value: FieldContent | None) -> None:
    if value is None:
        await execute("update tasks set custom = custom - $2::text where id = $1", task["id"], str(field["id"]))
    else:
        await execute(
            "update tasks set custom = custom || $2::jsonb where id = $1", task["id"], {str(field["id"]): value}
        )


def build_field_changes(field: Row, old: Any, new: Any) -> dict[str, tuple[Any, Any]]:
    """The field stays the same and is named; `text` is what people read, for an option may get another name."""
    changes: dict[str, tuple[Any, Any]] = {
        "field_id": (field["id"], field["id"]),
        "field": (field["name"], field["name"]),
        "value": (old, new),
        "text": (tell_value(field, old), tell_value(field, new)),
    }
    return changes | ({"chosen_member_id": (old, new)} if field["kind"] == "member" else {})


async def _require_unused(project: Row, field: Row, going: list[Row]) -> None:
    """The field is locked: nobody puts an option on a task meanwhile."""
    if not going:
        return
    count = await fetch_value(
        "select count(*) from tasks where workspace_id = $1 and project_id = $2 and custom ->> $3 = any($4::text[])",
        project["workspace_id"],
        project["id"],
        str(field["id"]),
        [option["id"] for option in going],
    )
    if count:
        names = ", ".join(option["name"] for option in going)
        detail = f"{count} task{'s have' if count > 1 else ' has'} {names}, perhaps in the trash: change them first"
        raise Conflict(detail, code="option_in_use")
