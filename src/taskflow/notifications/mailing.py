"""One notice by e-mail at once: of what is unread still when its time comes, to whom may still see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from taskflow.notifications.inbox import TASK_ID
from taskflow.notifications.preferences import COLUMNS, JOIN, Preferences, build_preferences
from taskflow.notifications.reasons import REASONS, ReasonName, choose_channels
from taskflow.platform import clock, mail
from taskflow.platform.database import execute, fetch
from taskflow.platform.lanes import BULK
from taskflow.platform.leases import Run
from taskflow.platform.mail_messages import Email
from taskflow.platform.mail_templates import compose
from taskflow.platform.outbox import enqueue
from taskflow.platform.schedule import find_slot
from taskflow.platform.unsubscribing import Unsubscription, build_headers, get_links
from taskflow.projects import SEES_PROJECT

Row = dict[str, Any]
# Until then the notices of one change have come together, and whoever looks at TaskFlow has read them there.
SETTLING = timedelta(seconds=60)
TOGETHER = timedelta(minutes=10)
MOST = 50  # lines of a mail
# What is neither read nor mailed, of people who are in and see what it is about. $1 is a condition's first value.
_WAITING = (
    "select n.id, n.reason, coalesce(n.group_id, n.id) as entry, n.created_at, w.slug, w.name as workspace,"
    " case when t.id is not null then p.key || '-' || t.number end as task_key, t.title as task_title,"
    " p.key as project, p.name as project_name, au.name as by_name, u.email, u.name,"
    f" left(e.changes -> 'body' ->> 1, 1000) as excerpt, {COLUMNS}"
    " from notifications n join members m on m.id = n.member_id and m.removed_at is null and m.deactivated_at is null"
    f" join users u on u.id = m.user_id and u.deactivated_at is null {JOIN} join workspaces w on w.id = n.workspace_id"
    f" left join events e on e.id = n.event_id left join tasks t on t.id = {TASK_ID}"
    " left join projects p on p.id = coalesce(t.project_id, e.project_id)"
    " left join members am on am.id = e.actor_id left join users au on au.id = am.user_id"
    " where n.emailed_at is null and n.read_at is null and n.done_at is null and n.surfaced_at <= $1"
    f" and (t.id is not null or {TASK_ID} is null) and t.deleted_at is null and (p.id is null or {SEES_PROJECT})"
)


@dataclass(frozen=True, slots=True)
class Entry:
    """What one change told a member for one reason: `id` is that of the group, or of the notification alone."""

    workspace_id: UUID
    member_id: UUID
    reason: ReasonName
    id: UUID

    async def enqueue(self, slot: datetime, at: datetime) -> None:
        """Have it mailed at a moment, once for each `slot`."""
        await enqueue(
            "notifications.send_email",
            workspace_id=self.workspace_id,
            dedupe_key=f"{self.member_id}:{self.reason}:{self.id}:{slot:%Y-%m-%dT%H:%M}",
            delay_seconds=(at - clock.now()).total_seconds(),
            priority=BULK,
            member_id=self.member_id,
            reason=self.reason,
            entry=self.id,
        )


@dataclass(frozen=True, slots=True)
class Notices:
    """What is to be mailed to a person: its rows, the latest first, and how they want to be told."""

    rows: Sequence[Row]
    preferences: Preferences

    @property
    def ids(self) -> list[UUID]:
        """The notifications."""
        return [row["id"] for row in self.rows]


async def list_waiting(condition: str, *values: Any) -> Notices | None:
    """What is to be mailed of the notifications that meet the condition, whose values begin at $2; None for nothing."""
    order = " order by n.surfaced_at desc, n.id desc limit 500"
    rows = await fetch(f"{_WAITING} and {condition}{order}", clock.now(), *values)
    return Notices(rows, build_preferences(rows[0])) if rows else None


async def plan_email(workspace_id: UUID, preferences: Preferences, row: Row) -> None:
    """Have the notice mailed soon, or when the quiet hours are over; what belongs together is one mail."""
    now = clock.now()
    entry = Entry(workspace_id, row["member_id"], row["reason"], row["group_id"] or row["id"])
    await entry.enqueue(find_slot(TOGETHER, now), max(now + SETTLING, preferences.find_quiet_end(now) or now))


async def send_notice(run: Run, entry: Entry) -> None:
    """Send it, unless nothing waits any more; in quiet hours it is put off until they end.

    Raises MailDelayed, for the job to be tried again. The Message-ID is the job's, so that who gets it twice sees it
    once.
    """
    condition = "n.workspace_id = $2 and n.member_id = $3 and n.reason = $4 and coalesce(n.group_id, n.id) = $5"
    notices = await list_waiting(condition, entry.workspace_id, entry.member_id, entry.reason, entry.id)
    if notices is None or "email" not in choose_channels(entry.reason, notices.preferences.channels):
        return
    if end := notices.preferences.find_quiet_end(clock.now()):
        async with run.finishing({"outcome": "put off"}):
            await entry.enqueue(end, end)
        return
    await send(run, _compose(run, notices, entry.reason), notices.ids)


async def send(run: Run, email: Email, ids: list[UUID]) -> None:
    """Hand the mail over and remember what it told; what the server will never take is not tried again."""
    run.require_wanted()
    outcome = "sent"
    try:
        if not await mail.send(email):
            return
    except mail.MailRefused as error:  # counted and logged where it was raised
        outcome = f"refused: {error}"
    async with run.finishing({"outcome": outcome}):
        await execute("update notifications set emailed_at = $2 where id = any($1::uuid[])", ids, clock.now())


def _compose(run: Run, notices: Notices, reason: ReasonName) -> Email:
    first, lines = notices.rows[0], build_lines(notices.rows)
    told = REASONS[reason]
    about = lines[0]["text"] if len(notices.rows) == 1 else f"{len(notices.rows)} tasks"
    return build_email(
        run,
        "notice",
        notices,
        reason,
        subject=" ".join(filter(None, [first["by_name"], told.says, about])),
        lines=lines[:MOST],
        more=max(0, len(lines) - MOST),
        excerpt=first["excerpt"] if len(notices.rows) == 1 else None,
        inbox=f"/{first['slug']}/inbox?show=all&open={first['id']}",
        because=told.because,
    )


def build_email(run: Run, template: str, notices: Notices, about: str, *, subject: str, **values: Any) -> Email:
    """A mail of the template with links and headers that end mails `about` the same."""
    first = notices.rows[0]
    url = get_links().build(Unsubscription(notices.preferences.user_id, about))
    return compose(
        template,
        to_address=first["email"],
        to_name=first["name"],
        subject=subject,
        message_id=mail.build_message_id(run.job_id),
        headers=build_headers(url),
        unsubscribe=url,
        **values,
    )


def build_lines(rows: Sequence[Row]) -> list[dict[str, str]]:
    """What each of the notices is about, and where that is. Pure."""
    return [
        {"text": f"{row['task_key']} {row['task_title']}", "path": f"/{row['slug']}/t/{row['task_key']}"}
        if row["task_key"]
        else {"text": row["project_name"], "path": f"/{row['slug']}/p/{row['project']}"}
        if row["project"]
        else {"text": row["workspace"], "path": f"/{row['slug']}/my"}
        for row in rows
    ]
