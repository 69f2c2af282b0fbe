"""The columns of a project's board."""

from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from taskflow.platform.database import execute
from taskflow.platform.errors import Conflict
from taskflow.platform.ids import new_id
from taskflow.projects.facts import record_fact
from taskflow.projects.inputs import ColumnChanges, NewColumn
from taskflow.projects.models import Column
from taskflow.projects.queries import Row, get_listed_column, get_project, list_columns
from taskflow.workspaces import Member, Permission, require_version

MAX_COLUMNS = 30
# What a column says of itself.
_SAID = ("name", "category", "wip_limit", "wip_policy")


async def create_column(member: Member, key: str, new: NewColumn) -> Row:
    """Add a column at the end. Raises NotFound, Forbidden, or Conflict when the board is full."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_COLUMNS)
    present = await list_columns(project)
    if len(present) >= MAX_COLUMNS:
        raise Conflict(f"A board has at most {MAX_COLUMNS} columns", code="too_many_columns")
    column_id = new_id()
    await Column.create(
        id=column_id,
        workspace_id=member.workspace_id,
        project_id=project["id"],
        position=len(present),
        **new.model_dump(),
    )
    await record_fact(
        member, "column.created", project, column_id, name=(None, new.name), category=(None, new.category)
    )
    return await get_listed_column(project, column_id)


async def edit_column(member: Member, key: str, column_id: UUID, changes: ColumnChanges, *, version: int) -> Row:
    """Change the fields named, its place included. Raises NotFound, Forbidden or StaleVersion."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_COLUMNS)
    column = await get_listed_column(project, column_id)
    await require_version(column, version, workspace_id=member.workspace_id)
    named = changes.named
    if "position" in named:
        named["position"] = min(named["position"], len(await list_columns(project)) - 1)
    different = {name: value for name, value in named.items() if column[name] != value}
    if not different:
        return column
    position, made = different.pop("position", None), (version, version + 1)
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(different, start=2))
    await execute(
        f"update project_columns set version = version + 1{sets} where id = $1",
        column_id,
        *different.values(),
    )
    if different:
        edited: dict[str, Any] = {name: (column[name], value) for name, value in different.items()}
        await record_fact(member, "column.edited", project, column_id, **edited, version=made)
    if position is not None:
        await _move(project, column, position)
        moved = (column["position"], position)
        await record_fact(member, "column.moved", project, column_id, position=moved, version=made)
    return await get_listed_column(project, column_id)


async def delete_column(member: Member, key: str, column_id: UUID, *, version: int) -> None:
    """Delete an empty column. Raises NotFound, Forbidden, StaleVersion, or Conflict while it holds tasks."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_COLUMNS)
    column = await get_listed_column(project, column_id)
    await require_version(column, version, workspace_id=member.workspace_id)
    if len(await list_columns(project)) == 1:
        raise Conflict("A board needs a column", code="last_column")
    try:
        await execute("delete from project_columns where id = $1", column_id)
    except IntegrityError:
        detail = "Tasks are in this column, perhaps in the trash: move them first"
        raise Conflict(detail, code="column_not_empty") from None
    await execute(
        "update project_columns set position = position - 1 where project_id = $1 and position > $2",
        project["id"],
        column["position"],
    )
    gone: dict[str, Any] = {name: (column[name], None) for name in (*_SAID, "position")}
    await record_fact(member, "column.deleted", project, column_id, **gone)


async def put_column_back(member: Member, key: str, column_id: UUID, before: Row) -> None:
    """Make a deleted column again, with its id and in its place. Raises NotFound, Forbidden or Conflict."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_COLUMNS)
    present = await list_columns(project)
    if len(present) >= MAX_COLUMNS:
        raise Conflict(f"A board has at most {MAX_COLUMNS} columns", code="too_many_columns")
    if any(column["id"] == column_id for column in present):
        raise Conflict("The column is there again")
    said = {name: before[name] for name in _SAID}
    own = {"id": column_id, "workspace_id": member.workspace_id, "project_id": project["id"]}
    await Column.create(position=len(present), **own, **said)
    await _move(project, own, min(before["position"], len(present)))
    made: dict[str, Any] = {name: (None, value) for name, value in said.items()}
    await record_fact(member, "column.created", project, column_id, **made)


async def _move(project: Row, column: Row, position: int) -> None:
    others = [row["id"] for row in await list_columns(project) if row["id"] != column["id"]]
    others.insert(position, column["id"])
    await execute(
        "update project_columns c set position = o.place - 1"
        " from unnest($1::uuid[]) with ordinality as o(id, place) where c.id = o.id",
        others,
    )
