"""Signing up, in and out."""

import pytest

from taskflow.pages import build_pages
from taskflow.web.application import Application
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.support.browsing import Browser
from tests.support.people import PASSWORD


async def test_a_visitor_signs_up_makes_a_workspace_and_a_project(anonymous: Browser) -> None:
    form = (await anonymous.get("/register")).form("/register")
    values = {
        "name": "Noor Haddad",
        "email": "noor@example.org",
        "password": "a long sentence",
        "time_zone": "Asia/Amman",
    }
    assert (await anonymous.submit(form, **values)).location == "/new"
    assert (await anonymous.fetch("/")).headers["Location"] == "/new"
    form = (await anonymous.get("/new")).form("/new")
    assert dict(form.fields)["time_zone"] == "Asia/Amman"
    made = await anonymous.submit(form, name="Noor & Co", slug="noor-co")
    assert made.location == "/noor-co/projects/new"
    page = await anonymous.get(made.location)
    assert "Noor & Co is ready" in page.text
    made = await anonymous.submit(page.form("/noor-co/projects/new"), key="SHOP", name="Shop")
    assert made.location == "/noor-co/p/SHOP"
    assert "To do" in (await anonymous.get(made.location)).text
    assert (await anonymous.fetch("/")).headers["Location"] == "/noor-co/my"


async def test_a_refused_registration_keeps_what_was_typed_but_the_password(anonymous: Browser, web: World) -> None:
    form = (await anonymous.get("/register")).form("/register")
    answer = await anonymous.submit(
        form, status=422, name="Sam", email="SAM@meridian.example", password="a long sentence"
    )
    again = dict(answer.page.form("/register").fields)
    assert (again["name"], again["email"], again["password"]) == ("Sam", "SAM@meridian.example", "")
    assert "E-mail has an account already" in answer.page.text
    marked = [attributes for tag, attributes in answer.page.elements if attributes.get("aria-invalid") == "true"]
    assert [attributes["name"] for attributes in marked] == ["email"]
    assert [tag for tag, attributes in answer.page.elements if "autofocus" in attributes] == ["div"]


async def test_every_error_of_a_form_is_told_at_once(anonymous: Browser) -> None:
    form = (await anonymous.get("/register")).form("/register")
    answer = await anonymous.submit(form, status=422, name=" ", email="nobody", password="short")
    assert "3 things to correct" in answer.page.text
    assert "Name is required" in answer.page.text
    assert "E-mail must be an e-mail address" in answer.page.text
    assert "Password must have at least 10 characters" in answer.page.text


async def test_signing_in_leads_to_where_one_wanted_to_go(anonymous: Browser, web: World) -> None:
    response = await anonymous.fetch("/meridian/p/WEB/list?status=done")
    page = await anonymous.get(response.headers["Location"])
    answer = await anonymous.submit(page.form("/login"), email="sam@meridian.example", password=PASSWORD)
    assert answer.location == "/meridian/p/WEB/list?status=done"
    await anonymous.get(answer.location)


async def test_a_wrong_password_is_told_in_general_words(anonymous: Browser, web: World) -> None:
    form = (await anonymous.get("/login?next=/meridian/inbox")).form("/login")
    for email in ("sam@meridian.example", "nobody@meridian.example"):
        answer = await anonymous.submit(form, status=422, email=email, password="wrong " + PASSWORD)
        assert "The e-mail address or the password is not right" in answer.page.text
        again = dict(answer.page.form("/login").fields)
        assert (again["email"], again["password"], again["next"]) == (email, "", "/meridian/inbox")


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
async def test_signing_in_never_leads_to_another_site(target: str, anonymous: Browser, web: World) -> None:
    page = await anonymous.get("/login?" + f"next={target}".replace("\\", "%5C"))
    assert "next" not in dict(page.form("/login").fields)
    sent = [("email", "sam@meridian.example"), ("password", PASSWORD), ("next", target)]
    response = await anonymous.post("/login", sent)
    assert (response.status_code, response.headers["Location"]) == (303, "/")


async def test_the_session_cookie_is_for_the_server_alone(anonymous: Browser, web: World) -> None:
    response = await anonymous.post("/login", [("email", "sam@meridian.example"), ("password", PASSWORD)])
    cookie = next(value for value in response.headers.getlist("Set-Cookie") if value.startswith("taskflow="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Path=/" in cookie


async def test_signing_out_ends_the_session(sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    answer = await browser.submit((await browser.get("/meridian/my")).form("/logout"))
    assert answer.location == "/login"
    assert "You are signed out" in (await browser.get("/login")).text
    assert (await browser.fetch("/meridian/my")).status_code == 303


async def test_a_session_that_ended_elsewhere_is_over_here_too(sign_in: SignIn) -> None:
    here, there = await sign_in("sam"), await sign_in("sam")
    page = await here.get("/me/sessions")
    others = [form for form in page.forms if form.action.endswith("/closing")]
    assert len(others) == 2
    await here.submit(others[1])
    assert (await there.fetch("/meridian/my")).status_code == 303
    await here.get("/meridian/my")


async def test_signing_in_again_replaces_the_session(anonymous: Browser, web: World) -> None:
    credentials = [("email", "sam@meridian.example"), ("password", PASSWORD)]
    await anonymous.post("/login", credentials)
    page = await anonymous.get("/meridian/my")
    token = dict(page.form("/logout").fields)["csrf_token"]
    await anonymous.post("/login", [*credentials, ("csrf_token", token)])
    sessions = await anonymous.get("/me/sessions")
    assert len([form for form in sessions.forms if form.action.endswith("/closing")]) == 1


async def test_who_is_signed_in_is_not_asked_again(sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    assert (await browser.fetch("/login?next=/meridian/inbox")).headers["Location"] == "/meridian/inbox"
    assert (await browser.fetch("/register")).headers["Location"] == "/"


async def test_only_the_very_first_person_needs_no_invitation(application: Application, database: None) -> None:
    settings = application.settings.model_copy(update={"registration": "invite"})
    browser = Browser(build_pages(settings))
    sent = [("name", "N"), ("email", "n@example.org"), ("password", "a long sentence")]
    assert [form for form in (await browser.get("/register")).forms if form.action == "/register"]
    assert (await browser.post("/register", sent)).status_code == 303


async def test_registration_by_invitation_says_so(application: Application, web: World) -> None:
    settings = application.settings.model_copy(update={"registration": "invite"})
    browser = Browser(build_pages(settings))
    page = await browser.get("/register")
    assert "by invitation" in page.text
    assert not [form for form in page.forms if form.action == "/register"]
    assert "/register" not in (await browser.get("/login")).links
    sent = [("name", "N"), ("email", "n@example.org"), ("password", "a long sentence")]
    assert (await browser.post("/register", sent)).status_code == 403
