"""The pages of a forgotten password, as somebody uses them who is not signed in."""

import re

import taskflow.identity.jobs  # noqa: F401  its jobs are run here
from taskflow import identity
from taskflow.platform import jobs
from taskflow.platform.database import fetch
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.support.browsing import Browser
from tests.support.mailbox import Mailbox

SAM, NEW = "sam@meridian.example", "quite another sentence"


async def test_from_the_sign_in_page_to_a_new_password(mailbox: Mailbox, web: World, anonymous: Browser) -> None:
    login = await anonymous.get("/login")
    assert "/reset" in login.links
    sent = await anonymous.submit((await anonymous.get("/reset")).form("/reset"), email=SAM)
    page = await anonymous.get(sent.location)
    assert f"If {SAM} has an account, a mail is on its way to it" in page.text
    for row in await fetch("select id from jobs where name = 'identity.mail_reset'"):
        assert await jobs.run(row["id"]) == "done"
    body = mailbox.mails[0].get_body(("plain",))
    assert body is not None
    (url,) = re.findall(r"http://\S+#\S+", body.get_content())
    opened = await anonymous.submit(page.form("/reset/code"), code=url)
    page = await anonymous.get(opened.location)
    assert f"For {SAM}" in page.text
    again = (await anonymous.submit(page.form("/reset/password"), status=422, password="short")).page
    assert "at least 10 characters" in again.text
    done = await anonymous.submit(again.form("/reset/password"), password=NEW)
    page = await anonymous.get(done.location)
    assert "Your password is changed: sign in with it" in page.text
    assert (await anonymous.submit(page.form("/login"), email=SAM, password=NEW)).location == "/"


async def test_whether_somebody_has_an_account_is_not_said(mailbox: Mailbox, web: World, anonymous: Browser) -> None:
    answers = []
    for email in (SAM, "nobody@elsewhere.example"):
        response = await anonymous.post("/reset", [("email", email)])
        page = await anonymous.get(response.headers["Location"])
        answers.append((response.status_code, page.text.replace(email, "")))
    assert answers[0] == answers[1]


async def test_without_mail_the_page_says_whom_to_ask(web: World, anonymous: Browser) -> None:
    page = await anonymous.get("/reset")
    assert "sends no mail. Ask whoever runs it" in page.text
    assert [form.action for form in page.forms] == ["/reset/code"]
    assert (await anonymous.post("/reset", [("email", SAM)])).status_code == 409


async def test_a_code_that_is_none_is_refused_at_its_field(web: World, anonymous: Browser) -> None:
    page = await anonymous.get("/reset")
    answer = await anonymous.submit(page.form("/reset/code"), status=422, code="http://localhost/reset#nothing")
    assert "was used already, is older than an hour, or was not copied whole" in answer.page.text


async def test_a_second_use_is_told(web: World, anonymous: Browser) -> None:
    code = await identity.create_reset(web.persons["sam"].id)
    await anonymous.submit((await anonymous.get("/reset")).form("/reset/code"), code=code)
    page = await anonymous.get("/reset")
    await identity.reset_password(code, NEW)
    await anonymous.submit(page.form("/reset/password"), status=409, password="a third sentence")
    assert "was used already, or is older than an hour" in (await anonymous.get("/reset")).text


async def test_the_operator_makes_an_address_to_hand_on(web: World, sign_in: SignIn, anonymous: Browser) -> None:
    sam = await sign_in("sam")
    mateo = web.persons["mateo"]
    form = (await sam.get("/operator/people")).form(f"/operator/people/{mateo.id}/password-resets")
    page = (await sam.submit(form, status=200)).page
    url = next(attributes["value"] for _, attributes in page.elements if attributes.get("id") == "reset-url")
    await anonymous.submit((await anonymous.get("/reset")).form("/reset/code"), code=url)
    assert f"For {mateo.email}" in (await anonymous.get("/reset")).text
    stranger = await sign_in("mateo")
    assert (await stranger.post(form.action, form.filled())).status_code in {403, 404}
