"""Where many tasks go: into columns, completed or reopened, into the trash."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import fetch
from taskflow.platform.errors import Conflict, FieldError, Invalid
from taskflow.projects import build_visibility, list_columns_of, lock_columns, lock_projects
from taskflow.tasks.bulk.drafts import Draft
from taskflow.tasks.bulk.inputs import BulkChanges
from taskflow.tasks.deletion import find_moment
from taskflow.tasks.limits import require_room
from taskflow.tasks.ordering import find_ranks
from taskflow.tasks.queries import get_task
from taskflow.tasks.recurring import prepare_next
from taskflow.workspaces import Member

Row = dict[str, Any]
_OPEN = ("todo", "backlog", "doing", "review")


async def change_places(member: Member, draft: Draft, rows: Sequence[Row], changes: BulkChanges) -> None:
    """Move, complete or reopen those that are not there yet. Raises Invalid for a column that a project does not have.

    They keep their order among themselves: at the end of the column, or on top when completed or reopened.
    """
    columns = await list_columns_of({row["project_id"] for row in rows})
    if changes.completed is not None:
        affected = [row for row in rows if (row["completed_at"] is None) == changes.completed]
        wanted = {row["id"]: _find_first(columns[row["project_id"]], completed=changes.completed) for row in affected}
        action = "task.completed" if changes.completed else "task.reopened"
        await _place(member, draft, affected, wanted, action)
    else:
        wanted = _choose_columns(rows, columns, changes)
        affected = [row for row in rows if row["column_id"] != wanted[row["id"]]["id"]]
        await _place(member, draft, affected, wanted, "task.moved")


async def change_deletion(draft: Draft, rows: Sequence[Row]) -> None:
    """Put them into the trash, at the moment of everything that the present unit puts there."""
    await lock_columns({row["column_id"] for row in rows})
    for row in rows:
        draft.note("task.deleted", row, {"deleted_at": find_moment()})


async def refuse_blocked(member: Member, draft: Draft, rows: Sequence[Row]) -> None:
    """Refuse those of the tasks that are to be completed that others block; what is completed with them does not."""
    if not rows:
        return
    found = await fetch(
        f"select f.blocked_id, p.key || '-' || b.number as key, {build_visibility(member, '$3')} as is_visible"
        " from task_dependencies f join tasks b on b.workspace_id = f.workspace_id and b.id = f.blocker_id"
        " join projects p on p.id = b.project_id where f.workspace_id = $1 and f.blocked_id = any($2::uuid[])"
        " and b.id <> all($2::uuid[]) and b.completed_at is null and b.deleted_at is null order by p.key, b.number",
        member.workspace_id,
        [row["id"] for row in rows],
        member.id,
    )
    blockers: dict[UUID, list[Row]] = defaultdict(list)
    for blocker in found:
        blockers[blocker["blocked_id"]].append(blocker)
    for row in rows:
        if those := blockers.get(row["id"]):
            hidden = sum(not blocker["is_visible"] for blocker in those)
            names = [blocker["key"] for blocker in those if blocker["is_visible"]]
            names += [f"{hidden} that you cannot see"] if hidden else []
            draft.refuse(row, "task_blocked", f"is blocked by {', '.join(names)}")


def require_rooms(draft: Draft, targets: dict[UUID, Row], rows: Sequence[Row]) -> None:
    """Refuse the tasks that their target, by task, has no room for: all that go to a column count together.

    The columns are locked. Tasks that leave a column meanwhile make room in it.
    """
    arriving: dict[UUID, list[Row]] = defaultdict(list)
    leaving: dict[UUID, int] = defaultdict(int)
    for row in rows:
        if row["deleted_at"] is not None or row["column_id"] != targets[row["id"]]["id"]:
            arriving[targets[row["id"]]["id"]].append(row)
            leaving[row["column_id"]] += row["deleted_at"] is None
    for column_id, those in arriving.items():
        coming = len(those) - leaving[column_id]
        if coming <= 0:
            continue
        try:
            require_room(targets[those[0]["id"]], coming=coming)
        except Conflict as full:
            for row in those:
                draft.refuse(row, full.code, full.detail)


async def _place(member: Member, draft: Draft, rows: Sequence[Row], wanted: dict[UUID, Row], action: str) -> None:
    """Note it with the columns locked; without a column that it goes to, a task stays where it is."""
    await _prepare_following(member, draft, [row for row in rows if _completes(row, wanted[row["id"]], action)])
    moving = [row for row in rows if wanted.get(row["id"])]
    locked = await lock_columns({row["column_id"] for row in moving} | {wanted[row["id"]]["id"] for row in moving})
    targets = {row["id"]: locked[wanted[row["id"]]["id"]] for row in moving}
    require_rooms(draft, targets, moving)
    by_column: dict[tuple[UUID, UUID], list[Row]] = defaultdict(list)
    for row in moving:
        by_column[row["project_id"], targets[row["id"]]["id"]].append(row)
    places = [(project, column, len(those)) for (project, column), those in by_column.items()]
    ranks = await find_ranks(places, first=action != "task.moved")
    rank_of = {
        row["id"]: rank
        for (_, column), those in by_column.items()
        for row, rank in zip(those, ranks[column], strict=True)
    }
    now = clock.now()
    for row in rows:
        target = targets.get(row["id"])
        done = _is_done(target, action)
        values: Row = {} if done == (row["completed_at"] is not None) else {"completed_at": now if done else None}
        if target is None:
            draft.note(action, row, values)
        else:
            values |= {"column_id": target["id"], "rank": rank_of[row["id"]]}
            draft.note(action, row, values, column=(row["column_name"], target["name"]))
    completed = [row for row in rows if draft.values[row["id"]].get("completed_at") is not None]
    await refuse_blocked(member, draft, completed)


def _is_done(target: Row | None, action: str) -> bool:
    return bool(target and target["category"] == "done") if action == "task.moved" else action == "task.completed"


def _completes(row: Row, target: Row, action: str) -> bool:
    return row["completed_at"] is None and _is_done(target, action)


async def _prepare_following(member: Member, draft: Draft, rows: Sequence[Row]) -> None:
    """What will follow those of the tasks that recur: it takes numbers and columns, which are locked before others."""
    recurring = [row for row in rows if row["recurrence"] is not None]
    projects = await lock_projects({row["project_id"] for row in recurring}) if recurring else {}
    boards = await list_columns_of(projects) if recurring else {}
    await lock_columns([column["id"] for columns in boards.values() for column in columns])
    for row in recurring:
        task = await get_task(member, row["key"])
        if coming := await prepare_next(member, task):
            draft.following.append((task, coming))


def _find_first(columns: Sequence[Row], *, completed: bool) -> Row:
    """The column for what is done, or for what is to be done; nothing when the board has none."""
    order = ("done",) if completed else _OPEN
    fitting = [column for column in columns if column["category"] in order]
    return min(fitting, key=lambda column: order.index(column["category"]), default={})


def _choose_columns(rows: Sequence[Row], columns: dict[UUID, list[Row]], changes: BulkChanges) -> dict[UUID, Row]:
    """By task the column that it goes to; one that is in a column of the category stays there."""
    fits: Callable[[Row, Row], bool]
    if changes.column_id is not None:
        name, fits = "column_id", lambda row, column: column["id"] == changes.column_id
    else:
        name, fits = "category", lambda row, column: column["category"] == changes.category
    chosen = dict[UUID, Row]()
    for row in rows:
        fitting = [column for column in columns[row["project_id"]] if fits(row, column)]
        own = [column for column in fitting if column["id"] == row["column_id"]]
        if fitting:
            chosen[row["id"]] = (own or fitting)[0]
    if wrong := [row["key"] for row in rows if row["id"] not in chosen]:
        detail = f"there is no such column in the project of {', '.join(wrong)}"
        raise Invalid(f"{name}: {detail}", errors=(FieldError(f"/changes/{name}", "unknown_column", detail),))
    return chosen
