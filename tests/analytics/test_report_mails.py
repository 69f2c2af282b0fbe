"""Reports by e-mail: once for each of their times, with the figures of the page, to whom may still see it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from roles.worker import load_jobs
from taskflow import analytics, identity, projects, tasks, workspaces
from taskflow.analytics import NewSubscription, SubscriptionChanges
from taskflow.identity import ProfileChanges
from taskflow.platform import clock, jobs, mail
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.errors import Conflict, NotFound, StaleVersion
from taskflow.platform.outbox import enqueue
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.platform.unsubscribing import UnsubscribeLinks, unsubscribe_by
from taskflow.projects import NewProject, ProjectChanges
from taskflow.settings import Settings
from taskflow.tasks import TaskChanges, Transfer
from taskflow.workspaces import Member
from taskflow.world import World
from tests.analytics.conftest import Tell, tell_everything
from tests.support.mailbox import Mailbox

load_jobs()
Row = dict[str, Any]
MATEO = "mateo@meridian.example"
MORNING = datetime(2027, 3, 29, 6, tzinfo=UTC)  # Monday, eight o'clock in Berlin, the day after the clock went forward
DUE = "select next_at from report_subscriptions where id = $1"


@pytest.fixture(autouse=True)
def links(settings: Settings, mailbox: Mailbox) -> Iterator[UnsubscribeLinks]:
    """Mail is on, and links in mails are made."""
    made = UnsubscribeLinks(settings)
    unsubscribe_by(made)
    yield made
    unsubscribe_by(None)


async def subscribe(member: Member, **more: Any) -> Row:
    """To a weekly report of WEB, on Mondays at eight, unless `more` says otherwise."""
    async with unit_of_work():
        new = NewSubscription.model_validate({"project": "WEB", "send_time": "08:00"} | more)
        return await analytics.create_subscription(member, new)


async def plan(moment: datetime) -> None:
    """What the workers do at that moment: two of them look, and the mails that were asked for go."""
    with clock.pinned(moment):
        for _ in range(2):
            async with unit_of_work():
                await enqueue("analytics.plan_reports")
        await run("analytics.plan_reports")
        await run("analytics.send_report")


async def run(name: str, outcome: str = "done") -> None:
    """Do the jobs of that name that wait."""
    for row in await fetch("select id from jobs where name = $1 and state = 'new' order by id", name):
        assert await jobs.run(row["id"]) == outcome


async def send(member: Member) -> None:
    """Subscribe, and have it sent at once."""
    row = await subscribe(member)
    async with unit_of_work():
        await analytics.send_now(member, row["id"])
    await run("analytics.send_report")


def read(got: EmailMessage, kind: str = "plain") -> str:
    """One part of a mail."""
    part = got.get_body((kind,))  # type: ignore[arg-type]
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


async def test_a_report_comes_once_at_each_of_its_times(mateo: Member, mailbox: Mailbox) -> None:
    with clock.pinned(MORNING - timedelta(days=3)):
        row = await subscribe(mateo)
    assert row["next_at"] == MORNING
    await plan(MORNING - timedelta(seconds=1))
    assert mailbox.mails == []
    for minutes in (0, 1, 60 * 24):
        await plan(MORNING + timedelta(minutes=minutes))
    assert len(mailbox.sent_to(MATEO)) == 1
    assert await fetch_value(DUE, row["id"]) == MORNING + timedelta(days=7)
    await plan(MORNING + timedelta(days=22))  # two were missed
    assert len(mailbox.sent_to(MATEO)) == 2
    assert await fetch_value(DUE, row["id"]) == MORNING + timedelta(days=28)


async def test_the_mail_has_the_figures_of_the_page(
    sam: Member, tell: Tell, mailbox: Mailbox, settings: Settings
) -> None:
    made = await tell(sam, 30)
    late = made[-1]
    async with unit_of_work():
        changes = TaskChanges.model_validate(
            {"title": "<b>Late</b> & loud", "due_date": str(clock.today("UTC") - timedelta(days=3))}
        )
        await tasks.edit_task(sam, late["key"], changes, version=late["version"])
    await subscribe(sam)
    async with unit_of_work():
        (row,) = (await analytics.list_subscriptions(sam)).items
        await analytics.send_now(sam, row["id"])
        await analytics.send_now(sam, row["id"])
    await run("analytics.send_report")
    (got,) = mailbox.mails
    report = await analytics.build_project_report(sam, await projects.get_project(sam, "WEB"), period="12w")
    text, html = read(got), read(got, "html")
    job_id = await fetch_value("select id from jobs where name = 'analytics.send_report'")
    assert got["Message-ID"] == f"<{job_id}@localhost>"
    assert got["Subject"] == f"Website relaunch: {report['insight']['headline'].rstrip('.')}"
    for part in (text, html):
        assert report["insight"]["headline"] in part
        assert "http://localhost/meridian/p/WEB/analytics?period=12w" in part
        assert "http://localhost/meridian/p/WEB/analytics/throughput.csv?period=12w" in part
        for figure in analytics.build_key_figures(report):
            assert figure["rest"] in part
        for slice_ in report["throughput"][-6:]:
            assert f"{slice_['completed']} completed" in part
        for task in made[20:26]:
            assert f"{task['key']} {task['title']}" in part
        for chance in report["forecast"]["days"]:
            assert f"{chance['percent']} % chance by" in part
            assert f"{chance['day'].day} {chance['day']:%B %Y}" in part
        assert f"{report['forecast']['trials']:,} trials" in part
        assert "nothing is added" in part
    assert f"* Completed: {report['totals']['completed']} (" in text
    assert f"Overdue: 1\n\n* {late['key']} <b>Late</b> & loud" in text
    assert "&lt;b&gt;Late&lt;/b&gt; &amp; loud" in html
    assert "<b>Late</b>" not in html
    assert await fetch_value("select sent_at from report_subscriptions") is not None


async def test_a_project_without_a_past_has_a_mail_that_says_so(sam: Member, mailbox: Mailbox) -> None:
    row = await subscribe(sam, project=None, period="2w", rhythm="daily")
    await plan(row["next_at"])
    text = read(mailbox.mails[0])
    assert mailbox.mails[0]["Subject"] == "Meridian Studio: daily report"
    assert "No tasks were completed: findings begin with 5." in text
    assert "Nothing is open: there is nothing to forecast." in text
    assert "You get this report every day at 08:00." in text


async def test_the_workspace_report_tells_of_no_project_that_its_reader_does_not_see(
    sam: Member, mateo: Member, tell: Tell, mailbox: Mailbox
) -> None:
    await tell(sam, 12)
    row = await subscribe(mateo, project=None)
    await plan(row["next_at"])
    assert "Task 8" in read(mailbox.mails[0])
    async with unit_of_work():
        await projects.edit_project(sam, "WEB", ProjectChanges(visibility="private"), version=1)
    await plan(row["next_at"] + timedelta(days=7))
    assert "Task 8" not in read(mailbox.mails[1])
    assert "WEB" not in read(mailbox.mails[1])


async def test_a_task_that_moved_to_a_project_out_of_sight_is_not_named(
    sam: Member, mateo: Member, tell: Tell, mailbox: Mailbox
) -> None:
    made = await tell(sam, 12)
    await send(mateo)
    async with unit_of_work():
        await projects.create_project(sam, NewProject(key="SEC", name="Secret", visibility="private"))
    async with unit_of_work():
        await tasks.transfer_task(sam, made[8]["key"], Transfer(project="SEC"), version=made[8]["version"])
    await tell_everything(sam)
    await send(mateo)
    before, after = (read(got) for got in mailbox.mails)
    assert "Task 7" in before
    assert "Task 8" in before
    assert "Task 7" in after
    assert "Task 8" not in after


@pytest.mark.parametrize("cause", ["project", "removed", "deactivated", "everywhere"])
async def test_who_lost_access_gets_nothing_and_the_subscription_ends(
    cause: str, web: World, sam: Member, mateo: Member, mailbox: Mailbox
) -> None:
    row = await subscribe(mateo)
    async with unit_of_work():
        if cause == "project":
            await projects.edit_project(sam, "WEB", ProjectChanges(visibility="private"), version=1)
        elif cause == "removed":
            await workspaces.remove_member(sam, mateo.id)
        elif cause == "deactivated":
            await workspaces.deactivate_member(sam, mateo.id, version=1)
        else:
            await execute("update users set deactivated_at = now() where id = $1", mateo.user_id)
    await plan(row["next_at"])
    assert mailbox.mails == []
    assert await fetch("select 1 from report_subscriptions") == []
    outcome = "select result ->> 'outcome' from jobs where name = 'analytics.send_report'"
    assert await fetch_value(outcome) == "ended"


async def test_an_archived_project_sends_nothing_and_goes_on_when_it_is_back(
    sam: Member, mateo: Member, mailbox: Mailbox
) -> None:
    row = await subscribe(mateo)
    await execute("update projects set archived_at = now() where key = 'WEB'")
    await plan(row["next_at"])
    assert mailbox.mails == []
    await execute("update projects set archived_at = null where key = 'WEB'")
    await plan(row["next_at"] + timedelta(days=7))
    assert len(mailbox.mails) == 1


async def test_after_an_outage_the_same_message_is_sent(mateo: Member, mailbox: Mailbox) -> None:
    row = await subscribe(mateo)
    async with unit_of_work():
        await analytics.send_now(mateo, row["id"])
    mailbox.answers["DATA"] = "451 not now"
    await run("analytics.send_report", "retried")
    assert await fetch_value("select sent_at from report_subscriptions") is None
    del mailbox.answers["DATA"]
    await run("analytics.send_report")
    assert len(mailbox.mails) == 1


async def test_a_link_ends_that_report_and_no_other(mateo: Member, mailbox: Mailbox, links: UnsubscribeLinks) -> None:
    row, other = await subscribe(mateo), await subscribe(mateo, period="2w", weekday=2)
    async with unit_of_work():
        await analytics.send_now(mateo, row["id"])
    await run("analytics.send_report")
    (got,) = mailbox.mails
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    wanted = links.read(got["List-Unsubscribe"].strip("<>").partition("token=")[2])
    assert wanted is not None
    assert (wanted.id, wanted.subject) == (row["id"], analytics.SUBJECT)
    for _ in range(2):
        async with unit_of_work():
            await analytics.end_subscription(wanted.id)
    assert [kept["id"] for kept in (await analytics.list_subscriptions(mateo)).items] == [other["id"]]


async def test_without_a_mail_server_nothing_is_asked_for(mateo: Member, mailbox: Mailbox) -> None:
    row = await subscribe(mateo)
    mail.deliver_by(None)
    await plan(row["next_at"])
    assert await fetch("select 1 from jobs where name = 'analytics.send_report'") == []
    assert await fetch_value(DUE, row["id"]) > row["next_at"]
    with pytest.raises(Conflict, match="sends no mail"):
        async with unit_of_work():
            await analytics.send_now(mateo, row["id"])


async def test_reports_follow_the_zone_and_the_wishes_of_their_reader(
    web: World, mateo: Member, mailbox: Mailbox
) -> None:
    with clock.pinned(MORNING - timedelta(days=2)):
        row = await subscribe(mateo)
        async with unit_of_work():
            changes = ProfileChanges(time_zone="America/New_York")
            await identity.edit_profile(web.persons["mateo"], changes, version=None)
        await run("activity.fan_out")
        await run("analytics.follow_zone")
        assert await fetch_value(DUE, row["id"]) == MORNING + timedelta(hours=6)
        async with unit_of_work():
            changes_ = SubscriptionChanges.model_validate({"rhythm": "monthly", "month_day": 31})
            edited = await analytics.edit_subscription(mateo, row["id"], changes_, version=1)
        assert (edited["next_at"], edited["version"]) == (MORNING + timedelta(days=2), 2)
        with pytest.raises(StaleVersion):
            async with unit_of_work():
                await analytics.delete_subscription(mateo, row["id"], version=1)


async def test_nobody_touches_the_reports_of_somebody_else(sam: Member, mateo: Member) -> None:
    row = await subscribe(mateo)
    for attempt in (
        analytics.get_subscription(sam, row["id"]),
        analytics.delete_subscription(sam, row["id"], version=1),
        analytics.send_now(sam, row["id"]),
    ):
        with pytest.raises(NotFound):
            async with unit_of_work():
                await attempt
    assert (await analytics.list_subscriptions(sam)).items == []
