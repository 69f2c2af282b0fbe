"""How putting many tasks into the trash is taken back, and taking them out of it."""

from typing import Any

from taskflow.activity import undoes_many
from taskflow.platform.database import fetch
from taskflow.projects import lock_columns
from taskflow.tasks.bulk.drafts import Draft
from taskflow.tasks.bulk.loading import lock_tasks, lock_with_subtasks
from taskflow.tasks.bulk.pairs import finish, load_pairs, undo_each
from taskflow.tasks.bulk.places import change_deletion, require_rooms
from taskflow.tasks.deletion import find_moment
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]


@undoes_many("task.deleted")
async def _take_out(member: Member, events: list[Row]) -> list[str]:
    """A parent that went into the trash with its subtask is still its parent, another that is there is not."""
    pairs = await load_pairs(member, events, deleted=True)
    member.require(Permission.DELETE_TASK)
    rows, draft = [row for _, row in pairs], Draft()
    columns = await lock_columns({row["column_id"] for row in rows})
    require_rooms(draft, {row["id"]: columns[row["column_id"]] for row in rows}, rows)
    orphans = await fetch(
        "select t.id from tasks t join tasks a on a.workspace_id = t.workspace_id and a.id = t.parent_id"
        " where t.id = any($1::uuid[]) and a.deleted_at is not null and a.deleted_at <> t.deleted_at",
        [row["id"] for row in rows],
    )
    detached = {orphan["id"] for orphan in orphans}
    for row in rows:
        draft.note("task.restored", row, {"deleted_at": None} | ({"parent_id": None} if row["id"] in detached else {}))
    return await finish(member, draft, pairs)


@undoes_many("task.restored")
async def _put_in(member: Member, events: list[Row]) -> list[str]:
    """With everything below them; those that lost their parent get it back one by one."""
    if any("parent_id" in event["changes"] for event in events):
        return await undo_each(member, events)
    member.require(Permission.DELETE_TASK)
    ids = [event["subject_id"] for event in events]
    found = {row["id"]: row for row in await lock_tasks(member, ids, deleted=None)}
    # What the present unit has put there already was below another of them.
    pairs = await load_pairs(member, [e for e in events if not _is_trashed_now(found.get(e["subject_id"]))])
    draft = Draft()
    await change_deletion(draft, await lock_with_subtasks(member, [row for _, row in pairs]))
    await finish(member, draft, pairs)
    return [str(found[task_id]["key"]) for task_id in ids]


def _is_trashed_now(row: Row | None) -> bool:
    return row is not None and row["deleted_at"] == find_moment()
