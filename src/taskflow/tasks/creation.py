"""Making a task."""

from typing import Any
from uuid import UUID

from taskflow.activity import Write
from taskflow.platform import clock
from taskflow.platform.ids import new_id
from taskflow.projects import get_project, lock_column, lock_column_of, number_task, require_open
from taskflow.tasks.assignment import insert_assignee
from taskflow.tasks.facts import record_task
from taskflow.tasks.fields import fill_fields
from taskflow.tasks.inputs import NewTask
from taskflow.tasks.labelling import insert_labels
from taskflow.tasks.limits import require_room
from taskflow.tasks.ordering import find_rank
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.subtasks import lock_parent, require_place
from taskflow.workspaces import Member, Permission


async def create_task(member: Member, project_key: str, new: NewTask) -> Row:
    """Make the task at the end of its column, with the project's next number.

    Raises NotFound, Forbidden, Conflict for an archived project or a full column, Invalid for what is not of the
    project, and what `lock_parent` and `require_place` raise for a parent.
    """
    parent_id = await _prepare(member, project_key, new.parent)
    # The project row first, the column second: every writer takes locks in this order.
    project = await number_task(member, project_key)
    column = await _choose_column(project["id"], new.column_id)
    now = clock.now()
    task = {"id": new_id(), "workspace_id": member.workspace_id, "project_id": project["id"]}
    values = task | {
        "number": project["number"],
        "column_id": column["id"],
        "rank": await find_rank(project["id"], column["id"]),
        "created_by": member.id,
        "created_at": now,
        "updated_at": now,
        "completed_at": now if column["category"] == "done" else None,
        "parent_id": parent_id,
        **new.model_dump(exclude={"assignees", "labels", "fields", "column_id", "parent"}),
    }
    made = {"title": new.title, "column": column["name"], **({"parent_id": parent_id} if parent_id else {})}
    changes = {name: (None, value) for name, value in made.items()}
    await record_task(member, "task.created", task, *_build_writes(values), **changes, version=(None, 1))
    await insert_labels(member, task, new.labels)
    await fill_fields(member, task, new.fields)
    await _assign(member, task, new)
    return await get_task(member, f"{project['key']}-{project['number']}")


def _build_writes(values: Row) -> tuple[Write, Write]:
    """Writing the task, and that whoever made it watches it. Pure."""
    places = ", ".join(f"{{{place}}}" for place in range(len(values)))
    watcher = (new_id(), values["workspace_id"], values["id"], values["created_by"])
    return (
        Write(f"insert into tasks ({', '.join(values)}) values ({places})", list(values.values())),
        Write("insert into task_watchers (id, workspace_id, task_id, member_id) values ({0}, {1}, {2}, {3})", watcher),
    )


async def _assign(member: Member, task: Row, new: NewTask) -> None:
    for assignee in dict.fromkeys(new.assignees):
        await insert_assignee(member, task, assignee)
        await record_task(member, "task.assigned", task, member_id=(None, assignee))


async def _prepare(member: Member, project_key: str, parent: str | None) -> UUID | None:
    """What comes before the project is locked: the right to do it, and the parent, which is locked."""
    if parent is None and member.can(Permission.CREATE_TASK):
        return None
    project = await get_project(member, project_key)
    member.require(Permission.CREATE_TASK)
    require_open(project["archived_at"])
    row = await lock_parent(member, parent)
    assert row is not None  # noqa: S101  of a key
    await require_place(member.workspace_id, project["id"], row["id"])
    parent_id: UUID = row["id"]
    return parent_id


async def _choose_column(project_id: UUID, column_id: UUID | None) -> dict[str, Any]:
    if column_id is None:
        column = await lock_column_of(project_id, "todo", "backlog", "doing", "review", "done")
        assert column is not None  # noqa: S101  a board always has a column
    else:
        column = await lock_column(project_id, column_id)
    require_room(column)
    return column
