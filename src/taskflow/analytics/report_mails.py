"""One report by e-mail: to whom may still see it, with what the page shows at that moment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from taskflow import projects, workspaces
from taskflow.analytics.highlights import list_finished, list_overdue
from taskflow.analytics.mail_words import build_words, say_day
from taskflow.analytics.reports import build_project_report, build_workspace_report
from taskflow.analytics.subscriptions import COLUMNS, FROM, build_times, end_subscription
from taskflow.platform import clock, mail
from taskflow.platform.database import execute, fetch_one
from taskflow.platform.errors import NotFound
from taskflow.platform.leases import Run
from taskflow.platform.mail_messages import Email
from taskflow.platform.mail_templates import compose
from taskflow.platform.unsubscribing import Unsubscription, build_headers, get_links
from taskflow.workspaces import Member

Row = dict[str, Any]
SUBJECT = "report"  # of the links that end one


@dataclass(frozen=True, slots=True)
class Contents:
    """What a mail tells: the report, of what, where its page is, and the tasks that it names."""

    report: Row
    name: str
    path: str
    since: date
    finished: list[Row]
    overdue: list[Row]


async def send_report(run: Run, subscription_id: UUID) -> None:
    """Send it; a subscription whose member is out, or may not see the project any more, ends instead.

    Nothing is sent of an archived project. Raises MailDelayed, for the job to be tried again; the Message-ID is the
    job's, so that who gets it twice sees it once.
    """
    row = await fetch_one(
        f"select {COLUMNS}, p.archived_at, u.email, u.name as to_name{FROM} join members m on m.id = s.member_id"
        " join users u on u.id = m.user_id where s.id = $1",
        subscription_id,
    )
    if row is None or row["archived_at"] is not None:
        return
    member = await workspaces.load_member(row["workspace_id"], row["member_id"])
    contents = await _load(member, row) if member else None
    if member is None or contents is None:
        async with run.finishing({"outcome": "ended"}):
            await end_subscription(subscription_id)
        return
    run.require_wanted()
    outcome = await _hand_over(_compose(run, member, row, contents))
    async with run.finishing({"outcome": outcome}):
        if outcome == "sent":
            await execute("update report_subscriptions set sent_at = $2 where id = $1", subscription_id, clock.now())


async def _hand_over(email: Email) -> str:
    """What became of it. Raises MailDelayed."""
    try:
        return "sent" if await mail.send(email) else "off"
    except mail.MailRefused as error:  # counted and logged where it was raised
        return f"refused: {error}"


async def _load(member: Member, row: Row) -> Contents | None:
    """What the member may see of it now; None when that is nothing."""
    if row["project_id"] is None:
        report = await build_workspace_report(member, period=row["period"])
        ids = [project["id"] for project in report["projects"]]
        name, path = member.workspace_name, f"/{member.workspace_slug}/analytics"
    else:
        try:
            project = await projects.get_project(member, row["project"])
        except NotFound:
            return None
        report = await build_project_report(member, project, period=row["period"])
        ids, name, path = [project["id"]], project["name"], f"/{member.workspace_slug}/p/{project['key']}/analytics"
    workspace_id, zone = member.workspace_id, member.workspace_time_zone
    today = clock.today(zone)
    first = today - timedelta(days=build_times(row).days)
    finished = await list_finished(workspace_id, ids, first, today)
    overdue = await list_overdue(workspace_id, ids, clock.now(), today, zone)
    return Contents(report, name, path, first, finished, overdue)


def _compose(run: Run, member: Member, row: Mapping[str, Any], contents: Contents) -> Email:
    times, report = build_times(dict(row)), contents.report
    url = get_links().build(Unsubscription(row["id"], SUBJECT))
    insight = report["insight"]
    about = insight["headline"].rstrip(".") if insight else f"{times.rhythm} report"
    return compose(
        "report",
        to_address=row["email"],
        to_name=row["to_name"],
        subject=f"{contents.name}: {about}",
        message_id=mail.build_message_id(run.job_id),
        headers=build_headers(url),
        unsubscribe=url,
        name=contents.name,
        says=times.say(),
        since=say_day(contents.since),
        page=f"{contents.path}?period={row['period']}",
        csv=f"{contents.path}/throughput.csv?period={row['period']}",
        settings=f"/{member.workspace_slug}/reports",
        tasks=f"/{member.workspace_slug}/t/",
        **build_words(report, contents.finished, contents.overdue),
    )
