"""Reading what reports are built from: three statements, each over projects that the caller may see."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow.analytics.definitions import LEAST_FINISHED, MOST_AGEING, MOST_DOTS, PERCENTILES
from taskflow.analytics.periods import Period
from taskflow.platform.database import fetch, fetch_one
from taskflow.projects import build_visibility
from taskflow.workspaces import Member

Row = dict[str, Any]
_RANKS = "array[" + ", ".join(f"{percent / 100}" for percent in PERCENTILES) + "]"
# What a column counts as; one that is deleted counts as what it was last.
_CATEGORY = (
    "coalesce(c.category::text, (select e.changes->'category'->>0 from events e where e.workspace_id = $1"
    " and e.subject_id = {column} and e.action = 'column.deleted' order by e.seq desc limit 1), 'todo')"
)

_FLOW = f"""
    select {_CATEGORY.format(column="f.column_id")} as category, greatest(f.day, $4::date - 1) as day,
        sum(f.entered - f.gone)::int as net, sum(f.created)::int as created, sum(f.reopened)::int as reopened,
        sum(f.finished)::int as completed, sum(f.with_due)::int as with_due, sum(f.on_time)::int as on_time,
        (select max(moved_at) from analytics_progress) as as_of
    from daily_flow f left join project_columns c on c.id = f.column_id
    where f.workspace_id = $1 and f.project_id = any($2::uuid[]) and f.day <= $3 group by 1, 2
"""

# `offset 0` keeps the stays looked up by their index, task by task.
_FINISHED = f"""
    with f as materialized (
        select task_id, completed_day, completed_day >= $3 as is_now, cycle_seconds, lead_seconds from finished_tasks
        where workspace_id = $1 and project_id = any($2::uuid[]) and completed_day between $4 and $5
    ), dots as (
        select task_id, completed_day, cycle_seconds, lead_seconds,
            row_number() over (order by cycle_seconds desc, task_id) <= $6 / 4 as is_slow
        from f where is_now and cycle_seconds is not null
    ), chosen as (select * from dots order by is_slow desc, md5(task_id::text) limit $6),
    spent as (
        select f.is_now, {_CATEGORY.format(column="s.column_id")} as category,
            sum(extract(epoch from s.left_at - s.entered_at)) as seconds
        from f cross join lateral (select column_id, entered_at, left_at from task_stints
            where workspace_id = $1 and task_id = f.task_id and left_at is not null offset 0) s
        left join project_columns c on c.id = s.column_id group by 1, 2
    )
    select
        (select coalesce(json_agg(json_build_array(is_now, percentile_c, percentile_l, counted, with_cycle)), '[]')
         from (select is_now, percentile_disc({_RANKS}) within group (order by cycle_seconds) as percentile_c,
            percentile_disc({_RANKS}) within group (order by lead_seconds) as percentile_l, count(*) as counted,
            count(cycle_seconds) as with_cycle from f group by is_now) p) as percentiles,
        (select coalesce(json_agg(json_build_array(slice, median)), '[]') from (
            select (completed_day - $3) / $7 as slice, percentile_disc(0.5) within group (order by cycle_seconds)
            as median from f where is_now group by 1) m) as medians,
        (select coalesce(json_agg(json_build_array(p.key || '-' || t.number, d.completed_day, d.cycle_seconds,
            d.lead_seconds) order by d.completed_day, t.number), '[]')
         from chosen d join tasks t on t.id = d.task_id join projects p on p.id = t.project_id) as dots,
        (select coalesce(json_agg(json_build_array(is_now, category, seconds)), '[]') from spent) as spent
