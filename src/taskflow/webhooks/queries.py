"""Reading webhooks and what was sent to them; only those who manage webhooks see any of it."""

from typing import Any
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.errors import NotFound
from taskflow.platform.pagination import read_cursor, read_id, read_text
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]
MOST_COUNTED = 1000
MAX_ATTEMPTS = 50
_SELECT = (
    "select h.id, h.workspace_id, h.project_id, p.key as project, h.name, h.url, h.actions, h.is_enabled,"
    " h.disabled_reason, h.disabled_at, h.failure_count, h.failing_since, h.last_success_at, h.last_failure_at,"
    " case when h.paused_until > $2 then h.paused_until end as paused_until,"
    " (select max((f ->> 'until')::timestamptz) from jsonb_array_elements(h.former_secrets) f"
    "  where (f ->> 'until')::timestamptz > $2) as former_secret_until,"
    " h.version, h.created_at, h.updated_at, lower(h.name) as sort_name,"
    " json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) as created_by,"
    " (select count(*) from (select 1 from webhook_deliveries d where d.hook_id = h.id and d.state = 'waiting'"
    f"  limit {MOST_COUNTED}) waiting) as waiting_count"
    " from webhooks h left join projects p on p.id = h.project_id"
    " join members m on m.id = h.created_by join users u on u.id = m.user_id"
    " where h.workspace_id = $1 and h.deleted_at is null"
)
_DELIVERY = (
    "d.id, d.workspace_id, d.hook_id, d.event_id, d.action, d.subject_type, d.subject_id, d.subject_key, d.state,"
    " d.tries, d.reason, d.status, d.duration_ms, d.created_at, d.ended_at,"
    " case when d.state = 'waiting' then d.next_at end as next_at"
)


async def list_hooks(member: Member, *, after: str | None = None, limit: int | None = None) -> list[Row]:
    """The webhooks by name: all, or `limit` behind the cursor `after` of `sort_name` and `id`. Raises Forbidden."""
    member.require(Permission.MANAGE_WEBHOOKS)
    return await fetch(
        f"{_SELECT} and ($3::text is null or (lower(h.name), h.id) > ($3, $4::uuid))"
        " order by lower(h.name), h.id limit $5",
        member.workspace_id,
        clock.now(),
        *read_cursor(after, read_text, read_id),
        limit,
    )


async def get_hook(member: Member, hook_id: UUID, *, lock: bool = False) -> Row:
    """One of them, locked against other writers when asked so. Raises Forbidden or NotFound."""
    member.require(Permission.MANAGE_WEBHOOKS)
    row = await fetch_one(
        f"{_SELECT} and h.id = $3{' for no key update of h' if lock else ''}", member.workspace_id, clock.now(), hook_id
    )
    if row is None:
        raise NotFound
    return row


async def list_deliveries(
    member: Member,
    hook: Row,
    *,
    state: str | None = None,
    action: str | None = None,
    after: str | None = None,
    limit: int = 50,
) -> list[Row]:
    """What was and is to be sent to the webhook, the newest first: in a state, of an action or of all with its first
    word, behind the cursor `after` of `id`. Raises Forbidden or Invalid."""
    member.require(Permission.MANAGE_WEBHOOKS)
    return await fetch(
        f"select {_DELIVERY} from webhook_deliveries d where d.workspace_id = $1 and d.hook_id = $2"
        " and ($3::text is null or d.state = $3)"
        " and ($4::text is null or d.action = $4 or split_part(d.action, '.', 1) = $4)"
        " and ($5::uuid is null or d.id < $5) order by d.id desc limit $6",
        member.workspace_id,
        hook["id"],
        state,
        action,
        *read_cursor(after, read_id),
        limit,
    )


async def get_delivery(member: Member, hook: Row, delivery_id: UUID) -> Row:
    """A delivery with its `body` and its newest `attempts`, the first one first. Raises Forbidden or NotFound."""
    member.require(Permission.MANAGE_WEBHOOKS)
    row = await fetch_one(
        f"select {_DELIVERY}, d.body from webhook_deliveries d"
        " where d.workspace_id = $1 and d.hook_id = $2 and d.id = $3",
        member.workspace_id,
        hook["id"],
        delivery_id,
    )
    if row is None:
        raise NotFound
    attempts = await fetch(
        "select a.id, a.at, a.duration_ms, a.status, a.error, a.request_headers, a.answer_headers, a.answer_body"
        " from webhook_attempts a where a.workspace_id = $1 and a.delivery_id = $2 order by a.id desc limit $3",
        member.workspace_id,
        delivery_id,
        MAX_ATTEMPTS,
    )
    return row | {"attempts": attempts[::-1]}
