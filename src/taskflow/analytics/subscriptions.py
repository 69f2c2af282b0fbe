"""Reports by e-mail: subscribed to by a member, changed, ended, and sent once for each of their times."""

from datetime import time, timedelta
from typing import Any
from uuid import UUID

from taskflow import projects
from taskflow.analytics.inputs import NewSubscription, SubscriptionChanges
from taskflow.analytics.models import ReportSubscription
from taskflow.analytics.report_times import ReportTimes
from taskflow.platform import clock, mail
from taskflow.platform.database import execute, fetch, fetch_one, fetch_value
from taskflow.platform.errors import Conflict, NotFound
from taskflow.platform.ids import new_id
from taskflow.platform.lanes import BULK
from taskflow.platform.outbox import enqueue
from taskflow.platform.pagination import Page, build_page, read_cursor, read_id
from taskflow.platform.schedule import find_slot
from taskflow.projects import build_visibility
from taskflow.workspaces import Member, require_version

Row = dict[str, Any]
MOST_SUBSCRIPTIONS, BATCH = 50, 200
SEND_NOW_EVERY = timedelta(minutes=1)
COLUMNS = (
    "s.id, s.workspace_id, s.member_id, s.project_id, p.key as project, p.name as project_name, s.period, s.rhythm,"
    " to_char(s.send_time, 'HH24:MI') as send_time, s.weekday, s.month_day, s.next_at, s.sent_at, s.version,"
    " s.created_at, s.updated_at"
)
FROM = " from report_subscriptions s left join projects p on p.id = s.project_id"
_WITH_ZONE = (
    f"select {COLUMNS}, u.time_zone{FROM} join members m on m.id = s.member_id join users u on u.id = m.user_id"
)


async def create_subscription(member: Member, new: NewSubscription) -> Row:
    """Have a report sent. Raises NotFound for the project, or Conflict for one subscription too many."""
    project = await projects.get_project(member, new.project) if new.project else None
    count = await fetch_value(
        "select count(*) from report_subscriptions where workspace_id = $1 and member_id = $2",
        member.workspace_id,
        member.id,
    )
    if count >= MOST_SUBSCRIPTIONS:
        raise Conflict(f"Somebody gets at most {MOST_SUBSCRIPTIONS} reports", code="too_many_subscriptions")
    subscription_id, now = new_id(), clock.now()
    values = new.model_dump(exclude={"project"})
    await ReportSubscription.create(
        id=subscription_id,
        workspace_id=member.workspace_id,
        member_id=member.id,
        project_id=project["id"] if project else None,
        **values,
        next_at=build_times(values).find_next(member.time_zone, now),
        created_at=now,
        updated_at=now,
    )
    return await get_subscription(member, subscription_id)


async def list_subscriptions(member: Member, *, after: str | None = None, limit: int = 50) -> Page:
    """A page of the member's subscriptions, the newest first. Raises Invalid for a made-up cursor."""
    (last_id,) = read_cursor(after, read_id)
    rows = await fetch(
        f"{_build_select(member)} and ($3::uuid is null or s.id < $3) order by s.id desc limit $4",
        member.workspace_id,
        member.id,
        last_id,
        limit + 1,
    )
    return build_page(rows, limit, "id")


async def get_subscription(member: Member, subscription_id: UUID, *, lock: bool = False) -> Row:
    """One of the member's subscriptions, locked against other writers when asked so. Raises NotFound."""
    row = await fetch_one(
        f"{_build_select(member)} and s.id = $3{' for no key update of s' if lock else ''}",
        member.workspace_id,
        member.id,
        subscription_id,
    )
    if row is None:
        raise NotFound
    return row


async def edit_subscription(
    member: Member, subscription_id: UUID, changes: SubscriptionChanges, *, version: int
) -> Row:
    """Change the fields named; the next report comes at its new time. Raises NotFound or StaleVersion."""
    row = await get_subscription(member, subscription_id, lock=True)
    await require_version(row, version, workspace_id=member.workspace_id)
    present = row | {"send_time": time.fromisoformat(row["send_time"])}
    different = {name: value for name, value in changes.named.items() if present[name] != value}
    if not different:
        return row
    now = clock.now()
    next_at = build_times(present | different).find_next(member.time_zone, now)
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(different, start=4))
    await execute(
        f"update report_subscriptions set version = version + 1, updated_at = $2, next_at = $3{sets} where id = $1",
        subscription_id,
        now,
        next_at,
        *different.values(),
    )
    return await get_subscription(member, subscription_id)


async def delete_subscription(member: Member, subscription_id: UUID, *, version: int) -> None:
    """End it. Raises NotFound or StaleVersion."""
    row = await get_subscription(member, subscription_id, lock=True)
    await require_version(row, version, workspace_id=member.workspace_id)
    await end_subscription(subscription_id)


async def end_subscription(subscription_id: UUID) -> None:
    """End it, whoever asks: by a signed link, or because its member may not see the report any more."""
    await execute("delete from report_subscriptions where id = $1", subscription_id)


async def send_now(member: Member, subscription_id: UUID) -> Row:
    """Have the report sent as it is now, once a minute at most. Raises NotFound, or Conflict when mail is off."""
    row = await get_subscription(member, subscription_id)
    if not mail.is_on():
        raise Conflict("This TaskFlow sends no mail: its operator has named no mail server", code="mail_is_off")
    slot = find_slot(SEND_NOW_EVERY, clock.now())
    await _enqueue(row, f"{row['id']}:now:{slot:%Y-%m-%dT%H:%MZ}")
    return row


async def plan_reports() -> int:
    """Ask for the reports whose time has come, each once for its time; gives for how many subscriptions.

    Missed times are not made up for; where mail is off, none is asked for.
    """
    now = clock.now()
    rows = await fetch(
        f"{_WITH_ZONE} where s.next_at <= $1 order by s.next_at limit $2 for update of s skip locked", now, BATCH
    )
    for row in rows if mail.is_on() else ():
        await _enqueue(row, f"{row['id']}:{row['next_at']:%Y-%m-%dT%H:%MZ}")
    await _plan_anew(rows)
    return len(rows)


async def follow_zone(user_id: UUID) -> None:
    """Put the reports of somebody who changed their time zone at their right times; again it changes nothing."""
    await _plan_anew(await fetch(f"{_WITH_ZONE} where m.user_id = $1 order by s.id for update of s", user_id))


def build_times(row: Row) -> ReportTimes:
    """When reports are due by a row of a subscription, or by what somebody sends. Pure."""
    at = row["send_time"]
    at = time.fromisoformat(at) if isinstance(at, str) else at
    return ReportTimes(row["rhythm"], at, row["weekday"], row["month_day"])


async def _plan_anew(rows: list[Row]) -> None:
    now = clock.now()
    await execute(
        "update report_subscriptions s set next_at = n.at from unnest($1::uuid[], $2::timestamptz[]) as n (id, at)"
        " where s.id = n.id",
        [row["id"] for row in rows],
        [build_times(row).find_next(row["time_zone"], now) for row in rows],
    )


async def _enqueue(row: Row, dedupe_key: str) -> None:
    await enqueue(
        "analytics.send_report",
        workspace_id=row["workspace_id"],
        dedupe_key=dedupe_key,
        priority=BULK,
        subscription_id=row["id"],
    )


def _build_select(member: Member) -> str:
    return (
        f"select {COLUMNS}{FROM} where s.workspace_id = $1 and s.member_id = $2"
        f" and (s.project_id is null or {build_visibility(member, '$2')})"
    )
