"""What a member does with what they were told: read it, be done with it, put it off."""

from datetime import datetime, timedelta
from uuid import UUID

from taskflow.platform import clock
from taskflow.platform.database import execute
from taskflow.platform.errors import Invalid, NotFound
from taskflow.workspaces import Member

LONGEST_SNOOZE = timedelta(days=366)
_OWN = "workspace_id = $1 and member_id = $2 and in_inbox"
_IN_INBOX = f"{_OWN} and done_at is null and surfaced_at <= $3"


async def mark_read(member: Member, notification_id: UUID, *, with_group: bool = False) -> None:
    """Mark it read; doing it twice changes nothing. Raises NotFound for one of somebody else, as all of these do.

    `with_group`: also what the same change told for the same reason.
    """
    await _mark(member, notification_id, "read_at = coalesce(read_at, $3)", with_group=with_group)


async def mark_unread(member: Member, notification_id: UUID, *, with_group: bool = False) -> None:
    """Mark it unread again; what was done with is back in the inbox."""
    await _mark(member, notification_id, "read_at = null, done_at = null", with_group=with_group)


async def mark_done(member: Member, notification_id: UUID, *, with_group: bool = False) -> None:
    """Be done with it: it is read and leaves the inbox, and does not come back if it was put off."""
    done = (
        "done_at = coalesce(done_at, $3), read_at = coalesce(read_at, $3), snoozed_until = null,"
        " surfaced_at = least(surfaced_at, $3)"
    )
    await _mark(member, notification_id, done, with_group=with_group)


async def mark_undone(member: Member, notification_id: UUID, *, with_group: bool = False) -> None:
    """Take it back into the inbox, where it stands as read."""
    await _mark(member, notification_id, "done_at = null", with_group=with_group)


async def snooze(member: Member, notification_id: UUID, *, until: datetime, with_group: bool = False) -> None:
    """Put it off: it leaves the inbox and comes back unread at `until`. Raises Invalid for no moment of the next year.

    Nothing has to run for that: it stands where its moment is, and the inbox ends at the present one.
    """
    if not clock.now() < until <= clock.now() + LONGEST_SNOOZE:
        raise Invalid.field("until", "not_in_range", "must be in the future, and within a year")
    put_off = "snoozed_until = $4, surfaced_at = $4, read_at = null, done_at = null"
    await _mark(member, notification_id, put_off, until, with_group=with_group)


async def unsnooze(member: Member, notification_id: UUID, *, with_group: bool = False) -> None:
    """Have it back now; what was not put off stays where it is."""
    back = "snoozed_until = case when surfaced_at > $3 then null else snoozed_until end"
    await _mark(member, notification_id, f"{back}, surfaced_at = least(surfaced_at, $3)", with_group=with_group)


async def mark_all_read(member: Member) -> int:
    """Mark everything in the inbox read; gives how many were not."""
    return await execute(
        f"update notifications set read_at = $3 where {_IN_INBOX} and read_at is null",
        member.workspace_id,
        member.id,
        clock.now(),
    )


async def mark_all_done(member: Member) -> int:
    """Be done with everything in the inbox that is read; gives how many that were."""
    return await execute(
        f"update notifications set done_at = $3 where {_IN_INBOX} and read_at is not null",
        member.workspace_id,
        member.id,
        clock.now(),
    )


async def _mark(member: Member, notification_id: UUID, sets: str, *values: datetime, with_group: bool) -> None:
    """`sets` may name the present moment as $3, and `values` behind it."""
    place = 4 + len(values)
    same = (
        f" or (group_id, reason) = (select o.group_id, o.reason from notifications o where o.id = ${place}"
        " and o.workspace_id = $1 and o.member_id = $2)"
    )
    found = await execute(
        f"update notifications set {sets} where {_OWN} and (id = ${place}{same if with_group else ''})"
        " and $3::timestamptz is not null",
        member.workspace_id,
        member.id,
        clock.now(),
        *values,
        notification_id,
    )
    if not found:
        raise NotFound
