"""Writing what charts are read from: the life of a task takes the place of what was kept of it.

A task is always told from all of its events that there are, so it does not matter in which order they become known, nor
how often a task is told: the incremental way and the one from scratch are this one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow.analytics.history import COUNTS, Cell, Column, Finish, Life, Open, Stay, build_life, count_life
from taskflow.platform.database import execute, fetch
from taskflow.platform.ids import new_id

Row = dict[str, Any]
_LOCK = 0x7461736B0A11
_TASKS = """
    select t.id, t.project_id, t.column_id, t.created_at, t.completed_at, t.deleted_at, t.due_date, t.due_at,
        t.estimate, w.time_zone, array(select a.member_id from task_assignees a
            where a.workspace_id = t.workspace_id and a.task_id = t.id order by a.member_id) as member_ids,
        coalesce((select json_agg(json_build_object('at', e.at, 'project_id', e.changes->'project_id',
                'column_id', e.changes->'column_id', 'completed_at', e.changes->'completed_at') order by e.seq)
            from events e where e.workspace_id = t.workspace_id and e.subject_id = t.id and e.action like 'task.%'
            and e.changes ?| array['project_id', 'column_id', 'completed_at'] and e.action <> 'task.created'),
            '[]'::json) as events
    from tasks t join workspaces w on w.id = t.workspace_id where t.workspace_id = $1 and t.id = any($2::uuid[])
