"""Events of many tasks with the tasks that they are about, locked: what taking them back begins and ends with."""

from collections.abc import Sequence
from typing import Any

from taskflow.activity import Obstacle, Obstructed, find_inverse, prepares
from taskflow.platform.database import fetch
from taskflow.projects import require_open
from taskflow.tasks.bulk.drafts import Draft, write_draft
from taskflow.tasks.bulk.loading import find_subtasks, lock_tasks
from taskflow.tasks.queries import name_tasks
from taskflow.tasks.structure import lock_structure
from taskflow.workspaces import Member

Row = dict[str, Any]
Pair = tuple[Row, Row]
# What changes how tasks hang together, and what puts them into the trash with all below them.
_STRUCTURAL = frozenset(
    {"task.created", "task.deleted", "task.restored", "task.blocked", "task.unblocked", "task.transferred"}
)
_WITH_SUBTASKS = frozenset({"task.created", "task.restored"})


@prepares("task")
async def _lock(member: Member, events: list[Row]) -> None:
    """Everybody locks the structure first, and tasks in the order of their ids; the events are in another one."""
    actions, ids = {event["action"] for event in events}, list({event["subject_id"] for event in events})
    if len(ids) == 1:
        return
    if actions & _STRUCTURAL or any("parent_id" in event["changes"] for event in events):
        await lock_structure(member)
    if actions & _WITH_SUBTASKS:
        ids = await find_subtasks(member, ids)
    # A transfer changes numbers, which needs the stronger lock; taken later, it could be waiting in a circle.
    strength = "update" if "task.transferred" in actions else "no key update"
    await fetch(f"select id from tasks where id = any($1::uuid[]) order by id for {strength}", ids)


async def load_pairs(member: Member, events: Sequence[Row], *, deleted: bool = False) -> list[Pair]:
    """Each event with its locked task. Raises Obstructed naming every one that is not where it was, or Conflict."""
    ids = [event["subject_id"] for event in events]
    rows = {row["id"]: row for row in await lock_tasks(member, ids, deleted=deleted)}
    if missing := [task_id for task_id in ids if task_id not in rows]:
        named = await name_tasks(member, missing)
        detail = "the task was taken out of the trash" if deleted else "the task is in the trash"
        raise Obstructed(
            *(
                Obstacle(named[task_id]["key"], "deleted_at", detail, task_id)
                if task_id in named
                else Obstacle("", "", "it is gone", task_id)
                for task_id in missing
            )
        )
    for row in rows.values():
        require_open(row["project_archived_at"])
    return [(event, rows[event["subject_id"]]) for event in events]


async def finish(member: Member, draft: Draft, pairs: Sequence[Pair]) -> list[str]:
    """Write it, unless a task stands against it; gives the keys."""
    if draft.refused:
        ids = {row["key"]: row["id"] for _, row in pairs}
        raise Obstructed(*(Obstacle(no["task"], "", no["detail"], ids[no["task"]]) for no in draft.refused))
    await write_draft(member, draft)
    return [row["key"] for _, row in pairs]


async def undo_each(member: Member, events: list[Row]) -> list[str]:
    """One after the other, as each would be taken back alone."""
    inverses = [find_inverse(event["action"]) for event in events]
    return [await inverse(member, event) for inverse, event in zip(inverses, events, strict=True) if inverse]
