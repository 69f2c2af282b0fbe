"""A project that begins with tasks: those of its template."""

from taskflow.projects import TEMPLATES, NewProject, StarterTask, create_project, list_columns, list_labels
from taskflow.tasks.creation import create_task
from taskflow.tasks.inputs import NewTask
from taskflow.tasks.queries import Row
from taskflow.workspaces import Member


async def start_project(member: Member, new: NewProject) -> Row:
    """Make the project, and then the tasks of its template one by one, each with the event of any other task.

    Raises what `create_project` raises.
    """
    project = await create_project(member, new)
    if starters := TEMPLATES[new.template].tasks:
        columns = {column["name"]: column["id"] for column in await list_columns(project)}
        labels = {label["name"]: label["id"] for label in await list_labels(project)}
        for starter in starters:
            await create_task(member, new.key, _build_task(starter, columns, labels))
    return project


def _build_task(starter: StarterTask, columns: Row, labels: Row) -> NewTask:
    return NewTask(
        title=starter.title,
        description=starter.description,
        column_id=columns[starter.column],
        labels=[labels[name] for name in starter.labels],
    )