"""
_STAYS = "place, project_id, column_id, opened, entered_at, entered_day, left_at, left_day"
_FINISHES = "project_id, column_id, completed_at, completed_day, lead_seconds, cycle_seconds, was_on_time,"
_FINISHES += " todo_seconds, doing_seconds, review_seconds"
_OPEN = "project_id, column_id, entered_at, due_date, due_at, estimate, member_ids"
_TYPES = {"opened": "text", "place": "int", "was_on_time": "boolean", "estimate": "numeric", "member_ids": "text"}
_TYPES |= dict.fromkeys(("entered_at", "left_at", "completed_at", "due_at"), "timestamptz")
_TYPES |= dict.fromkeys(("entered_day", "left_day", "completed_day", "due_date"), "date")
_TYPES |= {f"{name}_seconds": "bigint" for name in ("lead", "cycle", "todo", "doing", "review")}


async def lock_rollups(workspace_id: UUID) -> None:
    """Wait until nobody else writes those of the workspace, until the end of the transaction."""
    await fetch("select pg_advisory_xact_lock($1 # hashtextextended($2::text, 0))", _LOCK, str(workspace_id))


async def tell_tasks(workspace_id: UUID, ids: Collection[UUID]) -> int:
    """Tell those tasks anew; gives how many differ from what was kept. The rollups are locked by the caller."""
    old = await _load_kept(workspace_id, ids)
    new = await _load_lives(workspace_id, ids)
    changed = [task_id for task_id in ids if old.get(task_id, Life()) != new.get(task_id, Life())]
    if not changed:
        return 0
    counts: Counter[tuple[Cell, str]] = Counter()
    for task_id in changed:
        counts.update(count_life(new.get(task_id, Life())))
        counts.subtract(count_life(old.get(task_id, Life())))
    for table in ("task_stints", "finished_tasks", "open_tasks"):
        await execute(
            f"delete from {table} where workspace_id = $1 and task_id = any($2::uuid[])", workspace_id, changed
        )
    kept = {task_id: new[task_id] for task_id in changed if task_id in new}
    await _insert(
        "task_stints", _STAYS, workspace_id, [(key, stay) for key, life in kept.items() for stay in life.stays]
    )
    ends = [(key, life.finish) for key, life in kept.items() if life.finish is not None]
    await _insert("finished_tasks", _FINISHES, workspace_id, ends)
    there = [(key, life.open) for key, life in kept.items() if life.open is not None]
    await _insert("open_tasks", _OPEN, workspace_id, there)
    await _add_counts(workspace_id, counts)
    await _stamp(workspace_id)
    return len(changed)


async def count_days_anew(workspace_id: UUID, project_id: UUID) -> None:
    """Sum up the days of a project from its stays and finished tasks. The rollups are locked by the caller."""
    await execute("delete from daily_flow where workspace_id = $1 and project_id = $2", workspace_id, project_id)
    sums = ", ".join(f"sum({name}) as {name}" for name in COUNTS)
    where = "where workspace_id = $1 and project_id = $2"
    await execute(
        f"insert into daily_flow (id, workspace_id, project_id, column_id, day, {', '.join(COUNTS)})"
        f" select gen_random_uuid(), $1, $2, column_id, day, {sums} from ("
        "  select column_id, entered_day as day, 1 as entered, 0 as gone, (opened = 'created')::int as created,"
        f"  (opened = 'reopened')::int as reopened, 0 as finished, 0 as with_due, 0 as on_time from task_stints {where}"
        f"  union all select column_id, left_day, 0, 1, 0, 0, 0, 0, 0 from task_stints {where} and left_at is not null"
        "  union all select column_id, completed_day, 0, 0, 0, 0, 1, (was_on_time is not null)::int,"
        f"  coalesce(was_on_time, false)::int from finished_tasks {where}) f group by column_id, day",
        workspace_id,
        project_id,
    )
    await _stamp(workspace_id)


async def _load_lives(workspace_id: UUID, ids: Collection[UUID]) -> dict[UUID, Life]:
    rows = await fetch(_TASKS, workspace_id, list(ids))
    for row in rows:
        row["events"] = [event | {"at": datetime.fromisoformat(event["at"])} for event in row["events"]]
    columns = await load_columns(workspace_id, rows)
    return {row["id"]: build_life(row, columns, row["time_zone"]) for row in rows}


async def load_columns(workspace_id: UUID, rows: Iterable[Mapping[str, Any]]) -> dict[UUID, Column]:
    """The columns of the workspace, and those that tasks were in and that are deleted, as they were last."""
    there = await fetch(
        "select id, project_id, category, position from project_columns where workspace_id = $1", workspace_id
    )
    named = {UUID(value) for row in rows for event in row["events"] for value in event["column_id"] or () if value}
    gone = await fetch(
        "select distinct on (e.subject_id) e.subject_id as id, e.project_id, e.changes->'category'->>0 as category,"
        " 0 as position from events e where e.workspace_id = $1 and e.subject_id = any($2::uuid[])"
        " and e.action = 'column.deleted' order by e.subject_id, e.seq desc",
        workspace_id,
        list(named - {row["id"] for row in there}),
    )
    return {row["id"]: Column(row["project_id"], row["category"], row["position"]) for row in (*gone, *there)}


async def _load_kept(workspace_id: UUID, ids: Collection[UUID]) -> dict[UUID, Life]:
    where = "where workspace_id = $1 and task_id = any($2::uuid[])"
    stays = await fetch(
        f"select task_id, {_STAYS} from task_stints {where} order by task_id, place", workspace_id, list(ids)
    )
    ends = await fetch(f"select task_id, {_FINISHES} from finished_tasks {where}", workspace_id, list(ids))
    lives: dict[UUID, Life] = {}
    for row in stays:
        task_id = row.pop("task_id")
        lives[task_id] = Life((*lives.get(task_id, Life()).stays, Stay(**row)))
    for row in ends:
        task_id = row.pop("task_id")
        lives[task_id] = lives[task_id]._replace(finish=Finish(**row))
    for row in await fetch(f"select task_id, {_OPEN} from open_tasks {where}", workspace_id, list(ids)):
        task_id, row["member_ids"] = row.pop("task_id"), tuple(row["member_ids"])
        lives[task_id] = lives[task_id]._replace(open=Open(**row))
    return lives


async def _insert(table: str, names: str, workspace_id: UUID, rows: list[tuple[UUID, Any]]) -> None:
    if not rows:
        return
    known = names.split(", ")
    given = ", ".join(f"${place}::{_TYPES.get(name, 'uuid')}[]" for place, name in enumerate(known, start=4))
    taken = ", ".join(f"k.{name}" for name in known).replace("k.member_ids", "k.member_ids::uuid[]")
    await execute(
        f"insert into {table} (id, workspace_id, task_id, {names}) select k.id, $1, k.task_id, {taken}"
        f" from unnest($2::uuid[], $3::uuid[], {given}) as k(id, task_id, {names})",
        workspace_id,
        [new_id() for _ in rows],
        [task_id for task_id, _ in rows],
        *([_flatten(value) for value in values] for values in zip(*(values for _, values in rows), strict=True)),
    )


def _flatten(value: Any) -> Any:
    """An array as text: `unnest` would take arrays in arrays apart."""
    return f"{{{','.join(map(str, value))}}}" if isinstance(value, tuple) else value


async def _stamp(workspace_id: UUID) -> None:
    """Say that the figures are others now; it shows when they do, with the commit."""
    await execute(
        "insert into told_workspaces (id, workspace_id, stamp) values ($1, $2, $3)"
        " on conflict (workspace_id) do update set stamp = excluded.stamp",
        new_id(),
        workspace_id,
        new_id(),
    )


async def _add_counts(workspace_id: UUID, counts: Counter[tuple[Cell, str]]) -> None:
    """Add to the counts of days; a day on which nothing happened any more has no row."""
    cells = sorted({cell for (cell, _), count in counts.items() if count}, key=lambda cell: tuple(map(str, cell)))
    if not cells:
        return
    names = ", ".join(COUNTS)
    places = ", ".join(f"${place}::int[]" for place in range(6, 6 + len(COUNTS)))
    added = ", ".join(f"{name} = f.{name} + excluded.{name}" for name in COUNTS)
    await execute(
        f"insert into daily_flow as f (id, workspace_id, project_id, day, column_id, {names})"
        f" select k.id, $1, k.project_id, k.day, k.column_id, {', '.join('k.' + name for name in COUNTS)}"
        f" from unnest($2::uuid[], $3::uuid[], $4::date[], $5::uuid[], {places})"
        f" as k(id, project_id, day, column_id, {names})"
        f" on conflict (workspace_id, project_id, day, column_id) do update set {added}",
        workspace_id,
        [new_id() for _ in cells],
        *(list(values) for values in zip(*cells, strict=True)),
        *([counts[cell, name] for cell in cells] for name in COUNTS),
    )
    await execute(
        "delete from daily_flow where workspace_id = $1 and project_id = any($2::uuid[]) and day = any($3::date[])"
        f" and ({' or '.join(name + ' <> 0' for name in COUNTS)}) is false",
        workspace_id,
        list({cell.project_id for cell in cells}),
        list({cell.day for cell in cells}),
    )
