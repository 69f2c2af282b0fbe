"""Reading saved views: one's own and the shared ones, as far as one sees their project."""

from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.errors import NotFound
from taskflow.platform.pagination import read_cursor, read_id, read_text
from taskflow.projects import build_visibility
from taskflow.workspaces import Member

Row = dict[str, Any]


def _build_select(member: Member) -> str:
    return (
        "select v.id, v.workspace_id, v.project_id, p.key as project, v.owner_id, v.name, v.is_shared, v.layout,"
        " v.filter, v.sort, v.version, v.created_at, v.updated_at, lower(v.name) as sort_name,"
        " json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) as owner"
        " from saved_views v left join projects p on p.id = v.project_id"
        " join members m on m.id = v.owner_id join users u on u.id = m.user_id"
        " where v.workspace_id = $1 and (v.owner_id = $2 or v.is_shared)"
        f" and (v.project_id is null or {build_visibility(member, '$2')})"
    )


async def list_views(
    member: Member, *, project_key: str | None = None, after: str | None = None, limit: int | None = None
) -> list[Row]:
    """The views by name: all that the member sees, or those of one project.

    All of them, or `limit` behind the cursor `after` of `sort_name` and `id`. Raises Invalid for a made-up cursor.
    """
    return await fetch(
        f"{_build_select(member)} and ($3::text is null or p.key = $3)"
        " and ($4::text is null or (lower(v.name), v.id) > ($4, $5::uuid)) order by lower(v.name), v.id limit $6",
        member.workspace_id,
        member.id,
        project_key,
        *read_cursor(after, read_text, read_id),
        limit,
    )


async def get_view(member: Member, view_id: UUID, *, lock: bool = False) -> Row:
    """One of `list_views`, locked against other writers when asked so. Raises NotFound."""
    row = await fetch_one(
        f"{_build_select(member)} and v.id = $3{' for no key update of v' if lock else ''}",
        member.workspace_id,
        member.id,
        view_id,
    )
    if row is None:
        raise NotFound
    return row
