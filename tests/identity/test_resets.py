"""A forgotten password: the way to a new one is good once, for an hour, and tells nobody who has an account."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

import taskflow.identity.jobs  # noqa: F401  its jobs are run here
from taskflow import identity
from taskflow.identity import Credentials
from taskflow.identity.reset_mails import MAX_AN_HOUR
from taskflow.platform import clock, jobs, mail
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.errors import Conflict, Invalid, NotFound, Unauthenticated
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.world import World
from tests.support.mailbox import Mailbox
from tests.support.people import PASSWORD

SAM, NEW = "sam@meridian.example", "quite another sentence"


async def run_jobs() -> list[str]:
    rows = await fetch(
        "select id from jobs where name like 'identity.mail_%' and state in ('new', 'sent') order by created_at, id"
    )
    return [await jobs.run(row["id"]) for row in rows]


async def ask(email: str = SAM) -> None:
    async with unit_of_work():
        await identity.request_reset(email)


def find_code(box: Mailbox, number: int = -1) -> str:
    text, html = (part.get_content() for part in box.sent_to(SAM)[number].iter_parts())
    (code,) = re.findall(r"http://localhost/reset#([\w-]+)", text)
    assert set(re.findall(r"http://localhost/reset#([\w-]+)", html)) == {code}
    return str(code)


async def sign_in(password: str) -> UUID:
    return await identity.check_credentials(Credentials(email=SAM, password=password))


async def test_the_mailed_code_makes_a_new_password_and_signs_out_everywhere(mailbox: Mailbox, people: World) -> None:
    async with unit_of_work():
        _, session = await identity.open_session(people.persons["sam"].id)
        _, other = await identity.open_session(people.persons["mateo"].id)
    await ask(" Sam@Meridian.example ".strip())
    assert await run_jobs() == ["done"]
    await identity.reset_password(find_code(mailbox), NEW)
    assert await sign_in(NEW) == people.persons["sam"].id
    with pytest.raises(Unauthenticated):
        await sign_in(PASSWORD)
    assert await identity.find_by_session(session) is None
    assert await identity.find_by_session(other) is not None
    assert await fetch_value("select count(*) from events where action = 'user.password_reset'") == 1


async def test_the_person_is_told_that_their_password_was_changed(mailbox: Mailbox, people: World) -> None:
    await ask()
    await run_jobs()
    await identity.reset_password(find_code(mailbox), NEW)
    assert await run_jobs() == ["done"]
    assert mailbox.sent_to(SAM)[-1]["Subject"] == "Your password for TaskFlow was changed"
    assert NEW not in str(mailbox.raw[-1])


async def test_one_use_ends_every_code_of_the_person(mailbox: Mailbox, people: World) -> None:
    await ask()
    await ask()
    await run_jobs()
    first, second = find_code(mailbox, 0), find_code(mailbox, 1)
    await identity.reset_password(first, NEW)
    for code in (first, second):
        with pytest.raises(Conflict) as raised:
            await identity.reset_password(code, "a third sentence")
        assert raised.value.code == "password_reset_over"
    assert await sign_in(NEW)


async def test_after_an_hour_it_is_good_no_more(mailbox: Mailbox, people: World) -> None:
    await ask()
    await run_jobs()
    code = find_code(mailbox)
    assert await identity.find_reset(code) is not None
    with clock.pinned(clock.now() + timedelta(minutes=61)):
        assert await identity.find_reset(code) is None
        with pytest.raises(Conflict):
            await identity.reset_password(code, NEW)


async def test_an_unknown_address_looks_the_same_and_gets_nothing(mailbox: Mailbox, people: World) -> None:
    await ask("nobody@elsewhere.example")
    assert await run_jobs() == ["done"]
    assert mailbox.mails == []
    assert await fetch_value("select count(*) from password_resets") == 0


async def test_somebody_who_is_kept_out_gets_nothing_and_gets_in_by_nothing(mailbox: Mailbox, people: World) -> None:
    await ask()
    await run_jobs()
    await execute("update users set deactivated_at = now() where lower(email) = $1", SAM)
    with pytest.raises(Conflict):
        await identity.reset_password(find_code(mailbox), NEW)
    await ask()
    await run_jobs()
    assert len(mailbox.mails) == 1


async def test_one_person_is_mailed_so_often_an_hour_and_later_again(mailbox: Mailbox, people: World) -> None:
    for _ in range(MAX_AN_HOUR + 2):
        await ask()
    await run_jobs()
    assert len(mailbox.mails) == MAX_AN_HOUR
    with clock.pinned(clock.now() + timedelta(hours=2)):
        await ask()
        await run_jobs()
    assert len(mailbox.mails) == MAX_AN_HOUR + 1


async def test_only_the_hash_of_a_code_is_kept(mailbox: Mailbox, people: World) -> None:
    await ask()
    await run_jobs()
    code = find_code(mailbox)
    for table in ("jobs", "password_resets", "events"):
        assert await fetch_value(f"select count(*) from {table} t where t::text like '%' || $1 || '%'", code) == 0


@pytest.mark.parametrize("password", [SAM, "Sam Okafor", "sam okaforsam okafor"])
async def test_ones_own_name_is_no_password(password: str, people: World) -> None:
    code = await identity.create_reset(people.persons["sam"].id)
    with pytest.raises(Invalid):
        await identity.reset_password(code, password)
    assert await identity.find_reset(code) is not None


async def test_without_mail_one_is_told_whom_to_ask(people: World) -> None:
    assert not mail.is_on()
    with pytest.raises(Conflict, match="ask whoever runs it") as raised:
        await identity.request_reset(SAM)
    assert raised.value.code == "mail_is_off"


async def test_the_operator_hands_a_code_on_and_nobody_else(people: World) -> None:
    sam, mateo = people.persons["sam"], people.persons["mateo"]
    async with unit_of_work():
        account, code = await identity.offer_reset(sam, mateo.id)
    assert account["email"] == mateo.email
    await identity.reset_password(code, NEW)
    assert await identity.check_credentials(Credentials(email=mateo.email, password=NEW)) == mateo.id
    with pytest.raises(NotFound):
        await identity.offer_reset(mateo, sam.id)


async def test_what_the_server_refuses_is_the_end_and_what_it_puts_off_is_not(mailbox: Mailbox, people: World) -> None:
    mailbox.answers["RCPT"] = "451 later"
    await ask()
    assert await run_jobs() == ["retried"]
    mailbox.answers["RCPT"] = "550 never"
    assert await run_jobs() == ["done"]
    assert mailbox.mails == []
