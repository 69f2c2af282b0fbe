"""Reading comments, through the task that the member may see."""

from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.errors import NotFound
from taskflow.platform.pagination import Page, build_page, read_cursor, read_id
from taskflow.workspaces import Member

Row = dict[str, Any]
NAMES_SHOWN = 20

_MENTIONS = """
    coalesce((select json_agg(json_build_object('handle', g.handle, 'team', g.team, 'members', g.members)
        order by g.handle) from (select n.handle,
            case when t.id is not null then json_build_object('id', t.id, 'name', t.name, 'hue', t.hue) end as team,
            json_agg(json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) order by lower(u.name), m.id)
                as members
        from comment_mentions n join members m on m.id = n.member_id join users u on u.id = m.user_id
        left join teams t on t.workspace_id = n.workspace_id and t.id = n.team_id
        where n.workspace_id = c.workspace_id and n.comment_id = c.id group by n.handle, t.id) g), '[]'::json)
"""
# The emoji in the order of their first use, with whoever used them first.
_REACTIONS = f"""
    coalesce((select json_agg(json_build_object('emoji', g.emoji, 'count', g.number, 'members', g.names, 'mine', g.mine)
        order by g.first) from (select r.emoji, count(*) as number, min(r.created_at) as first,
            (array_agg(u.name order by r.created_at, r.id))[:{NAMES_SHOWN}] as names, bool_or(r.member_id = $3) as mine
        from comment_reactions r join members m on m.id = r.member_id join users u on u.id = m.user_id
        where r.workspace_id = c.workspace_id and r.comment_id = c.id group by r.emoji) g), '[]'::json)
"""
_COMMENT = f"""
    c.id, c.task_id, c.workspace_id, c.author_id, c.body, c.version, c.created_at, c.edited_at,
    json_build_object('id', a.id, 'name', w.name, 'hue', w.hue) as author,
    {_MENTIONS} as mentions, {_REACTIONS} as reactions
    from comments c join members a on a.id = c.author_id join users w on w.id = a.user_id
    where c.workspace_id = $1 and c.task_id = $2 and c.deleted_at is null
"""


async def list_comments(member: Member, task: Row, *, after: str | None = None, limit: int = 50) -> Page:
    """A page of a task's comments, the oldest first. Raises Invalid for a made-up cursor."""
    (last_id,) = read_cursor(after, read_id)
    rows = await fetch(
        f"select {_COMMENT} and ($4::uuid is null or c.id > $4) order by c.id limit $5",
        task["workspace_id"],
        task["id"],
        member.id,
        last_id,
        limit + 1,
    )
    return build_page(rows, limit, "id")


async def get_comment(member: Member, task: Row, comment_id: UUID, *, lock: bool = False) -> Row:
    """One comment of the task, locked against other writers when asked so. Raises NotFound."""
    row = await fetch_one(
        f"select {_COMMENT} and c.id = $4{' for no key update of c' if lock else ''}",
        task["workspace_id"],
        task["id"],
        member.id,
        comment_id,
    )
    if row is None:
        raise NotFound
    return row


async def get_deleted_comment(task: Row, comment_id: UUID) -> Row:
    """Author, text and version of a deleted comment of the task, locked. Raises NotFound."""
    row = await fetch_one(
        "select c.author_id, c.body, c.version from comments c where c.workspace_id = $1 and c.task_id = $2"
        " and c.id = $3 and c.deleted_at is not null for no key update",
        task["workspace_id"],
        task["id"],
        comment_id,
    )
    if row is None:
        raise NotFound
    return row
