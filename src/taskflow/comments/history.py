"""What a comment said before: its texts from the record of events."""

from typing import Any

from taskflow.platform.database import fetch
from taskflow.platform.pagination import Page, build_page, read_cursor, read_number

Row = dict[str, Any]


async def list_versions(comment: Row, *, after: str | None = None, limit: int = 50) -> Page:
    """A page of the comment's texts, the newest first: number, body, when and by whom (None: TaskFlow itself).

    Raises Invalid for a made-up cursor.
    """
    (before,) = read_cursor(after, read_number)
    rows = await fetch(
        "select v.number, v.body, v.at, case when m.id is not null then"
        "  json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) end as by"
        " from (select row_number() over (order by e.seq) as number, e.changes -> 'body' ->> 1 as body,"
        "  coalesce((e.changes -> 'written_at' ->> 1)::timestamptz, e.at) as at,"
        "  coalesce((e.changes -> 'author_id' ->> 1)::uuid, e.actor_id) as actor_id"
        "  from events e where e.workspace_id = $1 and e.subject_id = $2"
        "  and e.action in ('comment.posted', 'comment.edited', 'comment.imported')"
        "  and e.changes -> 'comment_id' ->> 1 = $3) v"
        " left join members m on m.id = v.actor_id left join users u on u.id = m.user_id"
        " where $4::bigint is null or v.number < $4 order by v.number desc limit $5",
        comment["workspace_id"],
        comment["task_id"],
        str(comment["id"]),
        before,
        limit + 1,
    )
    return build_page(rows, limit, "number")
