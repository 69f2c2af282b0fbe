"""Notices by e-mail, at once and in digests: once, to whom they still concern, and when they are wanted."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

import pytest

from taskflow import comments, identity, notifications, projects, tasks, workspaces
from taskflow.comments import NewComment
from taskflow.identity import ProfileChanges
from taskflow.notifications import SettingsChanges
from taskflow.platform import clock, jobs, mail
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.outbox import enqueue
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.platform.unsubscribing import UnsubscribeLinks, Unsubscription, unsubscribe_by
from taskflow.projects import ProjectChanges
from taskflow.settings import Settings
from taskflow.tasks import BulkChanges, NewTask
from taskflow.workspaces import Member
from taskflow.world import World
from tests.notifications.conftest import run_all
from tests.support.mailbox import Mailbox

MATEO = "mateo@meridian.example"


@pytest.fixture(autouse=True)
def links(settings: Settings, mailbox: Mailbox) -> Iterator[UnsubscribeLinks]:
    """Mail is on, and links in mails are made."""
    made = UnsubscribeLinks(settings)
    unsubscribe_by(made)
    yield made
    unsubscribe_by(None)


async def _mail(outcome: str = "done") -> None:
    """Run the jobs that mail, however far ahead they are."""
    names = ["notifications.send_email", "notifications.send_digest"]
    for row in await fetch("select id from jobs where state = 'new' and name = any($1::text[]) order by id", names):
        assert await jobs.run(row["id"]) == outcome


async def _choose(web: World, name: str = "mateo", **changes: Any) -> None:
    async with unit_of_work():
        await notifications.edit_preferences(web.persons[name], SettingsChanges.model_validate(changes), version=None)


def _text(got: EmailMessage) -> str:
    part = got.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def test_who_is_assigned_is_mailed_once(task: dict[str, Any], mailbox: Mailbox, links: UnsubscribeLinks) -> None:
    await _mail()
    await _mail()
    (got,) = mailbox.mails
    assert MATEO in got["To"]
    assert got["Subject"] == "Sam Okafor assigned you WEB-1 Login"
    assert "http://localhost/meridian/t/WEB-1" in _text(got)
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = got["List-Unsubscribe"].strip("<>").partition("token=")[2]
    wanted = links.read(token)
    assert wanted is not None
    assert wanted.subject == "assigned"


async def test_a_mention_is_mailed_with_what_was_said(task: dict[str, Any], sam: Member, mailbox: Mailbox) -> None:
    async with unit_of_work():
        await comments.post_comment(sam, "WEB-1", NewComment(body="@mateo, <b>look</b> & see"))
    await run_all()
    await _mail()
    got = mailbox.mails[-1]
    assert got["Subject"] == "Sam Okafor mentioned you on WEB-1 Login"
    assert "@mateo, <b>look</b> & see" in _text(got)
    html = got.get_body(("html",))
    assert html is not None
    assert "&lt;b&gt;look&lt;/b&gt; &amp; see" in html.get_content()


async def test_the_same_job_sends_the_same_message_again_after_an_outage(
    task: dict[str, Any], mailbox: Mailbox
) -> None:
    mailbox.answers["DATA"] = "451 not now"
    await _mail("retried")
    assert mailbox.mails == []
    del mailbox.answers["DATA"]
    await _mail()
    (got,) = mailbox.mails
    job_id = await fetch_value("select id from jobs where name = 'notifications.send_email'")
    assert got["Message-ID"] == f"<{job_id}@localhost>"


async def test_what_the_server_will_never_take_is_not_tried_again(task: dict[str, Any], mailbox: Mailbox) -> None:
    mailbox.answers["RCPT"] = "550 nobody here"
    await _mail()
    row = (await fetch("select state, result from jobs where name = 'notifications.send_email'"))[0]
    assert row["state"] == "done"
    assert row["result"]["outcome"].startswith("refused: 550")


async def test_what_was_read_or_done_with_is_not_mailed(task: dict[str, Any], mateo: Member, mailbox: Mailbox) -> None:
    async with unit_of_work():
        await notifications.mark_all_read(mateo)
    await _mail()
    assert mailbox.mails == []


@pytest.mark.parametrize("cause", ["project", "removed", "deactivated", "trash", "preference"])
async def test_who_lost_access_meanwhile_is_not_mailed(
    cause: str, task: dict[str, Any], web: World, sam: Member, mailbox: Mailbox
) -> None:
    async with unit_of_work():
        if cause == "project":
            await projects.edit_project(sam, "WEB", ProjectChanges(visibility="private"), version=1)
        elif cause == "removed":
            await workspaces.remove_member(sam, web.members["mateo"].id)
        elif cause == "deactivated":
            await execute("update users set deactivated_at = now() where id = $1", web.persons["mateo"].id)
        elif cause == "trash":
            await tasks.delete_task(sam, "WEB-1", version=(await tasks.get_task(sam, "WEB-1"))["version"])
    if cause == "preference":
        await _choose(web, channels={"assigned": ["inbox"]})
    await _mail()
    assert mailbox.sent_to(MATEO) == []


async def test_many_tasks_of_one_change_are_one_mail(web: World, sam: Member, mailbox: Mailbox, quiet: None) -> None:
    aiko = web.members["aiko"]
    async with unit_of_work():
        made = [await tasks.create_task(sam, "WEB", NewTask(title=f"Task {number}")) for number in range(12)]
    async with unit_of_work():
        changes = BulkChanges.model_validate({"add_assignees": [str(aiko.id)]})
        await tasks.edit_tasks(sam, tasks.BulkEdit(tasks=[task["key"] for task in made], changes=changes))
    await run_all()
    await _mail()
    (got,) = mailbox.mails
    assert got["Subject"] == "Sam Okafor assigned you 12 tasks"
    assert all(task["key"] in _text(got) for task in made)


async def test_in_quiet_hours_a_mail_waits_until_they_end(
    web: World, sam: Member, mateo: Member, quiet: None, mailbox: Mailbox
) -> None:
    await _choose(web, quiet_from="22:00", quiet_until="07:00")
    night = datetime(2027, 3, 27, 22, 30, tzinfo=UTC)  # 23:30 in Berlin; the clock goes forward in this night
    with clock.pinned(night):
        async with unit_of_work():
            await tasks.create_task(sam, "WEB", NewTask(title="Login", assignees=[mateo.id]))
        await run_all()
        waits = "select extract(epoch from available_at - created_at)::int from jobs where name = $1 and state = 'new'"
        assert await fetch_value(waits, "notifications.send_email") == 6.5 * 3600  # until 7:00, which is 5:00 in UTC
        await _mail()  # a worker that is early, or was asked again
    assert mailbox.mails == []
    assert await fetch_value(waits, "notifications.send_email") == 6.5 * 3600
    with clock.pinned(night + timedelta(hours=6.5)):
        await _mail()
    assert len(mailbox.mails) == 1


async def test_without_a_mail_server_nothing_is_asked_for(web: World, sam: Member, mateo: Member, quiet: None) -> None:
    mail.deliver_by(None)
    async with unit_of_work():
        await tasks.create_task(sam, "WEB", NewTask(title="Login", assignees=[mateo.id]))
    await run_all()
    assert await fetch("select 1 from jobs where name like 'notifications.send%'") == []


MORNING = datetime(2027, 3, 29, 6, tzinfo=UTC)  # eight o'clock in Berlin


@pytest.fixture
async def said(web: World, sam: Member, mateo: Member, quiet: None) -> None:
    """Two comments on a task that Mateo watches, on a Sunday evening."""
    with clock.pinned(MORNING - timedelta(hours=12)):
        async with unit_of_work():
            await tasks.create_task(sam, "WEB", NewTask(title="Login", assignees=[mateo.id]))
        await run_all()
        await execute("delete from notifications")
        await execute("delete from jobs")
        for text in ("One", "Two"):
            async with unit_of_work():
                await comments.post_comment(sam, "WEB-1", NewComment(body=text))
        await run_all()


async def _plan(moment: datetime) -> None:
    with clock.pinned(moment):
        for _ in range(2):  # as two workers do
            async with unit_of_work():
                await enqueue("notifications.plan_digests")
        await run_all_but_mail()
        await _mail()


async def run_all_but_mail() -> None:
    for row in await fetch("select id from jobs where name = 'notifications.plan_digests' and state = 'new'"):
        assert await jobs.run(row["id"]) == "done"


async def test_a_digest_comes_once_at_its_time_with_what_is_unread(said: None, mailbox: Mailbox) -> None:
    await _plan(MORNING - timedelta(seconds=1))
    assert mailbox.mails == []
    await _plan(MORNING)
    await _plan(MORNING + timedelta(minutes=1))
    await _plan(MORNING + timedelta(days=1))
    (got,) = mailbox.mails
    assert got["Subject"] == "2 unread in TaskFlow"
    assert _text(got).count("Sam Okafor commented on WEB-1 Login") == 2
    assert "Meridian Studio" in _text(got)


async def test_a_digest_is_not_sent_when_all_is_read(said: None, mateo: Member, mailbox: Mailbox) -> None:
    with clock.pinned(MORNING):
        async with unit_of_work():
            assert await notifications.mark_all_read(mateo) == 2
    await _plan(MORNING)
    assert mailbox.mails == []


async def test_a_digest_follows_the_zone_and_the_wishes_of_its_reader(said: None, web: World, mailbox: Mailbox) -> None:
    due = "select next_digest_at from notification_settings where user_id = $1"
    user_id: UUID = web.persons["mateo"].id
    assert await fetch_value(due, user_id) == MORNING
    with clock.pinned(MORNING - timedelta(hours=11)):
        async with unit_of_work():
            await identity.edit_profile(
                web.persons["mateo"], ProfileChanges(time_zone="America/New_York"), version=None
            )
        await run_all()
        assert await fetch_value(due, user_id) == MORNING + timedelta(hours=6)
        await _choose(web, digest="weekly", digest_weekday=3, digest_time="18:00")
        assert await fetch_value(due, user_id) == datetime(2027, 3, 31, 22, tzinfo=UTC)
        await _choose(web, digest="off")
        assert await fetch_value(due, user_id) is None


async def test_what_was_mailed_at_once_is_not_in_the_digest(
    web: World, sam: Member, mateo: Member, quiet: None, mailbox: Mailbox
) -> None:
    await _choose(web, channels={"assigned": ["inbox", "email", "digest"]})
    with clock.pinned(MORNING - timedelta(hours=1)):
        async with unit_of_work():
            await tasks.create_task(sam, "WEB", NewTask(title="Login", assignees=[mateo.id]))
        await run_all()
        await _mail()
    await _plan(MORNING)
    assert [got["Subject"] for got in mailbox.mails] == ["Sam Okafor assigned you WEB-1 Login"]


async def test_a_link_ends_mails_of_its_kind_and_no_other(
    task: dict[str, Any], web: World, sam: Member, mailbox: Mailbox
) -> None:
    user_id = web.persons["mateo"].id
    async with unit_of_work():
        await notifications.stop_email(Unsubscription(user_id, "assigned"))
        await notifications.stop_email(Unsubscription(user_id, "assigned"))
        await comments.post_comment(sam, "WEB-1", NewComment(body="@mateo, look"))
    await run_all()
    await _mail()
    assert [got["Subject"] for got in mailbox.mails] == ["Sam Okafor mentioned you on WEB-1 Login"]
    assert (await notifications.get_preferences(user_id)).show()["channels"]["assigned"] == ["inbox"]


def test_a_link_that_was_made_up_or_changed_is_none(links: UnsubscribeLinks, settings: Settings) -> None:
    wanted = Unsubscription(UUID(int=7), "digest")
    token = links.build(wanted).partition("token=")[2]
    assert links.read(token) == wanted
    other = "A" if token[3] != "A" else "B"
    for changed in ("", "x", token[:-2], token[:3] + other + token[4:], token + "AA", "é", "=" * 50):
        assert links.read(changed) is None
