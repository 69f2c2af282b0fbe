"""The fields that a project adds to its tasks. What a task has in them is the tasks' own."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one, fetch_value
from taskflow.platform.errors import Conflict, Invalid, NotFound
from taskflow.platform.ids import new_id
from taskflow.platform.pagination import read_cursor, read_number
from taskflow.projects.facts import record_fact
from taskflow.projects.inputs import FieldChanges, NewField, Option
from taskflow.projects.models import CustomField
from taskflow.projects.queries import Row, get_project
from taskflow.workspaces import Member, Permission, require_version

MAX_FIELDS = 30
_FIELD = "f.id, f.project_id, f.name, f.kind, f.options, f.position, f.version"


async def list_fields(project: Row, *, after: str | None = None, limit: int | None = None) -> list[Row]:
    """The project's fields in their order: all, or `limit` behind the cursor `after` of `position`."""
    return await fetch(
        f"select {_FIELD} from custom_fields f where f.project_id = $1"
        " and ($2::bigint is null or f.position > $2) order by f.position limit $3",
        project["id"],
        *read_cursor(after, read_number),
        limit,
    )


async def get_field(project: Row, field_id: UUID, *, lock: bool = False) -> Row:
    """One field of the project. Raises NotFound. `lock` waits for those who set values, and keeps them waiting."""
    return await _get(project["id"], field_id, " for update" if lock else "")


async def use_field(project_id: UUID, field_id: UUID) -> Row:
    """The field for setting a value: it keeps its options until the end of the transaction. Raises NotFound."""
    return await _get(project_id, field_id, " for key share")


async def create_field(member: Member, key: str, new: NewField) -> Row:
    """Add a field behind the others. Raises NotFound, Forbidden, Invalid for a taken name, or Conflict."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_FIELDS)
    present = await list_fields(project)
    if len(present) >= MAX_FIELDS:
        raise Conflict(f"A project has at most {MAX_FIELDS} fields", code="too_many_fields")
    await _require_free_name(project, new.name)
    field_id = new_id()
    await CustomField.create(
        id=field_id,
        workspace_id=member.workspace_id,
        project_id=project["id"],
        name=new.name,
        kind=new.kind,
        options=build_options(new.options),
        position=len(present),
        created_at=clock.now(),
    )
    await record_fact(member, "field.created", project, field_id, name=(None, new.name), kind=(None, new.kind))
    return await get_field(project, field_id)


async def edit_field(member: Member, key: str, field_id: UUID, changes: FieldChanges, *, version: int) -> Row:
    """Change the fields named, its place included. Whether tasks have an option that goes is for the caller to ask.

    Raises NotFound, Forbidden, StaleVersion, Conflict, or Invalid for a taken name or options that do not fit.
    """
    project, field = await load_field(member, key, field_id, version)
    named: dict[str, Any] = changes.named
    if changes.options is not None:
        named["options"] = build_new_options(field, changes.options)
    if "position" in named:
        named["position"] = min(named["position"], len(await list_fields(project)) - 1)
    different = {name: value for name, value in named.items() if field[name] != value}
    if not different:
        return field
    if str(different.get("name", field["name"])).lower() != field["name"].lower():
        await _require_free_name(project, different["name"])
    position = different.pop("position", None)
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(different, start=2))
    await execute(f"update custom_fields set version = version + 1{sets} where id = $1", field_id, *different.values())
    if different:
        edited: dict[str, Any] = {name: (field[name], value) for name, value in different.items()}
        await record_fact(member, "field.edited", project, field_id, **edited, version=(version, version + 1))
    if position is not None:
        await _move(member, project, field, position)
    return await get_field(project, field_id)


async def delete_field(member: Member, key: str, field_id: UUID, *, version: int) -> None:
    """Delete a field: no task shows a value of it any more. Raises NotFound, Forbidden, StaleVersion or Conflict."""
    project, field = await load_field(member, key, field_id, version)
    await execute("delete from custom_fields where id = $1", field_id)
    await execute(
        "update custom_fields set position = position - 1 where project_id = $1 and position > $2",
        project["id"],
        field["position"],
    )
    gone: dict[str, Any] = {name: (field[name], None) for name in ("name", "kind", "options")}
    await record_fact(member, "field.deleted", project, field_id, **gone)


async def load_field(member: Member, key: str, field_id: UUID, version: int) -> tuple[Row, Row]:
    """The project and its field, both locked to be changed. Raises NotFound, Forbidden, StaleVersion or Conflict."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_FIELDS)
    field = await get_field(project, field_id, lock=True)
    await require_version(field, version, workspace_id=member.workspace_id)
    return project, field


def build_new_options(field: Row, options: list[Option]) -> list[dict[str, str]]:
    """The options that the field has then. Raises Invalid for what its kind does not have or no such option. Pure."""
    if (field["kind"] == "select") != bool(options):
        raise Invalid.field("options", "options", "a select has options, and no other kind of field has any")
    known = [option["id"] for option in field["options"]]
    if any(option.id is not None and str(option.id) not in known for option in options):
        raise Invalid.field("options", "unknown_option", "must be new or be options of this field")
    return build_options(options, known)


def build_options(options: list[Option], known: Collection[str] = ()) -> list[dict[str, str]]:
    """Options as they are kept; those whose id is not among the `known` get one of their own."""
    return [
        {
            "id": str(option.id) if str(option.id) in known else str(new_id()),
            "name": option.name,
            "hue": option.hue,
        }
        for option in options
    ]


async def _get(project_id: UUID, field_id: UUID, lock: str) -> Row:
    row = await fetch_one(
        f"select {_FIELD} from custom_fields f where f.project_id = $1 and f.id = $2{lock}", project_id, field_id
    )
    if row is None:
        raise NotFound
    return row


async def _require_free_name(project: Row, name: str) -> None:
    if await fetch_value(
        "select 1 from custom_fields where project_id = $1 and lower(name) = lower($2)", project["id"], name
    ):
        raise Invalid.field("name", "name_taken", "is the name of another field")


async def _move(member: Member, project: Row, field: Row, position: int) -> None:
    others = [row["id"] for row in await list_fields(project) if row["id"] != field["id"]]
    others.insert(position, field["id"])
    await execute(
        "update custom_fields f set position = o.place - 1"
        " from unnest($1::uuid[]) with ordinality as o(id, place) where f.id = o.id",
        others,
    )
    made = (field["version"], field["version"] + 1)
    await record_fact(member, "field.moved", project, field["id"], position=(field["position"], position), version=made)
