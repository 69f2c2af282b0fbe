"""Where a task stands: its column, and its rank inside it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one, fetch_value
from taskflow.platform.errors import Invalid, NotFound
from taskflow.projects import lock_column
from taskflow.tasks.dependencies import require_unblocked
from taskflow.tasks.facts import write_change
from taskflow.tasks.inputs import Position
from taskflow.tasks.keys import split_key
from taskflow.tasks.limits import require_room
from taskflow.tasks.queries import Row, get_task
from taskflow.tasks.ranks import is_too_long, rank_between, respread_ranks, spin_ranks
from taskflow.tasks.recurring import make_next, prepare_next
from taskflow.tasks.versions import require_version
from taskflow.workspaces import Member, Permission

# The workspace is named for the index that has the column's tasks by rank.
_IN_COLUMN = (
    "workspace_id = (select p.workspace_id from projects p where p.id = $1)"
    " and project_id = $1 and column_id = $2 and deleted_at is null"
)


async def move_task(
    member: Member, key: str, position: Position, *, version: int | None = None, force: bool = False
) -> Row:
    """Put the task into a column, before another one or at the end; a done column completes it, with what follows.

    Raises NotFound, Forbidden, StaleVersion, Invalid for a column or a neighbour that is not there, or Conflict for a
    full column, and for completing what others block, unless with `force`.
    """
    task = await get_task(member, key, lock=True)
    member.require(Permission.EDIT_TASK)
    await require_version(task, version)
    coming = await prepare_next(member, task, into=position.column_id)
    column = await lock_column(task["project_id"], position.column_id, leaving=task["column_id"])
    require_room(column, leaving=task["column_id"])
    rank = await find_rank(task["project_id"], column["id"], before=_neighbour(task, position), moving=task["id"])
    values = {"column_id": column["id"], "rank": rank}
    if (column["category"] == "done") != (task["completed_at"] is not None):
        values["completed_at"] = clock.now() if column["category"] == "done" else None
    forced = await require_unblocked(member, task, force=force) if values.get("completed_at") else {}
    columns = (task["column"]["name"], column["name"])
    await write_change(member, "task.moved", task, values, column=columns, **forced)
    await make_next(member, task, coming)
    return await get_task(member, task["key"])


async def find_rank(project_id: UUID, column_id: UUID, *, before: int | None = None, moving: UUID | None = None) -> str:
    """A rank in a column that the caller has locked: before the task numbered `before`, or at the end.

    Raises Invalid naming `before` when that task is not in the column.
    """
    lower, upper = await _neighbours(project_id, column_id, before, moving)
    rank = rank_between(lower, upper)
    if is_too_long(rank):
        await _spread(project_id, column_id)
        rank = rank_between(*await _neighbours(project_id, column_id, before, moving))
    return rank


async def find_first_rank(project_id: UUID, column_id: UUID) -> str:
    """A rank before everything in a column that the caller has locked."""
    first = await fetch_value(
        f"select min(rank) from tasks where {_IN_COLUMN}",
        project_id,
        column_id,
    )
    return rank_between(None, first)


async def find_ranks(places: Sequence[tuple[UUID, UUID, int]], *, first: bool) -> dict[UUID, list[str]]:
    """Ranks in order for so many tasks in each column that the caller has locked: (project, column, how many).

    Before everything in it, when `first`, else at its end.
    """
    if not places:
        return {}
    ranks = {
        column: spin_ranks(edge, count, first=first) for column, edge, count in await _find_edges(places, first=first)
    }
    crowded = [place for place in places if is_too_long(max(ranks[place[1]], key=len))]
    for project_id, column_id, _ in crowded:
        await _spread(project_id, column_id)
    for column, edge, count in await _find_edges(crowded, first=first) if crowded else ():
        ranks[column] = spin_ranks(edge, count, first=first)
    return ranks


async def _find_edges(places: Sequence[tuple[UUID, UUID, int]], *, first: bool) -> list[tuple[UUID, str | None, int]]:
    """By column the rank that is its first or its last by now."""
    rows = await fetch(
        "select k.column_id, e.rank, k.count from unnest($1::uuid[], $2::uuid[], $3::int[])"
        " as k(project_id, column_id, count) cross join lateral (select"
        f" {'min' if first else 'max'}(t.rank) as rank from tasks t where t.project_id = k.project_id"
        " and t.column_id = k.column_id and t.deleted_at is null) e",
        *(list(values) for values in zip(*places, strict=True)),
    )
    return [(row["column_id"], row["rank"], row["count"]) for row in rows]


async def find_rank_again(project_id: UUID, column_id: UUID, rank: str, *, moving: UUID) -> str:
    """The rank that a task had in a column that the caller has locked, or when it is taken by now, one just behind."""
    row = await fetch_one(
        f"select (select max(rank) from tasks where {_IN_COLUMN} and id <> $4 and rank <= $3) as lower,"
        f" (select min(rank) from tasks where {_IN_COLUMN} and id <> $4 and rank > $3) as upper",
        project_id,
        column_id,
        rank,
        moving,
    )
    assert row is not None  # noqa: S101  a select without a table gives a row
    return rank if row["lower"] != rank else rank_between(rank, row["upper"])


async def find_ranks_again(wanted: Mapping[UUID, tuple[Row, str]]) -> dict[UUID, str]:
    """`find_rank_again` of many: by task the locked column that it goes back to and the rank that it had there."""
    ranks = {task_id: rank for task_id, (_, rank) in wanted.items()}
    taken = await fetch(
        "select k.id from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[]) as k(id, project_id, column_id, rank)"
        " where exists (select from tasks t where t.project_id = k.project_id and t.column_id = k.column_id"
        "   and t.rank = k.rank and t.deleted_at is null and t.id <> all($1::uuid[]))",
        list(wanted),
        [column["project_id"] for column, _ in wanted.values()],
        [column["id"] for column, _ in wanted.values()],
        list(ranks.values()),
    )
    for task_id in (row["id"] for row in taken):
        column, rank = wanted[task_id]
        ranks[task_id] = await find_rank_again(column["project_id"], column["id"], rank, moving=task_id)
    return ranks


async def _neighbours(
    project_id: UUID, column_id: UUID, before: int | None, moving: UUID | None
) -> tuple[str | None, str | None]:
    last = f"(select max(rank) from tasks where {_IN_COLUMN} and ($3::uuid is null or id <> $3)"
    if before is None:
        return await fetch_value(f"select {last})", project_id, column_id, moving), None
    row = await fetch_one(
        f"select b.rank as upper, {last} and rank < b.rank) as lower"
        f" from (select rank from tasks where {_IN_COLUMN} and number = $4) b",
        project_id,
        column_id,
        moving,
        before,
    )
    if row is None:
        raise Invalid.field("before", "unknown_neighbour", "is not a task in that column")
    return row["lower"], row["upper"]


async def _spread(project_id: UUID, column_id: UUID) -> None:
    """Give the column short ranks again; the order stays, so no version changes.

    Whoever holds a task waits for the column that is locked here: their tasks keep their ranks, for waiting for them
    would be waiting in a circle. The others are spread around those.
    """
    where = f"from tasks where {_IN_COLUMN} order by rank, id"
    free = {row["id"] for row in await fetch(f"select id {where} for no key update skip locked", project_id, column_id)}
    # Only who holds the column changes a rank in it, so both statements find the same order.
    rows = await fetch(f"select id, rank {where}", project_id, column_id)
    ranks = respread_ranks([(row["rank"], row["id"] in free) for row in rows])
    await execute(
        "update tasks t set rank = s.rank from unnest($1::uuid[], $2::text[]) as s(id, rank)"
        " where t.id = s.id and t.rank <> s.rank",
        *_list_columns([(row["id"], rank) for row, rank in zip(rows, ranks, strict=True) if row["id"] in free]),
    )


def _list_columns(pairs: list[tuple[UUID, str]]) -> tuple[list[UUID], list[str]]:
    return [task_id for task_id, _ in pairs], [rank for _, rank in pairs]


def _neighbour(task: Row, position: Position) -> int | None:
    if position.before is None:
        return None
    try:
        project_key, number = split_key(position.before)
    except NotFound:
        project_key, number = "", 0
    if project_key != task["project"]["key"] or number == task["number"]:
        raise Invalid.field("before", "unknown_neighbour", "must be the key of another task in that column")
    return number
