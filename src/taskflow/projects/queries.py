"""Reading projects, columns and labels, always through what the member may see."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch, fetch_one, fetch_value
from taskflow.platform.errors import Conflict, Invalid, Moved, NotFound
from taskflow.platform.pagination import read_cursor, read_id, read_number, read_text
from taskflow.projects.visibility import build_visibility
from taskflow.workspaces import Member

Row = dict[str, Any]
_PROJECT = (
    "p.id, p.workspace_id, p.key, p.name, p.description, p.visibility, p.hue, p.version, p.created_at, p.updated_at,"
    " p.archived_at"
)
_OPEN_TASKS = (
    "(select coalesce(sum(c.task_count), 0) from project_columns c where c.project_id = p.id and c.category <> 'done')"
    " as open_tasks"
)
_COLUMN = "c.id, c.project_id, c.name, c.category, c.position, c.wip_limit, c.wip_policy, c.task_count, c.version"


async def get_project(member: Member, key: str, *, lock: bool = False, archived_too: bool = False) -> Row:
    """The project with that key, locked against other writers when asked so.

    Raises NotFound, also when the member may not see it, and Moved when it was renamed. Who locks it wants to change
    what is in it: raises Conflict when it is archived, unless `archived_too`.
    """
    row = await fetch_one(
        f"select {_PROJECT} from projects p where p.workspace_id = $1 and p.key = $2"
        f" and {build_visibility(member, '$3')}{' for no key update of p' if lock else ''}",
        member.workspace_id,
        key,
        member.id,
    )
    if row is None:
        renamed = await find_renamed(member, key)
        raise Moved(key, renamed) if renamed else NotFound
    if lock and not archived_too:
        require_open(row["archived_at"])
    return row


async def lock_projects(ids: Collection[UUID]) -> dict[UUID, Row]:
    """Those projects by id, locked in one order for everybody: `id`, `key` and `archived_at`."""
    rows = await fetch(
        "select id, key, archived_at from projects where id = any($1::uuid[]) order by id for no key update", list(ids)
    )
    return {row["id"]: row for row in rows}


async def name_projects(member: Member, ids: Collection[UUID]) -> dict[UUID, str]:
    """The keys of those projects by id, as far as the member may see them."""
    rows = await fetch(
        "select p.id, p.key from projects p where p.workspace_id = $1 and p.id = any($2::uuid[])"
        f" and {build_visibility(member, '$3')}",
        member.workspace_id,
        list(ids),
        member.id,
    )
    return {row["id"]: row["key"] for row in rows}


async def find_renamed(member: Member, key: str) -> str | None:
    """The present key of the project that was called `key` before, if the member may see it."""
    return await fetch_value(  # type: ignore[no-any-return]
        "select p.key from project_keys k join projects p on p.id = k.project_id"
        f" where k.workspace_id = $1 and k.key = $2 and {build_visibility(member, '$3')}",
        member.workspace_id,
        key,
        member.id,
    )


def require_open(archived_at: datetime | None) -> None:
    """Pass, or raise Conflict: an archived project is only read. Every change below a project comes by here. Pure."""
    if archived_at is not None:
        raise Conflict("The project is archived: bring it back first", code="project_archived")


async def list_projects(
    member: Member, *, archived: bool = False, after: str | None = None, limit: int | None = None
) -> list[Row]:
    """The projects that the member may see, by name, with the number of `open_tasks` in each.

    All of them, or `limit` behind the cursor `after` of `sort_name` and `id`. Raises Invalid for a made-up cursor.
    """
    return await fetch(
        f"select {_PROJECT}, lower(p.name) as sort_name, {_OPEN_TASKS} from projects p where p.workspace_id = $1"
        f" and (p.archived_at is not null) = $3 and {build_visibility(member, '$2')}"
        " and ($4::text is null or (lower(p.name), p.id) > ($4, $5::uuid)) order by lower(p.name), p.id limit $6",
        member.workspace_id,
        member.id,
        archived,
        *read_cursor(after, read_text, read_id),
        limit,
    )


async def list_visible_ids(member: Member) -> list[UUID]:
    """The ids of all projects that the member may see, the archived ones too."""
    rows = await fetch(
        f"select p.id from projects p where p.workspace_id = $1 and {build_visibility(member, '$2')}",
        member.workspace_id,
        member.id,
    )
    return [row["id"] for row in rows]


async def list_columns(project: Row, *, after: str | None = None, limit: int | None = None) -> list[Row]:
    """The project's columns from left to right: all, or `limit` behind the cursor `after` of `position`.

    Raises Invalid for a made-up cursor.
    """
    return await fetch(
        f"select {_COLUMN} from project_columns c where c.project_id = $1"
        " and ($2::bigint is null or c.position > $2) order by c.position limit $3",
        project["id"],
        *read_cursor(after, read_number),
        limit,
    )


async def get_listed_column(project: Row, column_id: UUID) -> Row:
    """One of `list_columns`. Raises NotFound."""
    row = await fetch_one(
        f"select {_COLUMN} from project_columns c where c.project_id = $1 and c.id = $2", project["id"], column_id
    )
    if row is None:
        raise NotFound
    return row


async def lock_column(project_id: UUID, column_id: UUID, *, leaving: UUID | None = None) -> Row:
    """A column of that project, locked so that moves into it happen one after the other, with its `task_count`.

    A task that comes from the column `leaving` changes both: they are locked in one order, so nobody waits in a circle.
    Raises Invalid naming `column_id` when the project has no such column.
    """
    row = await _lock_column(project_id, "$3::uuid", column_id, leaving)
    if row is None:
        raise Invalid.field("column_id", "unknown_column", "is not a column of this project")
    return row


async def list_columns_of(project_ids: Collection[UUID]) -> dict[UUID, list[Row]]:
    """The columns of each of those projects from left to right."""
    rows = await fetch(
        f"select {_COLUMN} from project_columns c where c.project_id = any($1::uuid[]) order by c.position",
        list(project_ids),
    )
    columns: dict[UUID, list[Row]] = {project_id: [] for project_id in project_ids}
    for row in rows:
        columns[row["project_id"]].append(row)
    return columns


async def lock_columns(ids: Collection[UUID]) -> dict[UUID, Row]:
    """Those columns by id, locked in the order that everybody locks them in, each with its `task_count`."""
    rows = await fetch(
        f"select {_COLUMN} from project_columns c where c.id = any($1::uuid[]) order by c.id for no key update",
        list(ids),
    )
    return {row["id"]: row for row in rows}


async def lock_column_of(project_id: UUID, *categories: str, leaving: UUID | None = None) -> Row | None:
    """The first column of the project whose category is the earliest of `categories` that it has, by `lock_column`."""
    wanted = (
        "(select w.id from project_columns w where w.project_id = $1 and w.category = any($3::column_category[])"
        " order by array_position($3::column_category[], w.category), w.position limit 1)"
    )
    return await _lock_column(project_id, wanted, list(categories), leaving)


async def _lock_column(project_id: UUID, wanted: str, value: Any, leaving: UUID | None) -> Row | None:
    rows = await fetch(
        f"select {_COLUMN}, c.id = {wanted} as is_wanted from project_columns c"
        f" where c.project_id = $1 and c.id in ({wanted}, $2) order by c.id for no key update of c",
        project_id,
        leaving,
        value,
    )
    return next((row for row in rows if row.pop("is_wanted")), None)


async def list_labels(project: Row, *, after: str | None = None, limit: int | None = None) -> list[Row]:
    """The project's labels by name: all, or `limit` behind the cursor `after` of `sort_name` and `id`.

    Raises Invalid for a made-up cursor.
    """
    return await fetch(
        "select id, name, hue, version, lower(name) as sort_name from labels where project_id = $1"
        " and ($2::text is null or (lower(name), id) > ($2, $3::uuid)) order by lower(name), id limit $4",
        project["id"],
        *read_cursor(after, read_text, read_id),
        limit,
    )


async def get_label(project: Row, label_id: UUID, *, lock: bool = False) -> Row:
    """One label of the project. Raises NotFound. `lock` waits for those who put it on tasks, and keeps them waiting."""
    row = await fetch_one(
        f"select id, name, hue, version from labels where project_id = $1 and id = $2{' for update' if lock else ''}",
        project["id"],
        label_id,
    )
    if row is None:
        raise NotFound
    return row


async def list_access(project: Row, *, after: str | None = None, limit: int | None = None) -> list[Row]:
    """Who was let into the project by name, `member_id`, `name` and `hue`.

    All of them, or `limit` behind the cursor `after` of `sort_name` and `member_id`.
    Raises Invalid for a made-up cursor.
    """
    return await fetch(
        "select m.id as member_id, u.name, u.hue, lower(u.name) as sort_name"
        " from project_access a join members m on m.id = a.member_id join users u on u.id = m.user_id"
        " where a.project_id = $1 and ($2::text is null or (lower(u.name), m.id) > ($2, $3::uuid))"
        " order by lower(u.name), m.id limit $4",
        project["id"],
        *read_cursor(after, read_text, read_id),
        limit,
    )
