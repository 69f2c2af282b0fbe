"""The kinds of things in a full export, each a file of JSON lines, and the statements that read them by id."""

from typing import Final

FORMAT, VERSION = "taskflow", 1
# $1 is the workspace, $2 the last cursor (an id, or the number of an event), $3 how many to read, $4 the member who
# exports. Ids are those of this instance: whoever reads an export gives each thing a new one.
_PLAIN: Final = "where x.workspace_id = $1 and x.id > $2 and $4::uuid is not null order by x.id limit $3"
KINDS: Final[dict[str, str]] = {
    "workspace": (
        "select x.id, x.slug, x.name, x.time_zone, x.created_at from workspaces x"
        " where x.id = $1 and x.id > $2 and $4::uuid is not null limit $3"
    ),
    "members": (
        "select x.id, u.email, u.name, u.hue, x.role::text, x.created_at, x.deactivated_at, x.removed_at"
        f" from members x join users u on u.id = x.user_id {_PLAIN}"
    ),
    "teams": (
        "select x.id, x.name, x.hue, x.created_at, array(select m.member_id from team_members m"
        f"   where m.workspace_id = x.workspace_id and m.team_id = x.id order by 1) as members from teams x {_PLAIN}"
    ),
    "projects": (
        "select x.id, x.key, x.name, x.description, x.visibility::text, x.hue, x.next_number, x.created_at,"
        " x.updated_at, x.archived_at,"
        " array(select k.key from project_keys k where k.workspace_id = x.workspace_id and k.project_id = x.id"
        "   order by 1) as former_keys,"
        " array(select a.member_id from project_access a where a.workspace_id = x.workspace_id"
        "   and a.project_id = x.id order by 1) as members,"
        " array(select t.team_id from project_teams t where t.workspace_id = x.workspace_id"
        f"   and t.project_id = x.id order by 1) as teams from projects x {_PLAIN}"
    ),
    "columns": (
        "select x.id, x.project_id, x.name, x.category::text, x.position, x.wip_limit, x.wip_policy"
        f" from project_columns x {_PLAIN}"
    ),
    "labels": f"select x.id, x.project_id, x.name, x.hue from labels x {_PLAIN}",
    "fields": (
        f"select x.id, x.project_id, x.name, x.kind, x.options, x.position, x.created_at from custom_fields x {_PLAIN}"
    ),
    "tasks": (
        "select x.id, x.project_id, x.number, x.title, x.description, x.column_id, x.rank, x.priority::text,"
        " x.start_date, x.due_date, x.due_at, x.due_zone, x.estimate::text, x.recurrence, x.recurs_from, x.custom,"
        " x.parent_id, x.created_by, x.created_at, x.updated_at, x.completed_at, x.deleted_at,"
        " array(select a.member_id from task_assignees a where a.workspace_id = x.workspace_id and a.task_id = x.id"
        "   order by 1) as assignees,"
        " array(select l.label_id from task_labels l where l.workspace_id = x.workspace_id and l.task_id = x.id"
        "   order by 1) as labels,"
        " array(select w.member_id from task_watchers w where w.workspace_id = x.workspace_id and w.task_id = x.id"
        "   order by 1) as watchers,"
        " array(select d.blocker_id from task_dependencies d where d.workspace_id = x.workspace_id"
        "   and d.blocked_id = x.id order by 1) as blocked_by,"
        " coalesce((select json_agg(json_build_object('project_id', k.project_id, 'number', k.number)"
        "   order by k.project_id, k.number) from former_keys k where k.workspace_id = x.workspace_id"
        f"   and k.task_id = x.id), '[]'::json) as former_keys from tasks x {_PLAIN}"
    ),
    "comments": (
        "select x.id, x.task_id, x.author_id, x.body, x.created_at, x.edited_at, x.deleted_at,"
        " coalesce((select json_agg(json_build_object('member_id', r.member_id, 'emoji', r.emoji,"
        "   'created_at', r.created_at) order by r.created_at, r.id) from comment_reactions r"
        "   where r.workspace_id = x.workspace_id and r.comment_id = x.id), '[]'::json) as reactions,"
        " coalesce((select json_agg(json_build_object('handle', m.handle, 'member_id', m.member_id,"
        "   'team_id', m.team_id) order by m.handle, m.member_id) from comment_mentions m"
        "   where m.workspace_id = x.workspace_id and m.comment_id = x.id), '[]'::json) as mentions,"
        " coalesce((select json_agg(json_build_object('body', case e.action"
        "    when 'comment.edited' then e.changes->'body'->0 else e.changes->'body'->1 end,"
        "   'until', coalesce((e.changes->'until'->>1)::timestamptz, e.at)) order by e.seq)"
        "   from events e where e.workspace_id = x.workspace_id and e.subject_id = x.task_id"
        "   and (e.action = 'comment.edited' or e.action = 'comment.imported' and e.changes->'until'->>1 is not null)"
        "   and e.changes->'comment_id'->>1 = x.id::text), '[]'::json)"
        f"   as former_texts from comments x {_PLAIN}"
    ),
    "attachments": (
        "select x.id, x.task_id, x.uploaded_by, x.name, x.media_type, x.size_bytes, encode(x.sha256, 'hex') as sha256,"
        " x.created_at, x.storage_key from attachments x where x.workspace_id = $1 and x.id > $2"
        " and x.task_id is not null and x.deleted_at is null and $4::uuid is not null order by x.id limit $3"
    ),
    "views": (
        "select x.id, x.project_id, x.owner_id, x.name, x.is_shared, x.layout, x.filter, x.sort, x.created_at,"
        " x.updated_at from saved_views x where x.workspace_id = $1 and x.id > $2 and (x.is_shared or x.owner_id = $4)"
        " order by x.id limit $3"
    ),
    "events": (
        "select x.id, x.seq, x.action, x.v, x.actor_kind, x.actor_id, x.project_id, x.subject_type, x.subject_id,"
        " x.changes, x.at, x.unit_id from events x where x.workspace_id = $1 and x.seq > $2 and $4::uuid is not null"
        " order by x.seq limit $3"
    ),
}


def find_cursor(kind: str) -> tuple[str, object]:
    """The field that the statement of a kind goes by, and what comes before the first of them."""
    return ("seq", 0) if kind == "events" else ("id", "00000000-0000-0000-0000-000000000000")
