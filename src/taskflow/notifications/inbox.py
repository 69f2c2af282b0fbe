"""A member's inbox."""

from typing import Any
from uuid import UUID

from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import NotFound
from taskflow.platform.pagination import Page, build_page, read_cursor, read_id
from taskflow.projects import build_visibility
from taskflow.workspaces import Member


async def list_notifications(
    member: Member, *, unread_only: bool = False, after: str | None = None, limit: int = 50
) -> Page:
    """A page of what the member was told, the newest first, as far as they may still see the task."""
    (last_id,) = read_cursor(after, read_id)
    rows = await fetch(
        "select n.id, n.reason, n.created_at, n.read_at, e.action, p.key || '-' || t.number as task_key,"
        " t.title as task_title, json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) as by"
        " from notifications n join events e on e.id = n.event_id join tasks t on t.id = e.subject_id"
        " join projects p on p.id = t.project_id left join members m on m.id = e.actor_id"
        " left join users u on u.id = m.user_id"
        " where n.workspace_id = $1 and n.member_id = $2 and t.deleted_at is null"
        f" and (not $3 or n.read_at is null) and ($4::uuid is null or n.id < $4) and {build_visibility(member, '$2')}"
        " order by n.id desc limit $5",
        member.workspace_id,
        member.id,
        unread_only,
        last_id,
        limit + 1,
    )
    return build_page(rows, limit, "id")


async def mark_read(member: Member, notification_id: UUID) -> None:
    """Mark it read; doing it twice changes nothing. Raises NotFound for one of somebody else."""
    await _mark(member, notification_id, "coalesce(read_at, now())")


async def mark_unread(member: Member, notification_id: UUID) -> None:
    """Mark it unread again. Raises NotFound for one of somebody else."""
    await _mark(member, notification_id, "null")


async def mark_all_read(member: Member) -> int:
    """Mark everything read; gives how many were not."""
    return await execute(
        "update notifications set read_at = now() where workspace_id = $1 and member_id = $2 and read_at is null",
        member.workspace_id,
        member.id,
    )


async def _mark(member: Member, notification_id: UUID, value: str) -> None:
    found: Any = await execute(
        f"update notifications set read_at = {value} where workspace_id = $1 and member_id = $2 and id = $3",
        member.workspace_id,
        member.id,
        notification_id,
    )
    if not found:
        raise NotFound
