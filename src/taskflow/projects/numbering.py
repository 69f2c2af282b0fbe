"""The numbers of a project's tasks: gap-free, because a number belongs to the transaction that takes it."""

from uuid import UUID

from taskflow.platform.database import fetch_one, fetch_value
from taskflow.projects.queries import Row, get_project, require_open
from taskflow.projects.visibility import build_visibility
from taskflow.workspaces import Member


async def take_task_number(project_id: UUID) -> int:
    """The next number; a task that is not committed gives it back. Writers wait for each other here."""
    return await take_task_numbers(project_id, 1)


async def take_task_numbers(project_id: UUID, count: int) -> int:
    """The first of the next `count` numbers, all of which are taken, like `take_task_number` does one."""
    first: int = await fetch_value(
        "update projects set next_number = next_number + $2 where id = $1 returning next_number - $2", project_id, count
    )
    return first


async def number_task(member: Member, project_key: str) -> Row:
    """`id` and `key` of the project, and the `number` that it gives to a task, as by `take_task_number`.

    Raises NotFound, Moved, or Conflict for an archived project.
    """
    row = await fetch_one(
        "update projects p set next_number = next_number + 1 where p.workspace_id = $1 and p.key = $2"
        f" and p.archived_at is null and {build_visibility(member, '$3')}"
        " returning p.id, p.key, p.next_number - 1 as number",
        member.workspace_id,
        project_key,
        member.id,
    )
    if row is not None:
        return row
    project = await get_project(member, project_key)
    require_open(project["archived_at"])
    return await number_task(member, project_key)  # it was opened between the two
