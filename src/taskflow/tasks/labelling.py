"""Which labels are on a task."""

from collections.abc import Sequence
from uuid import UUID

from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import Invalid
from taskflow.platform.ids import new_id
from taskflow.tasks.facts import change_task
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission


async def label_task(member: Member, key: str, label_id: UUID, *, version: int | None = None) -> Row:
    """Put the label on; doing it twice changes nothing. Raises NotFound, Forbidden, StaleVersion or Invalid."""
    task = await get_task(member, key, lock=True)
    member.require(Permission.EDIT_TASK)
    await require_version(task, version)
    if any(row["id"] == str(label_id) for row in task["labels"]):
        return task
    await insert_labels(member, task, [label_id])
    return await change_task(member, "task.labelled", task, {}, label_id=(None, label_id))


async def unlabel_task(member: Member, key: str, label_id: UUID, *, version: int | None = None) -> Row:
    """Take the label off; doing it twice changes nothing. Raises NotFound, Forbidden or StaleVersion."""
    task = await get_task(member, key, lock=True)
    member.require(Permission.EDIT_TASK)
    await require_version(task, version)
    if not await execute(
        "delete from task_labels where workspace_id = $1 and task_id = $2 and label_id = $3",
        member.workspace_id,
        task["id"],
        label_id,
    ):
        return task
    return await change_task(member, "task.unlabelled", task, {}, label_id=(label_id, None))


async def insert_labels(member: Member, task: Row, labels: Sequence[UUID]) -> None:
    """Write the labels. Raises Invalid when one is not a label of the task's project."""
    wanted = list(dict.fromkeys(labels))
    if not wanted:
        return
    known = await fetch(
        # The lock keeps a label from being deleted before it is on the task.
        "select id from labels where project_id = $1 and id = any($2::uuid[]) for key share",
        task["project_id"],
        wanted,
    )
    if len(known) != len(wanted):
        raise Invalid.field("labels", "unknown_label", "must be labels of the project")
    await execute(
        "insert into task_labels (id, workspace_id, task_id, label_id)"
        " select i.id, $1, $2, i.label_id from unnest($3::uuid[], $4::uuid[]) as i(id, label_id)"
        " on conflict (workspace_id, task_id, label_id) do nothing",
        member.workspace_id,
        task["id"],
        [new_id() for _ in wanted],
        wanted,
    )
