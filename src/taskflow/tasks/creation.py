"""Making a task."""

from typing import Any
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute
from taskflow.platform.ids import new_id
from taskflow.projects import find_column_of, get_project, lock_column, require_open, take_task_number
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
    project = await get_project(member, project_key)
    member.require(Permission.CREATE_TASK)
    require_open(project["archived_at"])
    parent_id = await _find_parent(member, project["id"], new.parent)
    # The project row first, the column second: every writer takes locks in this order.
    number = await take_task_number(project["id"])
    column = await _choose_column(project["id"], new.column_id)
    now = clock.now()
    task = {"id": new_id(), "workspace_id": member.workspace_id, "project_id": project["id"]}
    values = task | {
        "number": number,
        "column_id": column["id"],
        "rank": await find_rank(project["id"], column["id"]),
        "created_by": member.id,
        "created_at": now,
        "updated_at": now,
        "completed_at": now if column["category"] == "done" else None,
        "parent_id": parent_id,
        **new.model_dump(exclude={"assignees", "labels", "fields", "column_id", "parent"}),
    }
    await _insert(values)
    await insert_labels(member, task, new.labels)
    made = {"title": new.title, "column": column["name"], **({"parent_id": parent_id} if parent_id else {})}
    await record_task(
        member, "task.created", task, **{name: (None, value) for name, value in made.items()}, version=(None, 1)
    )
    await fill_fields(member, task, new.fields)
    await _assign(member, task, new)
    return await get_task(member, f"{project['key']}-{number}")


async def _assign(member: Member, task: Row, new: NewTask) -> None:
    for assignee in dict.fromkeys(new.assignees):
        await insert_assignee(member, task, assignee)
        await record_task(member, "task.assigned", task, member_id=(None, assignee))


async def _find_parent(member: Member, project_id: UUID, key: str | None) -> UUID | None:
    if key is None:
        return None
    parent = await lock_parent(member, key)
    assert parent is not None  # noqa: S101  of a key
    await require_place(member.workspace_id, project_id, parent["id"])
    parent_id: UUID = parent["id"]
    return parent_id


async def _insert(values: Row) -> None:
    """Write the task, and that whoever made it watches it."""
    places = ", ".join(f"${place}" for place in range(2, len(values) + 2))
    await execute(
        f"with made as (insert into tasks ({', '.join(values)}) values ({places})"
        " returning id, workspace_id, created_by)"
        " insert into task_watchers (id, workspace_id, task_id, member_id)"
        " select $1, workspace_id, id, created_by from made",
        new_id(),
        *values.values(),
    )


async def _choose_column(project_id: UUID, column_id: UUID | None) -> dict[str, Any]:
    if column_id is None:
        row = await find_column_of(project_id, "todo", "backlog", "doing", "review", "done")
        assert row is not None  # noqa: S101  a board always has a column
        column_id = row["id"]
    column = await lock_column(project_id, column_id)
    require_room(column)
    return column
