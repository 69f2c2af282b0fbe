"""The keys that a task had in other projects: they lead to it for ever."""

from typing import Any

from taskflow.platform.database import fetch_value
from taskflow.platform.ids import new_id
from taskflow.projects import build_visibility
from taskflow.tasks.models import FormerTaskKey
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


async def keep_former_key(task: Row) -> None:
    """Have the number that the locked task has in its project lead to it, when it goes to another one."""
    await FormerTaskKey.create(
        id=new_id(),
        workspace_id=task["workspace_id"],
        project_id=task["project_id"],
        number=task["number"],
        task_id=task["id"],
    )
