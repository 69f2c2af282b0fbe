"""Writing notices: each once, and only for those who want to hear of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from taskflow.notifications.mailing import plan_email
from taskflow.notifications.preferences import COLUMNS, JOIN, Preferences, await_digest, build_preferences
from taskflow.notifications.reasons import ReasonName, choose_channels
from taskflow.notifications.recipients import Told
from taskflow.platform import clock, mail
from taskflow.platform.database import fetch
from taskflow.platform.ids import new_id
from taskflow.platform.schedule import find_slot

# What one change told is a group; a unit that tells a history, as an import does, is one for each of its minutes.
# What is told later than this after it happened stands where it is seen: among the newest.
LATE, YEAR = timedelta(minutes=15), timedelta(days=366)
_INSERT = """
    with happened as (select md5(unit_id::text || date_trunc('minute', at)::text)::uuid as group_id
        from events where id = $2)
    insert into notifications (id, workspace_id, member_id, event_id, occasion, task_id, group_id, reason, in_inbox,
        created_at, surfaced_at)
    select n.id, $1, n.member_id, $2, n.occasion, n.task_id, (select group_id from happened), n.reason, n.in_inbox,
        n.created_at, n.surfaced_at
    from unnest($3::uuid[], $4::uuid[], $5::text[], $6::uuid[], $7::text[], $8::boolean[], $9::timestamptz[],
        $10::timestamptz[]) as n(id, member_id, occasion, task_id, reason, in_inbox, created_at, surfaced_at)
    where n.task_id is null or exists (select from tasks t where t.workspace_id = $1 and t.id = n.task_id)
    on conflict do nothing
    returning id, member_id, reason, group_id
"""


@dataclass(frozen=True, slots=True)
class Notice:
    """That somebody is told of something that happened, or came to be, at a moment."""

    told: Told
    at: datetime
    occasion: str | None = None


async def tell(workspace_id: UUID, notices: Sequence[Notice], *, event_id: UUID | None = None) -> list[dict[str, Any]]:
    """Write the notices that are wanted and were not written before; gives those.

    People who are out, or whose account is, are told nothing.
    """
    listeners = await _load_listeners(workspace_id, {notice.told.member_id for notice in notices})
    rows = list[tuple[Any, ...]]()
    for notice in notices:
        channels = _find_channels(listeners, notice.told.member_id, notice.told.reason)
        if channels:
            rows.append(_build_row(notice, is_in_inbox="inbox" in channels))
    if not rows:
        return []
    written = await fetch(_INSERT, workspace_id, event_id, *map(list, zip(*rows, strict=True)))
    if mail.is_on():
        # In one order for everybody: two of these may note for the same people that something waits for them.
        for row in sorted(written, key=lambda row: listeners[row["member_id"]].user_id):
            await _plan_mail(workspace_id, listeners[row["member_id"]], row)
    return written


async def _plan_mail(workspace_id: UUID, listener: Preferences, row: dict[str, Any]) -> None:
    channels = choose_channels(row["reason"], listener.channels)
    if "email" in channels:
        await plan_email(workspace_id, listener, row)
    if "digest" in channels:
        await await_digest(listener)


def find_surfacing(happened: datetime, now: datetime) -> datetime:
    """The moment by which a notice stands in an inbox: when it happened, or just before now when it is told late.

    What is told late about the same time stands in the order in which it happened: its year is laid into a quarter of
    an hour. Pure.
    """
    if now - happened <= LATE:
        return happened
    end = find_slot(LATE, now)
    age = min(max(end - happened, timedelta(0)) / YEAR, 1.0)
    return end - LATE * age


async def _load_listeners(workspace_id: UUID, member_ids: set[UUID]) -> dict[UUID, Preferences]:
    rows = await fetch(
        f"select m.id as member_id, {COLUMNS} from members m join users u on u.id = m.user_id {JOIN}"
        " where m.workspace_id = $1 and m.id = any($2::uuid[]) and m.removed_at is null and m.deactivated_at is null"
        " and u.deactivated_at is null",
        workspace_id,
        list(member_ids),
    )
    return {row["member_id"]: build_preferences(row) for row in rows}


def _find_channels(listeners: Mapping[UUID, Preferences], member_id: UUID, reason: ReasonName) -> frozenset[str]:
    return choose_channels(reason, listeners[member_id].channels) if member_id in listeners else frozenset()


def _build_row(notice: Notice, *, is_in_inbox: bool) -> tuple[Any, ...]:
    told, surfaced_at = notice.told, find_surfacing(notice.at, clock.now())
    return new_id(), told.member_id, notice.occasion, told.task_id, told.reason, is_in_inbox, notice.at, surfaced_at
