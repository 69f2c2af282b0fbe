"""The columns of a project's board."""

from typing import Any
from uuid import UUID

from tortoise.exceptions import IntegrityError

from taskflow.activity import Subject, record
from taskflow.platform.database import execute, fetch_one
from taskflow.platform.errors import Conflict, NotFound, StaleVersion
from taskflow.platform.ids import new_id
from taskflow.projects.inputs import ColumnChanges, NewColumn
from taskflow.projects.models import Column
from taskflow.projects.queries import Row, get_project, list_columns
from taskflow.workspaces import Member, Permission

MAX_COLUMNS = 30


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
    await _record(member, "column.created", project, column_id, name=(None, new.name), category=(None, new.category))
    return await _get_column(project, column_id)


async def edit_column(member: Member, key: str, column_id: UUID, changes: ColumnChanges, *, version: int) -> Row:
    """Change the fields named, its place included. Raises NotFound, Forbidden or StaleVersion."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_COLUMNS)
    column = await _get_column(project, column_id)
    if column["version"] != version:
        raise StaleVersion(extra={"current": column})
    named = changes.model_dump(exclude_unset=True)
    position = named.pop("position", None)
    different = {n: v for n, v in named.items() if column[n] != v and (v is not None or n == "wip_limit")}
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(different, start=2))
    await execute(
        f"update project_columns set version = version + 1{sets} where id = $1",
        column_id,
        *different.values(),
    )
    if different:
        edited: dict[str, Any] = {name: (column[name], value) for name, value in different.items()}
        await _record(member, "column.edited", project, column_id, **edited)
    if position is not None and position != column["position"]:
        await _move(project, column, position)
        await _record(member, "column.moved", project, column_id, position=(column["position"], position))
    return await _get_column(project, column_id)


async def delete_column(member: Member, key: str, column_id: UUID, *, version: int) -> None:
    """Delete an empty column. Raises NotFound, Forbidden, StaleVersion, or Conflict while it holds tasks."""
    project = await get_project(member, key, lock=True)
    member.require(Permission.MANAGE_COLUMNS)
    column = await _get_column(project, column_id)
    if column["version"] != version:
        raise StaleVersion(extra={"current": column})
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
    await _record(member, "column.deleted", project, column_id, name=(column["name"], None))


async def _move(project: Row, column: Row, position: int) -> None:
    others = [row["id"] for row in await list_columns(project) if row["id"] != column["id"]]
    others.insert(min(position, len(others)), column["id"])
    await execute(
        "update project_columns c set position = o.place - 1"
        " from unnest($1::uuid[]) with ordinality as o(id, place) where c.id = o.id",
        others,
    )


async def _get_column(project: Row, column_id: UUID) -> Row:
    row = await fetch_one(
        "select id, project_id, name, category, position, wip_limit, version from project_columns"
        " where project_id = $1 and id = $2",
        project["id"],
        column_id,
    )
    if row is None:
        raise NotFound
    return row


async def _record(member: Member, action: str, project: Row, column_id: UUID, **changes: Any) -> None:
    await record(
        action,
        actor=member.actor,
        subject=Subject("column", column_id),
        workspace_id=member.workspace_id,
        project_id=project["id"],
        changes=changes,
    )
