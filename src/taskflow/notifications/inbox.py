"""A member's inbox, in the order in which things came to them."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from taskflow.notifications.grouping import Group, group_rows
from taskflow.platform import clock
from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.errors import NotFound
from taskflow.platform.pagination import Page, build_page, encode_cursor, read_cursor, read_id, read_moment
from taskflow.projects import build_visibility
from taskflow.workspaces import Member

Row = dict[str, Any]
Tray = Literal["inbox", "snoozed", "done"]
# On `notifications n`; $3 is the present moment. What is snoozed surfaces later.
IN_TRAY: dict[Tray, str] = {
    "inbox": "n.in_inbox and n.done_at is null and n.surfaced_at <= $3",
    "snoozed": "n.in_inbox and n.done_at is null and n.surfaced_at > $3",
    "done": "n.in_inbox and n.done_at is not null and $3::timestamptz is not null",
}
# The release before did not write the task down: it is the event's subject.
TASK_ID = "coalesce(n.task_id, case when e.subject_type = 'task' then e.subject_id end)"
JOINS = (
    f" from notifications n left join events e on e.id = n.event_id left join tasks t on t.id = {TASK_ID}"
    " left join projects p on p.id = coalesce(t.project_id, e.project_id)"
)
_COLUMNS = (
    "n.id, n.reason, n.group_id, n.created_at, n.surfaced_at, n.read_at, n.snoozed_until, n.done_at, e.action,"
    " case when t.id is not null then p.key || '-' || t.number end as task_key, t.id as task_id, t.title as task_title,"
    " case when p.id is not null then json_build_object('key', p.key, 'name', p.name) end as project,"
    " case when m.id is not null then json_build_object('id', m.id, 'name', u.name, 'hue', u.hue) end as by,"
    " left(e.changes -> 'body' ->> 1, 300) as excerpt, e.changes - 'body' - 'description' as changes"
)
_ACTOR = " left join members m on m.id = e.actor_id left join users u on u.id = m.user_id"
SCANNED = 550  # rows for a page of groups: more than the largest group of one change


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which notifications: those in the tray, only unread ones, only for some reasons."""

    tray: Tray = "inbox"
    unread_only: bool = False
    reasons: Collection[str] = ()


def build_seen(member: Member) -> str:
    """A condition on JOINS, where $2 is the member's id: what they are told of is there and they may see it."""
    return f"(t.id is not null or {TASK_ID} is null) and t.deleted_at is null and (p.id is null or {_visible(member)})"


def _visible(member: Member) -> str:
    return build_visibility(member, "$2")


async def list_notifications(
    member: Member, wanted: Wanted = Wanted(), *, after: str | None = None, limit: int = 50
) -> Page:
    """A page of what the member was told, the latest first, as far as they may still see what it is about.

    What was told late, or was put off, counts from when it came. Raises Invalid for a made-up cursor.
    """
    return build_page(await _fetch(member, wanted, after, limit + 1), limit, "surfaced_at", "id")


async def list_groups(
    member: Member, wanted: Wanted = Wanted(), *, after: str | None = None, limit: int = 30
) -> tuple[list[Group], str | None]:
    """The same with what one change told for one reason in one group, and the cursor of the next page."""
    rows = await _fetch(member, wanted, after, SCANNED)
    groups, last = group_rows(rows, limit, is_cut=len(rows) == SCANNED)
    return groups, encode_cursor(last["surfaced_at"], last["id"]) if last else None


async def get_notification(member: Member, notification_id: UUID) -> Row:
    """One of one's own, whichever tray it is in. Raises NotFound."""
    row = await fetch_one(
        f"select {_COLUMNS}, e.changes -> 'body' ->> 1 as body{JOINS}{_ACTOR}"
        f" where n.workspace_id = $1 and n.member_id = $2 and n.id = $3 and n.in_inbox and {build_seen(member)}",
        member.workspace_id,
        member.id,
        notification_id,
    )
    if row is None:
        raise NotFound
    return row


async def _fetch(member: Member, wanted: Wanted, after: str | None, limit: int) -> list[Row]:
    unread = " and n.read_at is null" if wanted.unread_only else ""
    return await fetch(
        f"select {_COLUMNS}{JOINS}{_ACTOR} where n.workspace_id = $1 and n.member_id = $2 and {IN_TRAY[wanted.tray]}"
        f"{unread} and ($4::text[] is null or n.reason = any($4)) and {build_seen(member)}"
        " and ($5::timestamptz is null or (n.surfaced_at, n.id) < ($5, $6::uuid))"
        " order by n.surfaced_at desc, n.id desc limit $7",
        member.workspace_id,
        member.id,
        clock.now(),
        list(wanted.reasons) or None,
        *read_cursor(after, read_moment, read_id),
        limit,
    )
