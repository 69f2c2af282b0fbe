"""Inviting somebody, and coming in by an invitation."""

import taskflow.workspaces.jobs  # noqa: F401  its jobs are run here
from taskflow import identity
from taskflow.identity import NewUser
from taskflow.pages import build_pages
from taskflow.platform import jobs
from taskflow.platform.database import fetch
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.web.application import Application
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup
from tests.support.browsing import Browser
from tests.support.mailbox import Mailbox
from tests.support.people import PASSWORD

NOOR = "noor@elsewhere.example"
START = "http://localhost/join#"


async def _invite(browser: Browser, **values: str | list[str]) -> str:
    """Make an invitation on its page; gives its address."""
    form = (await browser.get("/meridian/invitations")).form("/meridian/invitations")
    answer = await browser.submit(form, status=200, **values)
    check_markup(answer.page)
    [url] = [attributes["value"] for _, attributes in answer.page.elements if "#" in attributes.get("value", "")]
    return url


async def _open(browser: Browser, url: str) -> None:
    form = (await browser.get("/join")).form("/join/code")
    assert (await browser.submit(form, code=url)).location == "/join"


async def test_an_invitation_is_shown_once_listed_and_revoked(sign_in: SignIn) -> None:
    browser = await sign_in("priya")
    form = (await browser.get("/meridian/invitations")).form("/meridian/invitations")
    response = await browser.post(form.action, form.filled(email=NOOR))
    assert response.headers["Cache-Control"] == "no-store"
    url = await _invite(browser, kind="link", role="guest", projects=["WEB"], max_uses="3")
    assert url.startswith(START)
    page = await browser.get("/meridian/invitations")
    assert url not in {attributes.get("value") for _, attributes in page.elements}
    for text in (NOOR, "into WEB", "accepted by 0 of 3"):
        assert text in page.text
    revocations = [form for form in page.forms if form.action.endswith("/revocation")]
    assert len(revocations) == 2
    await browser.submit(revocations[0])
    await browser.submit(revocations[0], status=409)
    assert "Revoked" in (await browser.get("/meridian/invitations")).text


