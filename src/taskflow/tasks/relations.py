"""What a task shows of the tasks around it, as SQL: its parent and subtasks, what blocks it and what it blocks."""

from taskflow.projects import build_visibility
from taskflow.workspaces import Member

# Of a card, which is drawn often: both look up a few index entries. The trash counts nowhere.
SUBTASKS = (
    "(select json_build_object('total', count(*), 'done', count(s.completed_at)) from tasks s"
    " where s.workspace_id = t.workspace_id and s.parent_id = t.id and s.deleted_at is null)"
)
BLOCKED = (
    "exists (select from task_dependencies f join tasks b on b.workspace_id = f.workspace_id and b.id = f.blocker_id"
    " where f.workspace_id = t.workspace_id and f.blocked_id = t.id"
    " and b.completed_at is null and b.deleted_at is null)"
)
_DONE = "to_char({}.completed_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"
_PARENT = (
    "(select json_build_object('id', a.id, 'key', p.key || '-' || a.number, 'title', a.title,"
    f" 'completed_at', {_DONE.format('a')}) from tasks a where a.workspace_id = t.workspace_id and a.id = t.parent_id)"
)
_ITEMS = (
    "coalesce((select json_agg(json_build_object('id', s.id, 'key', p.key || '-' || s.number, 'title', s.title,"
    f" 'completed_at', {_DONE.format('s')},"
    " 'column', json_build_object('id', k.id, 'name', k.name, 'category', k.category), 'assignees',"
    " coalesce((select json_agg(json_build_object('id', m.id, 'name', u.name, 'hue', u.hue)"
    "   order by lower(u.name), m.id)"
    "   from task_assignees a join members m on m.id = a.member_id join users u on u.id = m.user_id"
    "   where a.workspace_id = s.workspace_id and a.task_id = s.id), '[]'::json)) order by s.number)"
    " from tasks s join project_columns k on k.id = s.column_id"
    " where s.workspace_id = t.workspace_id and s.parent_id = t.id and s.deleted_at is null), '[]'::json)"
)
_LINKED = (
    "coalesce((select json_agg(json_build_object('id', b.id, 'key', p.key || '-' || b.number, 'title', b.title,"
    f" 'completed_at', {_DONE.format('b')}) order by p.key, b.number)"
    " from task_dependencies f join tasks b on b.workspace_id = f.workspace_id and b.id = f.{other}"
    " join projects p on p.id = b.project_id where f.workspace_id = t.workspace_id and f.{own} = t.id"
    " and b.deleted_at is null and {visible}), '[]'::json)"
)
_HIDDEN = (
    "(select count(*) from task_dependencies f join tasks b on b.workspace_id = f.workspace_id and b.id = f.blocker_id"
    " join projects p on p.id = b.project_id where f.workspace_id = t.workspace_id and f.blocked_id = t.id"
    " and b.completed_at is null and b.deleted_at is null and not ({visible}))"
)


def build_relations(member: Member, place: str) -> str:
    """The columns of the full task `t` of the project `p`; `place` is the placeholder of the member's id.

    Tasks that the member may not see are in none of the lists; `hidden_blockers` counts the open ones of them.
    """
    visible = build_visibility(member, place)
    blockers = _LINKED.replace("{other}", "blocker_id").replace("{own}", "blocked_id").replace("{visible}", visible)
    blocked = _LINKED.replace("{other}", "blocked_id").replace("{own}", "blocker_id").replace("{visible}", visible)
    return (
        f"t.parent_id, {_PARENT} as parent, {_ITEMS} as subtask_items, {blockers} as blocked_by, {blocked} as blocks,"
        f" {_HIDDEN.replace('{visible}', visible)} as hidden_blockers"
    )
