"""Tasks: making, finding, changing, deleting and restoring them."""

from taskflow import projects, search, tasks
from taskflow.api.filters import ProjectTaskQuery, TaskQuery
from taskflow.api.operations import operation
from taskflow.api.reading import RenderQuery
from taskflow.api.rows import Row
from taskflow.api.schemas import Card, Task
from taskflow.platform.markdown import render_markdown
from taskflow.platform.pagination import Page
from taskflow.tasks import NewTask, TaskPatch
from taskflow.workspaces import Member

_TASK = "/workspaces/{slug}/tasks/{task_key}"
_OF_PROJECT = "/workspaces/{slug}/projects/{project_key}/tasks"


@operation("GET", _OF_PROJECT, query=ProjectTaskQuery, items=Card)
async def list_project_tasks(member: Member, project_key: str, query: ProjectTaskQuery) -> Page:
    """List the tasks of a project"""
    page = await _list(member, query, project_key)
    if not page.items or page.items[0]["project"]["key"] != project_key:  # of none that is there, or of a former key
        await projects.get_project(member, project_key)
    return page


@operation(
    "POST", _OF_PROJECT, body=NewTask, answer=Task, location="/workspaces/{slug}/tasks/{key}",
    codes=("forbidden", "wip_limit_reached", "too_many_subtasks", "subtasks_too_deep"), undo=True,
)  # fmt: skip
async def create_task(member: Member, project_key: str, body: NewTask) -> Row:
    """Make a task at the end of its column"""
    return await tasks.create_task(member, project_key, body)


@operation("GET", "/workspaces/{slug}/tasks", query=TaskQuery, items=Card)
async def list_tasks(member: Member, query: TaskQuery) -> Page:
    """List the tasks of a workspace, as far as you may see their projects"""
    return await _list(member, query, query.project)


@operation("GET", _TASK, query=RenderQuery, answer=Task)
async def get_task(member: Member, task_key: str, query: RenderQuery) -> Row:
    """Read a task"""
    task = await tasks.get_task(member, task_key)
    return task | {"description_html": render_markdown(task["description"])} if query.render else task


@operation(
    "PATCH", _TASK, body=TaskPatch, answer=Task, if_match="required", merges=True,
    codes=("forbidden", "subtask_cycle", "too_many_subtasks", "subtasks_too_deep"), undo=True,
)  # fmt: skip
async def edit_task(member: Member, task_key: str, body: TaskPatch, version: int | None) -> Row:
    """Change a task

    Naming one of due_date, due_at and due_zone sets all three. When somebody changed the task since your version,
    the answer is 412 with the task as it is now (`current`) and who changed which fields (`changed`). With
    `If-Match: *` and `base` only changes of the same fields stand against it.
    """
    return await tasks.edit_task(member, task_key, body, version=version, base=body.base)


@operation(
    "DELETE", _TASK, current=Task, if_match="required", codes=("forbidden", "too_many_subtasks"), undo=True,
)  # fmt: skip
async def delete_task(member: Member, task_key: str, version: int) -> None:
    """Put a task into the trash, with its subtasks"""
    await tasks.delete_task(member, task_key, version=version)


@operation(
    "DELETE", _TASK + "/deletion", answer=Task, codes=("forbidden", "wip_limit_reached", "too_many_subtasks"), undo=True
)
async def restore_task(member: Member, task_key: str) -> Row:
    """Take a task out of the trash

    With the subtasks that went in with it. When its parent stays in the trash, it is no subtask any more. Not found
    when it is not in the trash.
    """
    return await tasks.restore_task(member, task_key)


async def _list(member: Member, query: ProjectTaskQuery, project_key: str | None) -> Page:
    return await tasks.list_tasks(
        member,
        query.build(project_key),
        order=query.read_order(),
        after=query.after,
        limit=query.limit,
        match=search.match_words,
    )
