"""Reading what is known of files, through the task that the member may see."""

from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.errors import NotFound
from taskflow.platform.pagination import Page, build_page, read_cursor, read_id

Row = dict[str, Any]
_ATTACHMENT = """
    a.id, a.task_id, a.workspace_id, a.uploaded_by, a.name, a.media_type, a.size_bytes,
    encode(a.sha256, 'hex') as sha256, a.storage_key, a.created_at,
    json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) as by
    from attachments a join members m on m.id = a.uploaded_by join users u on u.id = m.user_id
    where a.workspace_id = $1 and a.task_id = $2 and a.deleted_at is null
"""


async def list_attachments(task: Row, *, after: str | None = None, limit: int = 50) -> Page:
    """A page of a task's files, the oldest first. Raises Invalid for a made-up cursor."""
    (last_id,) = read_cursor(after, read_id)
    rows = await fetch(
        f"select {_ATTACHMENT} and ($3::uuid is null or a.id > $3) order by a.id limit $4",
        task["workspace_id"],
        task["id"],
        last_id,
        limit + 1,
    )
    return build_page(rows, limit, "id")


async def get_attachment(task: Row, attachment_id: UUID) -> Row:
    """One file of the task. Raises NotFound."""
    row = await fetch_one(f"select {_ATTACHMENT} and a.id = $3", task["workspace_id"], task["id"], attachment_id)
    if row is None:
        raise NotFound
    return row
