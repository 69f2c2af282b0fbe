"""Reading comments, through the task that the member may see."""

from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.errors import NotFound
from taskflow.platform.pagination import Page, build_page, read_cursor, read_id

Row = dict[str, Any]
_COMMENT = """
    c.id, c.task_id, c.workspace_id, c.author_id, c.body, c.version, c.created_at, c.edited_at,
    json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) as author
    from comments c join members m on m.id = c.author_id join users u on u.id = m.user_id
    where c.workspace_id = $1 and c.task_id = $2 and c.deleted_at is null
"""


async def list_comments(task: Row, *, after: str | None = None, limit: int = 50) -> Page:
    """A page of a task's comments, the oldest first. Raises Invalid for a made-up cursor."""
    (last_id,) = read_cursor(after, read_id)
    rows = await fetch(
        f"select {_COMMENT} and ($3::uuid is null or c.id > $3) order by c.id limit $4",
        task["workspace_id"],
        task["id"],
        last_id,
        limit + 1,
    )
    return build_page(rows, limit, "id")


async def get_comment(task: Row, comment_id: UUID, *, lock: bool = False) -> Row:
    """One comment of the task, locked against other writers when asked so. Raises NotFound."""
    row = await fetch_one(
        f"select {_COMMENT} and c.id = $3{' for no key update of c' if lock else ''}",
        task["workspace_id"],
        task["id"],
        comment_id,
    )
    if row is None:
        raise NotFound
    return row
