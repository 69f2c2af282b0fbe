"""Invitations that are mailed: the mail's own address lets in, and what became of the mail is told."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from taskflow import identity, projects, workspaces
from taskflow.identity import NewUser
from taskflow.platform import clock, jobs, mail
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.errors import Conflict, Forbidden, NotFound
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.workspaces import MAX_MAILS, Member, NewInvitation
from taskflow.workspaces.jobs import MAX_ATTEMPTS
from taskflow.world import World
from tests.support.mailbox import Mailbox
from tests.support.people import PASSWORD

NOOR = "noor@example.org"
JOB = "workspaces.mail_invitation"


async def invite(member: Member, **values: Any) -> tuple[dict[str, Any], str]:
    async with unit_of_work():
        return await projects.invite(member, NewInvitation.model_validate({"email": NOOR} | values))


async def run_jobs() -> list[str]:
    rows = await fetch("select id from jobs where name = $1 and state in ('new', 'sent') order by id", JOB)
    return [await jobs.run(row["id"]) for row in rows]


async def read(member: Member, invitation_id: UUID) -> dict[str, Any]:
    return await projects.get_invitation(member, invitation_id)


def find_code(box: Mailbox, number: int = -1) -> str:
    text, html = (part.get_content() for part in box.sent_to(NOOR)[number].iter_parts())
    (code,) = re.findall(r"http://localhost/join#([\w-]+)", text)
    assert set(re.findall(r"http://localhost/join#([\w-]+)", html)) == {code}
    return str(code)


async def test_an_invitation_by_email_is_mailed_with_who_where_and_until_when(mailbox: Mailbox, sam: Member) -> None:
    invitation, shown = await invite(sam, role="guest", projects=["WEB"])
    assert (invitation["mail_state"], invitation["mail_count"]) == ("waiting", 1)
    assert await run_jobs() == ["done"]
    (sent,) = mailbox.sent_to(NOOR)
    assert sent["Subject"] == "Sam Okafor invites you to Meridian Studio on TaskFlow"
    text = str(sent.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert "as a guest" in text
    assert f"{invitation['expires_at']:%B %Y}" in text
    assert find_code(mailbox) != shown
    row = await read(sam, invitation["id"])
    assert (row["mail_state"], row["mail_problem"], row["mailed_at"] is not None) == ("sent", None, True)
    assert await run_jobs() == []


async def test_the_address_in_the_mail_and_the_one_that_was_shown_both_let_in_once(
    mailbox: Mailbox, sam: Member
) -> None:
    _, shown = await invite(sam)
    await run_jobs()
    async with unit_of_work():
        noor = await identity.register(NewUser(email=NOOR, name="Noor", password=PASSWORD))
        member = await projects.accept_invitation(noor, find_code(mailbox))
    assert member.workspace_slug == "meridian"
    with pytest.raises(Conflict, match="used already"):
        await projects.accept_invitation(noor, shown)


async def test_no_secret_of_a_mail_is_kept(mailbox: Mailbox, sam: Member) -> None:
    await invite(sam)
    await run_jobs()
    code = find_code(mailbox)
    for table in ("jobs", "invitations", "invitation_codes", "events"):
        found = await fetch_value(f"select count(*) from {table} t where t::text like '%' || $1 || '%'", code)
        assert found == 0, table


async def test_a_link_is_not_mailed_and_nothing_is_when_mail_is_off(mailbox: Mailbox, sam: Member) -> None:
    async with unit_of_work():
        link, _ = await projects.invite(sam, NewInvitation(kind="link"))
    with pytest.raises(Conflict) as raised:
        await projects.mail_invitation(sam, link["id"])
    assert raised.value.code == "invitation_without_email"
    mail.deliver_by(None)
    invitation, _ = await invite(sam)
    assert invitation["mail_state"] is None
    with pytest.raises(Conflict) as raised:
        await projects.mail_invitation(sam, invitation["id"])
    assert raised.value.code == "mail_is_off"
    assert await run_jobs() == []


async def test_a_mail_again_leaves_the_former_addresses_good(mailbox: Mailbox, sam: Member) -> None:
    invitation, _ = await invite(sam)
    await run_jobs()
    async with unit_of_work():
        again = await projects.mail_invitation(sam, invitation["id"])
    assert again["mail_state"] == "waiting"
    await run_jobs()
    codes = {find_code(mailbox, 0), find_code(mailbox, 1)}
    assert len(codes) == 2
    for code in codes:
        offer = await workspaces.find_offer(code)
        assert offer is not None
        assert offer["problem"] == ""
    assert await fetch_value("select count(*) from events where action = 'invitation.mailed'") == 1


async def test_it_is_mailed_only_so_often(mailbox: Mailbox, sam: Member) -> None:
    invitation, _ = await invite(sam)
    async with unit_of_work():
        for _ in range(MAX_MAILS - 1):
            await projects.mail_invitation(sam, invitation["id"])
    with pytest.raises(Conflict) as raised:
        await projects.mail_invitation(sam, invitation["id"])
    assert raised.value.code == "too_many_mails"
    await run_jobs()
    assert len(mailbox.mails) == 1  # the former ones were overtaken


async def test_one_that_is_over_is_not_mailed(mailbox: Mailbox, sam: Member) -> None:
    invitation, _ = await invite(sam)
    async with unit_of_work():
        await projects.revoke_invitation(sam, invitation["id"], version=1)
    with pytest.raises(Conflict) as raised:
        await projects.mail_invitation(sam, invitation["id"])
    assert raised.value.code == "invitation_revoked"
    assert await run_jobs() == ["done"]
    assert mailbox.mails == []


async def test_one_that_expired_meanwhile_is_not_mailed(mailbox: Mailbox, sam: Member) -> None:
    await invite(sam, expires_in_days=1)
    with clock.pinned(clock.now() + timedelta(days=2)):
        assert await run_jobs() == ["done"]
    assert mailbox.mails == []


async def test_what_the_server_refuses_is_told_and_not_tried_again(mailbox: Mailbox, sam: Member) -> None:
    mailbox.answers["RCPT"] = "550 5.1.1 no such mailbox"
    invitation, _ = await invite(sam)
    assert await run_jobs() == ["done"]
    row = await read(sam, invitation["id"])
    assert (row["mail_state"], row["mail_problem"]) == ("failed", "550 5.1.1 no such mailbox")


async def test_what_the_server_puts_off_is_tried_again_with_the_same_message_id(mailbox: Mailbox, sam: Member) -> None:
    mailbox.answers["DATA"] = "451 come back"
    invitation, _ = await invite(sam)
    assert await run_jobs() == ["retried"]
    row = await read(sam, invitation["id"])
    assert (row["mail_state"], row["mail_problem"]) == ("waiting", "451 come back")
    mailbox.answers.clear()
    assert await run_jobs() == ["done"]
    assert (await read(sam, invitation["id"]))["mail_problem"] is None
    assert mailbox.mails[0]["Message-ID"] == f"<invitation-{invitation['id']}-1@localhost>"


async def test_after_the_last_attempt_it_has_failed(mailbox: Mailbox, sam: Member) -> None:
    mailbox.cuts = True
    invitation, _ = await invite(sam)
    await execute("update jobs set attempts = $2 where name = $1", JOB, MAX_ATTEMPTS - 1)
    assert await run_jobs() == ["done"]
    row = await read(sam, invitation["id"])
    assert row["mail_state"] == "failed"
    assert "127.0.0.1" not in row["mail_problem"]
    assert row["mail_problem"].startswith("the mail server cannot be reached")


async def test_who_may_not_invite_may_not_mail(mailbox: Mailbox, sam: Member, web: World) -> None:
    invitation, _ = await invite(sam)
    with pytest.raises(Forbidden):
        await projects.mail_invitation(web.members["mateo"], invitation["id"])
    with pytest.raises(NotFound):
        await projects.mail_invitation(sam, sam.id)
