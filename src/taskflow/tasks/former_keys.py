"""The keys that a task had in other projects: they lead to it for ever."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from taskflow.platform.database import execute, fetch_value
from taskflow.platform.ids import new_id
from taskflow.projects import build_visibility
from taskflow.workspaces import Member

Row = dict[str, Any]


async def find_transferred(member: Member, project_key: str, number: int) -> str | None:
    """The present key of the task that once was `number` of that project, if the member may see it.

    The project may have got another key since: its former ones are asked as well.
    """
    key: str | None = await fetch_value(
        "select p.key || '-' || t.number from former_keys f"
        " join tasks t on t.id = f.task_id join projects p on p.id = t.project_id"
        " where f.workspace_id = $1 and f.number = $3 and f.project_id in ("
        "   select k.id from projects k where k.workspace_id = $1 and k.key = $2"
        "   union all select k.project_id from project_keys k where k.workspace_id = $1 and k.key = $2)"
        f" and {build_visibility(member, '$4')}",
        member.workspace_id,
        project_key,
        number,
        member.id,
    )
    return key


async def keep_former_keys(rows: Sequence[Row]) -> None:
    """Have the numbers that the locked tasks have in their project lead to them, when they go to another one."""
    await execute(
        "insert into former_keys (id, workspace_id, project_id, number, task_id)"
        " select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::int[], $5::uuid[])",
        [new_id() for _ in rows],
        *([row[name] for row in rows] for name in ("workspace_id", "project_id", "number", "id")),
    )


async def forget_former_keys(keys: Sequence[tuple[UUID, int]]) -> None:
    """The tasks have these numbers of these projects again."""
    await execute(
        "delete from former_keys f using unnest($1::uuid[], $2::int[]) as k(project_id, number)"
        " where f.project_id = k.project_id and f.number = k.number",
        [project_id for project_id, _ in keys],
        [number for _, number in keys],
    )
