"""Recording what happened to a task: its event carries the version that the change made."""

from collections.abc import Sequence
from typing import Any

from taskflow.activity import Fact, Subject, Write, record, record_many
from taskflow.platform import clock
from taskflow.platform.database import execute
from taskflow.projects import require_open
from taskflow.tasks.queries import Row, get_task
from taskflow.workspaces import Member


async def record_task(member: Member, action: str, task: Row, *beside: Write, **changes: tuple[Any, Any]) -> None:
    """Record `action` on the task, with what is written `beside`; `changes` are the old and new values.

    Raises Conflict in an archived project.
    """
    require_open(task.get("project_archived_at"))
    await record(
        action,
        actor=member.actor,
        subject=Subject("task", task["id"]),
        workspace_id=member.workspace_id,
        project_id=task["project_id"],
        changes=dict(changes),
        beside=beside,
    )


async def write_change(member: Member, action: str, task: Row, values: dict[str, Any], **more: tuple[Any, Any]) -> None:
    """Write `values` to the locked `task`, count its version up, and record it, in one statement.

    `more` are changes that are not columns of the task. A name in `values` is a column of our own model.
    """
    sets = "".join(f", {name} = {{{place}}}" for place, name in enumerate(values, start=2))
    update = Write(
        f"update tasks set version = version + 1, updated_at = {{1}}{sets} where id = {{0}}",
        (task["id"], clock.now(), *values.values()),
    )
    changes = {name: (task[name], value) for name, value in values.items() if task[name] != value}
    version = (task["version"], task["version"] + 1)
    await record_task(member, action, task, update, **changes, **more, version=version)


async def write_changes(member: Member, action: str, rows: Sequence[Row], values: dict[str, Any]) -> None:
    """The same `write_change` for several locked tasks, in two statements."""
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(values, start=3))
    await execute(
        f"update tasks set version = version + 1, updated_at = $2{sets} where id = any($1::uuid[])",
        [row["id"] for row in rows],
        clock.now(),
        *values.values(),
    )
    facts = []
    for row in rows:
        require_open(row["project_archived_at"])
        changes = {name: (row[name], value) for name, value in values.items() if row[name] != value}
        changes["version"] = (row["version"], row["version"] + 1)
        facts.append(Fact(action, Subject("task", row["id"]), row["project_id"], changes))
    await record_many(facts, actor=member.actor, workspace_id=member.workspace_id)


async def change_task(member: Member, action: str, task: Row, values: dict[str, Any], **more: tuple[Any, Any]) -> Row:
    """`write_change`, and the task as it is then."""
    await write_change(member, action, task, values, **more)
    return await get_task(member, task["key"])
