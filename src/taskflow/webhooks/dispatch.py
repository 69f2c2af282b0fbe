"""From an event to a delivery for each webhook that hears of it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow.activity import get_event
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.ids import new_id
from taskflow.webhooks.equipment import find_equipment
from taskflow.webhooks.payloads import Message, build_messages
from taskflow.webhooks.pumps import plan
from taskflow.webhooks.subscriptions import hears

Row = dict[str, Any]
# An event may be dispatched before an earlier one of its subject: that one is then dispatched with it, before it.
LOOKED_BACK = 50


async def is_heard(event: Row) -> bool:
    """True when the event's workspace has a webhook that may hear of it: one cheap look."""
    if event["workspace_id"] is None:
        return False
    found: bool = await fetch_value(
        "select exists (select from webhooks where workspace_id = $1 and is_enabled and deleted_at is null)",
        event["workspace_id"],
    )
    return found


async def dispatch(event_id: UUID) -> None:
    """Write the deliveries of the event and have them sent; running it again writes none twice.

    Raises LookupError for an event that is not there.
    """
    event = await get_event(event_id)
    if event is None:
        raise LookupError(f"no event {event_id}")
    wanted = await _list_wanted(event)
    if not wanted:
        return
    ids = list({row["id"] for row in wanted})
    messages = await build_messages(event["workspace_id"], ids, public_url=find_equipment().public_url)
    now = clock.now()
    for row in wanted:
        await _write(event, row, messages[row["id"]], now)
    for hook_id in sorted({row["hook_id"] for row in wanted}):
        await plan(hook_id, now)


async def _list_wanted(event: Row) -> list[Row]:
    """Which webhook hears of which event: this one and those of its subject before it, the earliest first."""
    hooks = {
        row["id"]: row
        for row in await fetch(
            "select id, project_id, actions, listens_since from webhooks"
            " where workspace_id = $1 and is_enabled and deleted_at is null",
            event["workspace_id"],
        )
    }
    rows = await fetch(
        "select h.id as hook_id, e.id, e.seq, e.action, e.project_id, e.at from unnest($3::uuid[]) h(id), lateral"
        " (select id, seq, action, project_id, at from events where workspace_id = $1 and subject_id = $2 and seq <= $4"
        f"  order by seq desc limit {LOOKED_BACK}) e where not exists"
        " (select from webhook_deliveries d where d.hook_id = h.id and d.event_id = e.id) order by e.seq",
        event["workspace_id"],
        event["subject_id"],
        list(hooks),
        event["seq"],
    )
    return [
        row
        for row in rows
        if hears(hooks[row["hook_id"]], action=row["action"], project_id=row["project_id"], at=row["at"])
    ]


async def _write(event: Row, row: Row, message: Message, now: datetime) -> None:
    await execute(
        "insert into webhook_deliveries (id, workspace_id, hook_id, event_id, event_seq, action, subject_type,"
        " subject_id, subject_key, body, next_at, created_at)"
        " values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11) on conflict (hook_id, event_id) do nothing",
        new_id(),
        event["workspace_id"],
        row["hook_id"],
        row["id"],
        row["seq"],
        row["action"],
        event["subject_type"],
        event["subject_id"],
        message.subject_key,
        message.body,
        now,
    )
