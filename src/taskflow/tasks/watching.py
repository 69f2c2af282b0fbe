"""Who watches a task, which is who is told what happens to it.

Whoever makes it, is put on it, comments on it or is mentioned there watches it from then on. Who has stopped watching
stays so until one of these happens to them again.
"""

from uuid import UUID

from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import Invalid
from taskflow.platform.ids import new_id
from taskflow.platform.pagination import Page, build_page, read_cursor, read_id, read_text
from taskflow.projects import SEES_PROJECT
from taskflow.tasks.assignment import can_work_on
from taskflow.tasks.facts import record_task
from taskflow.tasks.queries import Row, get_task
from taskflow.workspaces import Member, Permission


async def list_watchers(task: Row, *, after: str | None = None, limit: int = 50) -> Page:
    """A page of the members who watch the task and can see it, by name. Raises Invalid for a made-up cursor."""
    rows = await fetch(
        "select m.id, u.name, u.hue, lower(u.name) as sort_name from task_watchers w"
        " join members m on m.id = w.member_id join users u on u.id = m.user_id join projects p on p.id = $3"
        f" where w.workspace_id = $1 and w.task_id = $2 and {SEES_PROJECT}"
        " and ($4::text is null or (lower(u.name), m.id) > ($4, $5::uuid)) order by lower(u.name), m.id limit $6",
        task["workspace_id"],
        task["id"],
        task["project_id"],
        *read_cursor(after, read_text, read_id),
        limit + 1,
    )
    return build_page(rows, limit, "sort_name", "id")


async def watch_task(member: Member, key: str, watcher: UUID) -> Row:
    """Let that member watch the task; doing it twice changes nothing, and no version counts it.

    For oneself it is enough to see the task. Raises NotFound, Forbidden, or Invalid for nobody who can see it.
    """
    task = await _load(member, key, watcher)
    if any(row["id"] == str(watcher) for row in task["watchers"]):
        return task
    if not await can_work_on(member, task, watcher):
        raise Invalid.field("member_id", "unknown_member", "must be a member who can see the project")
    await execute(
        "insert into task_watchers (id, workspace_id, task_id, member_id) values ($1, $2, $3, $4)"
        " on conflict (workspace_id, task_id, member_id) do nothing",
        new_id(),
        member.workspace_id,
        task["id"],
        watcher,
    )
    await record_task(member, "task.watched", task, member_id=(None, watcher))
    return await get_task(member, task["key"])


async def unwatch_task(member: Member, key: str, watcher: UUID) -> Row:
    """Let that member not watch it any more; doing it twice changes nothing. Raises NotFound or Forbidden."""
    task = await _load(member, key, watcher)
    if not await execute(
        "delete from task_watchers where workspace_id = $1 and task_id = $2 and member_id = $3",
        member.workspace_id,
        task["id"],
        watcher,
    ):
        return task
    await record_task(member, "task.unwatched", task, member_id=(watcher, None))
    return await get_task(member, task["key"])


async def _load(member: Member, key: str, watcher: UUID) -> Row:
    task = await get_task(member, key, lock=True)
    if watcher != member.id:
        member.require(Permission.EDIT_TASK)
    return task
