"""Cards: a task as lists and boards show it, from the rows that a statement found."""

from collections.abc import Sequence

# Everything of a task that a card shows or stands by: all but the description, which is long.
FIELDS = (
    "t.id, t.workspace_id, t.project_id, t.column_id, t.number, t.title, t.rank, t.priority, t.start_date, t.due_date,"
    " t.due_at, t.due_zone, t.estimate, t.recurrence, t.comment_count, t.attachment_count, t.version, t.created_at,"
    " t.updated_at, t.completed_at, t.created_by"
)
_CARD = """
    t.id, t.workspace_id, t.project_id, t.column_id, p.key || '-' || t.number as key, t.number, t.title, t.rank,
    t.priority::text, t.start_date, t.due_date, t.due_at, t.due_zone, t.estimate, t.recurrence, t.comment_count,
    t.attachment_count, t.version, t.created_at, t.updated_at, t.completed_at, t.created_by,
    json_build_object('key', p.key, 'name', p.name, 'hue', p.hue) as project,
    json_build_object('id', c.id, 'name', c.name, 'category', c.category) as "column",
    coalesce(people.named, '[]'::json) as assignees, coalesce(tags.named, '[]'::json) as labels,
    coalesce(below.counted, '{"total": 0, "done": 0}'::json) as subtasks, waiting.task_id is not null as blocked
"""
# What hangs on the tasks is read for all of them at once: a subquery for each costs a third more.
_PEOPLE = """
    people as (
        select a.task_id,
            json_agg(json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) order by lower(u.name), m.id) as named
        from found t join task_assignees a on a.workspace_id = t.workspace_id and a.task_id = t.id
        join members m on m.id = a.member_id join users u on u.id = m.user_id group by a.task_id)
"""
_TAGS = """
    tags as (
        select l.task_id,
            json_agg(json_build_object('id', n.id, 'name', n.name, 'hue', n.hue) order by lower(n.name), n.id) as named
        from found t join task_labels l on l.workspace_id = t.workspace_id and l.task_id = t.id
        join labels n on n.id = l.label_id group by l.task_id)
"""
_BELOW = """
    below as (
        select s.parent_id as task_id, json_build_object('total', count(*), 'done', count(s.completed_at)) as counted
        from found t join tasks s on s.workspace_id = t.workspace_id and s.parent_id = t.id and s.deleted_at is null
        group by s.parent_id)
"""
_WAITING = """
    waiting as (
        select distinct t.id as task_id from found t
        join task_dependencies f on f.workspace_id = t.workspace_id and f.blocked_id = t.id
        join tasks b on b.workspace_id = f.workspace_id and b.id = f.blocker_id
        where b.completed_at is null and b.deleted_at is null)
"""
_JOINED = (
    " from found t join projects p on p.id = t.project_id join project_columns c on c.id = t.column_id"
    " left join people on people.task_id = t.id left join tags on tags.task_id = t.id"
    " left join below on below.task_id = t.id left join waiting on waiting.task_id = t.id"
)


def build_cards(found: str, order: str, *, more: str = "", before: Sequence[str] = ()) -> str:
    """The statement that gives the cards of what `found` finds: FIELDS of some `tasks t`, in a limited number.

    `order` and the further columns `more` are expressions on `t`, its project `p` and its column `c`; `before` are
    named queries that `found` reads. Pure.
    """
    queries = (*before, f"found as materialized ({found})", _PEOPLE, _TAGS, _BELOW, _WAITING)
    return f"with {', '.join(queries)} select {_CARD}{more and ', '}{more}{_JOINED} order by {order}"
