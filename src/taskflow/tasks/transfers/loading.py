"""What a transfer is about: the task with all below it, and the two projects."""

from uuid import UUID

from taskflow.platform.database import fetch
from taskflow.platform.errors import Conflict
from taskflow.projects import lock_projects as lock_in_order
from taskflow.projects import require_open
from taskflow.tasks.queries import Row

MAX_MOVED = 200
_TREE = (
    "with recursive tree as (select id from tasks where id = $1 and project_id = $3"
    " union select c.id from tree join tasks c on c.workspace_id = $2 and c.parent_id = tree.id"
    " where c.project_id = $3)"
)
_COLUMNS = (
    "t.id, t.workspace_id, t.project_id, t.number, t.title, t.column_id, t.parent_id, t.version, t.completed_at,"
    " t.deleted_at, t.custom, t.rank"
)


async def list_tree(task: Row) -> list[Row]:
    """The task and everything below it in its project, what is in the trash included: itself first, by number.

    Raises Conflict when that is too much.
    """
    rows = await fetch(f"{_TREE} select {_COLUMNS} from tasks t where t.id in (select id from tree)", *_place(task))
    if len(rows) > MAX_MOVED:
        raise Conflict(f"At most {MAX_MOVED} tasks move at once", code="too_many_subtasks")
    return sorted(rows, key=lambda row: (row["id"] != task["id"], row["number"]))


async def lock_tree(task: Row) -> list[Row]:
    """`list_tree` with all of it locked, so that nothing is changed, and nothing put below it, until the end."""
    locked = set[UUID]()
    while True:
        rows = await list_tree(task)
        if {row["id"] for row in rows} <= locked:
            return rows
        locked = {row["id"] for row in rows}
        # Their numbers change: that is a stronger lock than other changes take, and taking it later could be a circle.
        await fetch("select id from tasks where id = any($1::uuid[]) order by id for update", list(locked))


async def lock_projects(source_id: UUID, target_id: UUID) -> Row:
    """Both projects, in one order for everybody; gives the source. Raises Conflict when one is archived."""
    rows = await lock_in_order([source_id, target_id])
    for row in rows.values():
        require_open(row["archived_at"])
    return rows[source_id]


def _place(task: Row) -> tuple[UUID, UUID, UUID]:
    return task["id"], task["workspace_id"], task["project_id"]
