"""Reading what reports are built from: three statements, each over projects that the caller may see."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from taskflow.analytics.definitions import LEAST_FINISHED, MOST_AGEING, MOST_DOTS, PERCENTILES, SPENT
from taskflow.analytics.periods import Period
from taskflow.platform.database import fetch, fetch_one
from taskflow.projects import build_visibility
from taskflow.workspaces import Member

Row = dict[str, Any]
_RANKS = "array[" + ", ".join(f"{percent / 100}" for percent in PERCENTILES) + "]"
_SPENT = ", ".join(f"{category}_seconds" for category in SPENT)
_SUMS = ", ".join(f"sum({category}_seconds)::bigint as {category}_seconds" for category in SPENT)
_TIMES = "array[" + ", ".join(f"extract(epoch from e.times[{n}])" for n in range(1, len(PERCENTILES) + 1)) + "]"
_HAPPENED = ("net", "created", "reopened", "completed", "with_due", "on_time")
MOST_UNCOUNTED = 5_000  # events: to look at more of them takes longer than to build a report
# What a column counts as; one that is deleted counts as what it was last.
_CATEGORY = (
    "coalesce(c.category::text, (select e.changes->'category'->>0 from events e where e.workspace_id = $1"
    " and e.subject_id = {column} and e.action = 'column.deleted' order by e.seq desc limit 1), 'todo')"
)

# A task that has gone to a project that is not asked for is not named any more, though it is counted for a moment.
_COUNTED = f"""
    with days as (
        select {_CATEGORY.format(column="f.column_id")} collate "C" as category, greatest(f.day, $4::date - 1) as day,
            sum(f.entered - f.gone) as net, sum(f.created) as created, sum(f.reopened) as reopened,
            sum(f.finished) as completed, sum(f.with_due) as with_due, sum(f.on_time) as on_time
        from daily_flow f left join project_columns c on c.id = f.column_id
        where f.workspace_id = $1 and f.project_id = any($2::uuid[]) and f.day <= $5 group by 2, 1
    ), f as materialized (
        select task_id, completed_day, completed_day >= $3 as is_now, cycle_seconds, lead_seconds, {_SPENT}
        from finished_tasks
        where workspace_id = $1 and project_id = any($2::uuid[]) and completed_day between $4 and $5
    ), dots as (
        select task_id, completed_day, cycle_seconds, lead_seconds,
            row_number() over (order by cycle_seconds desc, task_id) <= $6 / 4 as is_slow
        from f where is_now and cycle_seconds is not null
    ), chosen as (select * from dots order by is_slow desc, md5(task_id::text) limit $6)
    select
        (select coalesce(json_agg(json_build_array(day, category, {", ".join(_HAPPENED)})), '[]') from days) as flow,
        (select coalesce(json_agg(json_build_array(is_now, percentile_c, percentile_l, counted, with_cycle,
            {_SPENT})), '[]')
         from (select is_now, percentile_disc({_RANKS}) within group (order by cycle_seconds) as percentile_c,
            percentile_disc({_RANKS}) within group (order by lead_seconds) as percentile_l, count(*) as counted,
            count(cycle_seconds) as with_cycle, {_SUMS} from f group by is_now) p) as percentiles,
        (select coalesce(json_agg(json_build_array(slice, median)), '[]') from (
            select (completed_day - $3) / $7 as slice, percentile_disc(0.5) within group (order by cycle_seconds)
            as median from f where is_now group by 1) m) as medians,
        (select coalesce(json_agg(json_build_array(p.key || '-' || t.number, d.completed_day, d.cycle_seconds,
            d.lead_seconds) order by d.completed_day, t.number), '[]')
         from chosen d join tasks t on t.id = d.task_id and t.project_id = any($2::uuid[])
         join projects p on p.id = t.project_id) as dots
"""

# Overdue by the day of the workspace: a report is the same for everybody.
_OVERDUE = "o.due_date < {today}::date or o.due_at < {now}::timestamptz"
_OPEN = f"""
    with ended as materialized (
        select s.column_id, count(*) as counted, percentile_disc({_RANKS}) within group (
            order by s.left_at - s.entered_at) as times
        from task_stints s where s.workspace_id = $1 and s.project_id = any($2::uuid[]) and s.left_day between $3 and $4
        group by 1
    ), present as materialized (
        select o.task_id, o.entered_at, o.estimate, o.member_ids, o.column_id, c.name as column_name,
            c.category::text as category, {_OVERDUE.format(today="$4", now="$5")} as is_overdue
        from project_columns c join open_tasks o on o.workspace_id = $1 and o.project_id = c.project_id
            and o.column_id = c.id
        where c.workspace_id = $1 and c.project_id = any($2::uuid[]) and c.category in ('todo', 'doing', 'review')
    ), old as (
        select o.task_id, o.column_name, o.category, e.times[2] as usual, count(*) over () as total,
            $5::timestamptz - o.entered_at as age
        from ended e join present o on o.column_id = e.column_id and o.entered_at < $5::timestamptz - e.times[2]
        where e.counted >= {LEAST_FINISHED}
        order by extract(epoch from $5::timestamptz - o.entered_at)::float8
            / greatest(extract(epoch from e.times[2]), 3600)::float8 desc, o.task_id
        limit {MOST_AGEING}
    )
    select
        (select coalesce(json_agg(json_build_object('column', c.name, 'category', c.category, 'project', p.key,
            'limit', c.wip_limit, 'now', c.task_count, 'counted', coalesce(e.counted, 0), 'seconds', {_TIMES})
            order by p.key, c.position), '[]')
         from project_columns c join projects p on p.id = c.project_id left join ended e on e.column_id = c.id
         where c.workspace_id = $1 and c.project_id = any($2::uuid[])) as columns,
        (select coalesce(json_agg(json_build_object('key', p.key || '-' || t.number, 'title', t.title, 'total', o.total,
            'column', o.column_name, 'category', o.category, 'age', extract(epoch from o.age)::bigint,
            'usual', extract(epoch from o.usual)::bigint, 'assignees', (
                select coalesce(json_agg(json_build_object('id', m.id, 'name', u.name, 'hue', u.hue)
                    order by lower(u.name)), '[]') from task_assignees a join members m on m.id = a.member_id
                join users u on u.id = m.user_id where a.workspace_id = $1 and a.task_id = o.task_id))
            order by o.age desc), '[]')
         from old o join tasks t on t.id = o.task_id and t.project_id = any($2::uuid[]) and t.deleted_at is null
            and t.completed_at is null
         join projects p on p.id = t.project_id) as ageing,
        (select coalesce(json_agg(json_build_object('id', w.member_id, 'name', w.name, 'hue', w.hue, 'todo', w.todo,
            'doing', w.doing, 'review', w.review, 'overdue', w.overdue, 'estimate', w.estimate)
            order by w.todo + w.doing + w.review desc, lower(w.name)), '[]') from (
            select g.*, u.name, u.hue from (
                select k.member_id, count(*) filter (where category = 'todo') as todo,
                    count(*) filter (where category = 'doing') as doing,
                    count(*) filter (where category = 'review') as review,
                    count(*) filter (where is_overdue) as overdue, sum(estimate) as estimate
                from present cross join lateral unnest(member_ids) as k(member_id) group by 1) g
            join members m on m.id = g.member_id join users u on u.id = m.user_id) w) as workload,
        (select count(*) from present where member_ids = '{{}}') as unassigned,
        (select count(*) from present) as open
