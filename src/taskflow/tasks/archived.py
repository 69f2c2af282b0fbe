"""Tasks that come from a full export, with their own ids, numbers, ranks and times, as they were."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from taskflow.activity import Fact, Subject, record_many
from taskflow.platform.database import execute
from taskflow.platform.ids import new_id
from taskflow.platform.missing_rows import insert_missing
from taskflow.tasks.models import Assignee, FormerTaskKey, Task, TaskLabel, Watcher
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]
_BESIDE = ("assignees", "labels", "watchers", "former_keys", "column")


async def import_archived_tasks(member: Member, rows: Sequence[Row], *, source: str) -> None:
    """Write those that are not there yet, and who works on them, watches them, their labels and former keys.

    `column` is the name of the task's column, for its history. Nobody is notified, and nobody watches who did not.
    Parents and what blocks what come by `link_archived_tasks`, once all are there. Raises Forbidden.
    """
    member.require(Permission.IMPORT_WORKSPACE)
    whole = {row["id"]: row for row in rows}
    plain = [{name: value for name, value in row.items() if name not in _BESIDE} for row in rows]
    fresh = [whole[row["id"]] for row in await insert_missing(Task, member.workspace_id, plain)]
    await _write_beside({"workspace_id": member.workspace_id}, fresh)
    facts = [
        Fact("task.imported", Subject("task", row["id"]), row["project_id"],
             {"title": (None, row["title"]), "column": (None, row["column"]), "source": (None, source),
              "version": (None, 1)})
        for row in fresh
    ]  # fmt: skip
    await record_many(facts, actor=member.actor, workspace_id=member.workspace_id)


async def link_archived_tasks(
    member: Member, parents: Sequence[tuple[UUID, UUID]], blockers: Sequence[tuple[UUID, UUID]]
) -> None:
    """Pairs of child and parent, and of blocker and blocked, all of them imported; a second time is no error.

    Raises Forbidden.
    """
    member.require(Permission.IMPORT_WORKSPACE)
    await execute(
        "update tasks t set parent_id = k.parent from unnest($2::uuid[], $3::uuid[]) as k(child, parent)"
        " where t.workspace_id = $1 and t.id = k.child and t.parent_id is null",
        member.workspace_id,
        [child for child, _ in parents],
        [parent for _, parent in parents],
    )
    await execute(
        "insert into task_dependencies (id, workspace_id, blocker_id, blocked_id)"
        " select k.id, $1, k.blocker, k.blocked from unnest($2::uuid[], $3::uuid[], $4::uuid[])"
        " as k(id, blocker, blocked) on conflict (workspace_id, blocked_id, blocker_id) do nothing",
        member.workspace_id,
        [new_id() for _ in blockers],
        [blocker for blocker, _ in blockers],
        [blocked for _, blocked in blockers],
    )


async def _write_beside(own: Row, rows: Sequence[Row]) -> None:
    await Assignee.bulk_create(
        Assignee(id=new_id(), task_id=row["id"], member_id=who, **own) for row in rows for who in row["assignees"]
    )
    await Watcher.bulk_create(
        Watcher(id=new_id(), task_id=row["id"], member_id=who, **own) for row in rows for who in row["watchers"]
    )
    await TaskLabel.bulk_create(
        TaskLabel(id=new_id(), task_id=row["id"], label_id=label, **own) for row in rows for label in row["labels"]
    )
    await FormerTaskKey.bulk_create(
        FormerTaskKey(id=new_id(), task_id=row["id"], **key, **own) for row in rows for key in row["former_keys"]
    )
