"""What the parts above keep on a task: how many comments and files there are.

They are shown on every card, so they are not counted on every read.
"""

from collections.abc import Collection
from uuid import UUID

from taskflow.platform.database import execute
from taskflow.platform.ids import new_id
from taskflow.tasks.queries import Row


async def count_comment(task: Row, difference: int, *, watchers: Collection[UUID] = ()) -> None:
    """Add to the task's number of comments; the members `watchers` watch it from now on."""
    await execute(
        "with watching as (insert into task_watchers (id, workspace_id, task_id, member_id)"
        " select w.id, $3, $1, w.member_id from unnest($4::uuid[], $5::uuid[]) as w(id, member_id)"
        " on conflict (workspace_id, task_id, member_id) do nothing)"
        " update tasks set comment_count = comment_count + $2 where id = $1",
        task["id"],
        difference,
        task["workspace_id"],
        [new_id() for _ in watchers],
        list(watchers),
    )


async def count_attachment(task: Row, difference: int) -> None:
    """Add to the task's number of files."""
    await execute("update tasks set attachment_count = attachment_count + $2 where id = $1", task["id"], difference)