"""

# Overdue by the day of the workspace: a report is the same for everybody.
_OPEN = f"""
    with ended as (
        select s.column_id, count(*) as counted, percentile_disc({_RANKS}) within group (
            order by extract(epoch from s.left_at - s.entered_at)) as seconds
        from task_stints s where s.workspace_id = $1 and s.project_id = any($2::uuid[]) and s.left_day between $3 and $4
        group by 1
    ), present as materialized (
        select t.id, t.estimate, c.category::text as category,
            t.due_date < $4::date or t.due_at < $5::timestamptz as is_overdue
        from project_columns c join tasks t on t.workspace_id = $1 and t.project_id = c.project_id
            and t.column_id = c.id and t.deleted_at is null and t.completed_at is null
        where c.workspace_id = $1 and c.project_id = any($2::uuid[]) and c.category in ('todo', 'doing', 'review')
    ), given as materialized (
        select o.category, o.is_overdue, o.estimate, a.member_id from present o
        left join task_assignees a on a.workspace_id = $1 and a.task_id = o.id
    ), old as (
        select t.id, t.number, t.title, t.project_id, c.name as column_name, c.category::text as category,
            extract(epoch from $5::timestamptz - s.entered_at)::bigint as age, (e.seconds)[2]::bigint as usual,
            count(*) over () as total
        from ended e join project_columns c on c.id = e.column_id and c.category in ('todo', 'doing', 'review')
        join task_stints s on s.workspace_id = $1 and s.column_id = e.column_id and s.left_day is null
            and s.entered_at < $5::timestamptz - (e.seconds)[2] * interval '1 second'
        join tasks t on t.id = s.task_id and t.column_id = s.column_id and t.deleted_at is null
            and t.completed_at is null
        where e.counted >= {LEAST_FINISHED}
        order by extract(epoch from $5::timestamptz - s.entered_at) / greatest((e.seconds)[2], 3600) desc, t.id
        limit {MOST_AGEING}
    )
    select
        (select coalesce(json_agg(json_build_object('column', c.name, 'category', c.category, 'project', p.key,
            'limit', c.wip_limit, 'now', c.task_count, 'counted', coalesce(e.counted, 0), 'seconds', e.seconds)
            order by p.key, c.position), '[]')
         from project_columns c join projects p on p.id = c.project_id left join ended e on e.column_id = c.id
         where c.workspace_id = $1 and c.project_id = any($2::uuid[])) as columns,
        (select coalesce(json_agg(json_build_object('key', p.key || '-' || o.number, 'title', o.title, 'total', o.total,
            'column', o.column_name, 'category', o.category, 'age', o.age, 'usual', o.usual, 'assignees', (
                select coalesce(json_agg(json_build_object('id', m.id, 'name', u.name, 'hue', u.hue)
                    order by lower(u.name)), '[]') from task_assignees a join members m on m.id = a.member_id
                join users u on u.id = m.user_id where a.workspace_id = $1 and a.task_id = o.id)) order by o.age desc),
            '[]') from old o join projects p on p.id = o.project_id) as ageing,
        (select coalesce(json_agg(json_build_object('id', w.member_id, 'name', w.name, 'hue', w.hue, 'todo', w.todo,
            'doing', w.doing, 'review', w.review, 'overdue', w.overdue, 'estimate', w.estimate)
            order by w.todo + w.doing + w.review desc, lower(w.name)), '[]') from (
            select g.*, u.name, u.hue from (
                select member_id, count(*) filter (where category = 'todo') as todo,
                    count(*) filter (where category = 'doing') as doing,
                    count(*) filter (where category = 'review') as review,
                    count(*) filter (where is_overdue) as overdue, sum(estimate) as estimate
                from given where member_id is not null group by 1) g
            join members m on m.id = g.member_id join users u on u.id = m.user_id) w) as workload,
        (select count(*) from given where member_id is null) as unassigned,
        (select count(*) from present) as open
"""

# The projects that the member sees; archived ones count no more.
_BY_PROJECT = """
    select p.id, p.key, p.name, p.hue,
        coalesce(sum(f.finished) filter (where f.day >= $3), 0)::int as completed,
        coalesce(sum(f.finished) filter (where f.day < $3), 0)::int as completed_before,
        coalesce(sum(f.created) filter (where f.day >= $3), 0)::int as created,
        (select count(*)::int from tasks t join project_columns c on c.id = t.column_id where t.workspace_id = $1
            and t.project_id = p.id and t.completed_at is null and t.deleted_at is null
            and c.category <> 'backlog') as open,
        (select count(*)::int from tasks t where t.workspace_id = $1 and t.project_id = p.id and t.completed_at is null
            and t.deleted_at is null and (t.due_date < $5::date or t.due_at < $6::timestamptz)) as overdue
    from projects p left join daily_flow f on f.workspace_id = $1 and f.project_id = p.id and f.day between $4 and $5
    where p.workspace_id = $1 and p.archived_at is null and {visible} group by p.id order by lower(p.name), p.id
"""


async def load_flow(workspace_id: UUID, projects: Sequence[UUID], period: Period) -> list[Row]:
    """What happened by category and day; all that was before the day before the former period stands on that day."""
    return await fetch(_FLOW, workspace_id, list(projects), period.last, period.before)


async def load_finished(workspace_id: UUID, projects: Sequence[UUID], period: Period) -> Row:
    """Of the tasks that were completed: percentiles, medians by slice, dots, and the time that states took."""
    row = await fetch_one(
        _FINISHED, workspace_id, list(projects), period.first, period.before, period.last, MOST_DOTS, period.slice_days
    )
    assert row is not None  # noqa: S101  a select without a table gives a row
    return row


async def load_open(workspace_id: UUID, projects: Sequence[UUID], period: Period, now: datetime) -> Row:
    """Of the tasks that are open: by column, by person, and those that stand longer than usual."""
    row = await fetch_one(_OPEN, workspace_id, list(projects), period.first, period.last, now)
    assert row is not None  # noqa: S101  a select without a table gives a row
    return row


async def load_by_project(member: Member, period: Period, now: datetime) -> list[Row]:
    """What was created and completed in each project that the member sees, and what is open and overdue there."""
    statement = _BY_PROJECT.format(visible=build_visibility(member, "$2"))
    return await fetch(statement, member.workspace_id, member.id, period.first, period.before, period.last, now)
