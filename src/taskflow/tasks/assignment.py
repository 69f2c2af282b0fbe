"""Who works on a task."""

from uuid import UUID

from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.errors import Conflict, Invalid
from taskflow.platform.ids import new_id
from taskflow.projects import SEES_PROJECT
from taskflow.tasks.facts import change_task
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission

MAX_ASSIGNEES = 20


async def assign_task(member: Member, key: str, assignee: UUID, *, version: int | None = None) -> Row:
    """Put that member on the task; doing it twice changes nothing.

    Raises NotFound, Forbidden, StaleVersion, Conflict when there are too many, or Invalid for nobody of the workspace.
    """
    task = await get_task(member, key, lock=True)
    member.require(Permission.EDIT_TASK)
    await require_version(task, version)
    if any(row["id"] == str(assignee) for row in task["assignees"]):
        return task
    if len(task["assignees"]) >= MAX_ASSIGNEES:
        raise Conflict(f"A task has at most {MAX_ASSIGNEES} assignees", code="too_many_assignees")
    began = {"watching": (False, True)} if await insert_assignee(member, task, assignee) else {}
    return await change_task(member, "task.assigned", task, {}, member_id=(None, assignee), **began)


async def unassign_task(member: Member, key: str, assignee: UUID, *, version: int | None = None) -> Row:
    """Take that member off; doing it twice changes nothing. Raises NotFound, Forbidden or StaleVersion."""
    task = await get_task(member, key, lock=True)
    member.require(Permission.EDIT_TASK)
    await require_version(task, version)
    if not await execute(
        "delete from task_assignees where workspace_id = $1 and task_id = $2 and member_id = $3",
        member.workspace_id,
        task["id"],
        assignee,
    ):
        return task
    return await change_task(member, "task.unassigned", task, {}, member_id=(assignee, None))


async def insert_assignee(member: Member, task: Row, assignee: UUID) -> bool:
    """Write the assignment; whoever is put on a task watches it from then on: True when they did not before.

    Raises Invalid when that is not a member who can see the task's project.
    """
    if not await can_work_on(member, task, assignee):
        raise Invalid.field("assignees", "unknown_member", "must be members who can see the project")
    began = await fetch_value(
        "with assigned as (insert into task_assignees (id, workspace_id, task_id, member_id) values ($1, $2, $3, $4)"
        " on conflict (workspace_id, task_id, member_id) do nothing)"
        " insert into task_watchers (id, workspace_id, task_id, member_id) values ($5, $2, $3, $4)"
        " on conflict (workspace_id, task_id, member_id) do nothing returning true",
        new_id(),
        member.workspace_id,
        task["id"],
        assignee,
        new_id(),
    )
    return bool(began)


async def list_assignable(member: Member, project: Row) -> list[Row]:
    """The members who can see the project, by name: those who can be put on its tasks."""
    return await fetch(
        "select m.id, u.name, u.hue from members m join users u on u.id = m.user_id join projects p on p.id = $2"
        f" where m.workspace_id = $1 and {SEES_PROJECT} order by lower(u.name), m.id",
        member.workspace_id,
        project["id"],
    )


async def can_work_on(member: Member, task: Row, assignee: UUID) -> bool:
    """True for a member who can see the task's project."""
    return bool(
        await fetch_value(
            "select 1 from members m join projects p on p.id = $3"
            f" where m.workspace_id = $1 and m.id = $2 and {SEES_PROJECT}",
            member.workspace_id,
            assignee,
            task["project_id"],
        )
    )