"""

_BY_PROJECT = f"""
    with present as (
        select o.project_id, count(*) filter (where c.category <> 'backlog') as open,
            count(*) filter (where {_OVERDUE.format(today="$5", now="$6")}) as overdue
        from open_tasks o join project_columns c on c.id = o.column_id
        where o.workspace_id = $1 and o.project_id = any($2::uuid[]) group by 1
    ), happened as (
        select project_id, coalesce(sum(finished) filter (where day >= $3), 0) as completed,
            coalesce(sum(finished) filter (where day < $3), 0) as completed_before,
            coalesce(sum(created) filter (where day >= $3), 0) as created
        from daily_flow where workspace_id = $1 and project_id = any($2::uuid[]) and day between $4 and $5 group by 1
    )
    select p.id, p.key, p.name, p.hue, coalesce(h.completed, 0)::int as completed,
        coalesce(h.completed_before, 0)::int as completed_before, coalesce(h.created, 0)::int as created,
        coalesce(o.open, 0)::int as open, coalesce(o.overdue, 0)::int as overdue
    from projects p left join present o on o.project_id = p.id left join happened h on h.project_id = p.id
    where p.workspace_id = $1 and p.id = any($2::uuid[]) order by lower(p.name), p.id
"""

# Whatever a report shows is either counted, or changes with an event. Those that are not counted yet are as many as
# before, with the same last one, only when they are the same; what is behind the place that was reached never changes.
_STATE = """
    select g.moved_at as as_of, g.horizon::text, g.seq, n.met, n.ours, n.latest,
        (select stamp from told_workspaces where workspace_id = $1) as told,
        array(select p.id from projects p where p.workspace_id = $1 and p.archived_at is null and {visible}
            order by p.id) as scope
    from analytics_progress g cross join lateral (
        select count(*) as met, count(*) filter (where is_ours) as ours, max(seq) filter (where is_ours) as latest
        from (select e.seq, e.workspace_id = $1 or e.action = 'user.edited' as is_ours from events e
            where (e.xid, e.seq) > (g.horizon, g.seq) order by e.xid, e.seq limit $3) e) n
"""


async def load_state(member: Member) -> Row:
    """Everything by which one knows that nothing a report shows has changed, and until when events were counted.

    `scope` are the projects that the member sees and that are not archived: those of the report of a workspace.
    """
    statement = _STATE.format(visible=build_visibility(member, "$2"))
    row = await fetch_one(statement, member.workspace_id, member.id, MOST_UNCOUNTED + 1)
    assert row is not None  # noqa: S101  the migration has written one
    return row


async def load_counted(workspace_id: UUID, projects: Sequence[UUID], period: Period) -> Row:
    """What was counted: `flow` is what happened by category and day, the rest is of tasks that were completed.

    All that was before the day before the former period stands on that day. Of completed tasks: percentiles with the
    time that states took, medians by slice, and dots.
    """
    row = await fetch_one(
        _COUNTED, workspace_id, list(projects), period.first, period.before, period.last, MOST_DOTS, period.slice_days
    )
    assert row is not None  # noqa: S101  a select without a table gives a row
    row["flow"] = [
        {"day": date.fromisoformat(day), "category": category, **dict(zip(_HAPPENED, counts, strict=True))}
        for day, category, *counts in row["flow"]
    ]
    return row


async def load_open(workspace_id: UUID, projects: Sequence[UUID], period: Period, now: datetime) -> Row:
    """Of the tasks that are open: by column, by person, and those that stand longer than usual."""
    row = await fetch_one(_OPEN, workspace_id, list(projects), period.first, period.last, now)
    assert row is not None  # noqa: S101  a select without a table gives a row
    return row


async def load_by_project(workspace_id: UUID, projects: Sequence[UUID], period: Period, now: datetime) -> list[Row]:
    """What was created and completed in each of the projects, and what is open and overdue there."""
    return await fetch(_BY_PROJECT, workspace_id, list(projects), period.first, period.before, period.last, now)
