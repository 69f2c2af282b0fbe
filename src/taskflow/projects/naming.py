"""What projects and the things in them are called, for those who read about them."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch
from taskflow.projects.visibility import build_visibility
from taskflow.workspaces import Member

Row = dict[str, Any]
_PARTS = " union all ".join(
    f"select o.id, '{kind}', p.key, o.name from {table} o join seen p on p.id = o.project_id where o.id = any($3)"
    for kind, table in (("column", "project_columns"), ("label", "labels"), ("field", "custom_fields"))
)


async def name_parts(member: Member, ids: Collection[UUID]) -> dict[UUID, Row]:
    """Name, `kind` and `project_key` of those projects, columns, labels and fields by id that `member` may see."""
    if not ids:
        return {}
    rows = await fetch(
        "with seen as (select p.id, p.key, p.name from projects p"
        f" where p.workspace_id = $1 and {build_visibility(member, '$2')})"
        " select p.id, 'project' as kind, p.key as project_key, p.name from seen p where p.id = any($3::uuid[])"
        f" union all {_PARTS}",
        member.workspace_id,
        member.id,
        list(ids),
    )
    return {row["id"]: row for row in rows}
