"""Who watches a task."""

from uuid import UUID

from taskflow import tasks
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Task, Watcher
from taskflow.platform.pagination import Page
from taskflow.workspaces import Member

_WATCHERS = "/workspaces/{slug}/tasks/{task_key}/watchers"


@operation("GET", _WATCHERS, items=Watcher)
async def list_watchers(member: Member, task_key: str, query: PageQuery) -> Page:
    """List who watches a task, by name

    They are told what happens to it. Whoever makes a task, is put on it, comments on it or is mentioned there watches
    it from then on; members who cannot see it any more are left out.
    """
    task = await tasks.get_task(member, task_key)
    return await tasks.list_watchers(task, after=query.after, limit=query.limit)


@operation("PUT", _WATCHERS + "/{member_id}", answer=Task, codes=("forbidden",), undo=True)
async def watch_task(member: Member, task_key: str, member_id: UUID) -> Row:
    """Let a member watch a task

    Everybody who sees it for themselves, by their own id; for others one has to be able to change it. No version
    counts it.
    """
    return await tasks.watch_task(member, task_key, member_id)


@operation("DELETE", _WATCHERS + "/{member_id}", answer=Task, codes=("forbidden",), undo=True)
async def unwatch_task(member: Member, task_key: str, member_id: UUID) -> Row:
    """Let a member not watch a task any more

    Until they are put on it, comment on it or are mentioned there again.
    """
    return await tasks.unwatch_task(member, task_key, member_id)