async def test_it_is_said_when_an_invitation_expires_and_what_became_of_it(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("priya")
    page = await browser.get("/meridian/invitations")
    assert "No invitation is pending" in page.text
    await _invite(browser, email=NOOR, expires_in_days="1")
    await _invite(browser, kind="link", role="guest", projects=["WEB"], expires_in_days="30")
    page = await browser.get("/meridian/invitations")
    check_markup(page)
    assert "Pending 2" in page.text
    assert "Expires in 23 h" in page.text
    assert "Expires in 29 days" in page.text
    [revocation, *_] = [form for form in page.forms if form.action.endswith("/revocation")]
    await browser.submit(revocation)
    page = await browser.get("/meridian/invitations")
    assert "nobody can accept it any more" in page.text
    assert "Pending 1" in page.text
    assert "Revoked just now" in page.text


async def test_a_form_that_does_not_fit_is_shown_again(sign_in: SignIn) -> None:
    browser = await sign_in("priya")
    form = (await browser.get("/meridian/invitations")).form("/meridian/invitations")
    answer = await browser.submit(form, status=422, kind="link", role="guest")
    assert "must name a project" in answer.page.text
    assert "E-mail is required" in (await browser.submit(form, status=422)).page.text


async def test_a_visitor_signs_up_and_comes_in(sign_in: SignIn, application: Application, web: World) -> None:
    url = await _invite(await sign_in("sam"), email=NOOR, role="guest", projects=["WEB"])
    settings = application.settings.model_copy(update={"registration": "invite"})
    browser = Browser(build_pages(settings))
    assert "/register" not in (await browser.get("/login")).links
    await _open(browser, url)
    page = await browser.get("/join")
    check_markup(page)
    assert "Sam Okafor invites you as a guest" in page.text
    assert {"/register", "/login?next=/join"} <= set(page.links)
    form = (await browser.get("/register")).form("/register")
    assert ("email", NOOR) in form.fields
    wrong = [("name", "Eve"), ("email", "eve@elsewhere.example"), ("password", "a long sentence")]
    assert (await browser.post("/register", wrong)).status_code == 403
    made = await browser.submit(form, name="Noor Haddad", password="a long sentence", time_zone="UTC")
    assert made.location == "/join"
    accepted = await browser.submit((await browser.get("/join")).form("/join"))
    assert accepted.location == "/meridian/my"
    page = await browser.get("/meridian/my")
    assert "Welcome to Meridian Studio" in page.text
    await browser.get("/meridian/p/WEB")
    assert "Open an invitation" in (await browser.get("/join")).text


async def test_a_visitor_signs_in_and_comes_back_to_the_invitation(
    sign_in: SignIn, anonymous: Browser, web: World
) -> None:
    async with unit_of_work():
        await identity.register(NewUser(email=NOOR, name="Noor", password=PASSWORD))
    await _open(anonymous, await _invite(await sign_in("sam"), kind="link"))
    page = await anonymous.get("/login?next=/join")
    answer = await anonymous.submit(page.form("/login"), email=NOOR, password=PASSWORD)
    assert answer.location == "/join"
    await anonymous.submit((await anonymous.get("/join")).form("/join"))
    await anonymous.get("/meridian/my")


async def test_what_cannot_be_accepted_says_why(sign_in: SignIn, web: World) -> None:
    sam, mateo = await sign_in("sam"), await sign_in("mateo")
    for values, text in (
        ({"kind": "link"}, "You are in this workspace already"),
        ({"email": NOOR}, "for somebody else than mateo@meridian.example"),
    ):
        await _open(mateo, await _invite(sam, **values))  # type: ignore[arg-type]
        page = await mateo.get("/join")
        check_markup(page)
        assert text in page.text
        assert not [form for form in page.forms if form.action == "/join"]
    token = dict(page.forms[0].fields)["csrf_token"]
    assert (await mateo.post("/join", [("csrf_token", token)])).status_code == 403


async def test_an_invitation_that_was_revoked_meanwhile_is_not_offered(sign_in: SignIn, anonymous: Browser) -> None:
    sam = await sign_in("sam")
    await _open(anonymous, await _invite(sam, kind="link"))
    page = await sam.get("/meridian/invitations")
    await sam.submit(next(form for form in page.forms if form.action.endswith("/revocation")))
    page = await anonymous.get("/join")
    assert "This invitation was withdrawn: ask Sam Okafor for another one." in page.text
    assert "/register" not in page.links


async def test_what_is_no_invitation_is_said_at_once(anonymous: Browser) -> None:
    form = (await anonymous.get("/join")).form("/join/code")
    for code in ("made-up", "http://localhost/join#", "?? ??"):
        answer = await anonymous.submit(form, status=422, code=code)
        assert dict(answer.page.form("/join/code").fields)["code"] == code
        assert not [form for form in answer.page.forms if form.action == "/join"]
    assert "is none that was given out here" in (await anonymous.submit(form, status=422, code="made-up")).page.text


async def test_a_cookie_that_holds_no_code_is_as_good_as_none(anonymous: Browser) -> None:
    anonymous.client.set_cookie("localhost", "taskflow-invitation", "no(code)")
    assert "Open an invitation" in (await anonymous.get("/join")).text
    sent = [("name", "N"), ("email", "n@example.org"), ("password", "a long sentence")]
    response = await anonymous.post("/register", sent)
    assert (response.status_code, response.headers["Location"]) == (303, "/new")


async def test_accepting_asks_a_visitor_to_sign_in(anonymous: Browser) -> None:
    assert (await anonymous.post("/join", [])).status_code == 401


async def test_the_page_tells_what_became_of_the_mail_and_mails_again(
    mailbox: Mailbox, web: World, sign_in: SignIn
) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/meridian/invitations")).form("/meridian/invitations")
    made = (await browser.submit(form, status=200, email="noor@example.org")).page
    assert "A mail with an address of its own is on its way to noor@example.org" in made.text
    assert "Being mailed" in made.text
    mailbox.answers["RCPT"] = "550 5.1.1 no such mailbox"
    await _run_mails()
    page = await browser.get("/meridian/invitations")
    assert "Not mailed" in page.text
    assert "550 5.1.1 no such mailbox" in page.text
    mailbox.answers.clear()
    again = next(one for one in page.forms if one.action.endswith("/mails"))
    said = await browser.get((await browser.submit(again)).location)
    assert "A mail to noor@example.org is on its way" in said.text
    await _run_mails()
    assert "Mailed just now" in (await browser.get("/meridian/invitations")).text
    assert len(mailbox.sent_to("noor@example.org")) == 1


async def test_without_mail_the_page_says_to_hand_the_address_on(web: World, sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    page = await browser.get("/meridian/invitations")
    assert "This TaskFlow sends no mail: you hand the address on yourself" in page.text
    made = (await browser.submit(page.form("/meridian/invitations"), status=200, email="noor@example.org")).page
    assert "Hand this address on yourself." in made.text
    assert not [form for form in made.forms if form.action.endswith("/mails")]


async def _run_mails() -> None:
    for row in await fetch("select id from jobs where name = 'workspaces.mail_invitation' and state = 'new'"):
        assert await jobs.run(row["id"]) == "done"
