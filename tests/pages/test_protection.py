"""Forms are taken from our own pages only, and every answer tells browsers what it may do."""

import re

import pytest

from taskflow.web.application import Application
from taskflow.web.security_headers import HEADERS
from taskflow.workspaces import RESERVED_SLUGS
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import OPEN_FORMS
from tests.support.browsing import Browser
from tests.support.markup import Markup

PROVEN = {"/unsubscribe"}  # its address is signed: mail programs send it, of which nobody is signed in


def post_rules(application: Application) -> list[str]:
    rules = {rule.rule for rule in application.url_map.iter_rules() if "POST" in (rule.methods or ())}
    assert rules >= PROVEN
    return sorted(rules - PROVEN)


def fill(rule: str) -> str:
    some_id = "01900000-0000-7000-8000-000000000000"
    path = rule.replace("<slug>", "meridian").replace("/p/<key>", "/p/WEB").replace("/t/<key>", "/t/WEB-1")
    path = path.replace("/trash/<key>", "/trash/WEB-1")
    path = re.sub("<[a-z]+_id>", some_id, path)
    assert "<" not in path
    return path


async def test_every_form_is_refused_from_another_site(sign_in: SignIn, application: Application, task: str) -> None:
    browser = await sign_in("sam")
    token = dict((await browser.get("/meridian/my")).form("/logout").fields)["csrf_token"]
    for rule in post_rules(application):
        for site in ("cross-site", "same-site", "none"):
            response = await browser.post(fill(rule), [("csrf_token", token)], Sec_Fetch_Site=site)
            assert response.status_code == 403, rule


async def test_every_form_is_refused_without_its_token(sign_in: SignIn, application: Application, task: str) -> None:
    browser = await sign_in("sam")
    for rule in post_rules(application):
        for sent in ([], [("csrf_token", "")], [("csrf_token", "0" * 64)]):
            response = await browser.post(fill(rule), sent)
            assert response.status_code == 403, rule
            page = Markup((await response.get_data()).decode())
            assert "load the page again" in page.text


async def test_a_token_is_good_for_its_own_session_only(sign_in: SignIn) -> None:
    sam, mateo = await sign_in("sam"), await sign_in("mateo")
    token = dict((await mateo.get("/meridian/my")).form("/logout").fields)["csrf_token"]
    assert (await sam.post("/logout", [("csrf_token", token)])).status_code == 403


async def test_an_old_browser_is_known_by_its_origin(sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/meridian/my")).form("/logout")
    for origin, status in (("http://evil.example", 403), ("null", 403), ("http://localhost", 303)):
        response = await browser.client.post(form.action, form=dict(form.fields), headers={"Origin": origin})
        assert response.status_code == status


async def test_a_form_without_any_origin_is_refused(sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/meridian/my")).form("/logout")
    assert (await browser.client.post(form.action, form=dict(form.fields))).status_code == 403


async def test_every_form_of_a_visitor_is_refused_but_those_to_come_in(
    anonymous: Browser, application: Application
) -> None:
    for rule in post_rules(application):
        response = await anonymous.post(fill(rule), [])
        expected = 422 if rule in OPEN_FORMS else 401
        assert response.status_code == expected, rule


@pytest.mark.parametrize("path", ["/login", "/meridian/my", "/nowhere/at/all", "/meridian/p/WEB"])
async def test_every_answer_carries_the_headers(path: str, sign_in: SignIn) -> None:
    response = await (await sign_in("sam")).fetch(path)
    for name, value in HEADERS.items():
        assert response.headers[name] == value
    assert response.headers["Cache-Control"] == "private, no-cache"


async def test_every_first_word_of_an_address_is_reserved(application: Application) -> None:
    words = {rule.rule.split("/")[1] for rule in application.url_map.iter_rules()}
    assert {word for word in words if word and not word.startswith("<")} <= RESERVED_SLUGS


async def test_a_built_file_is_kept_for_ever_and_nothing_else_is_given(anonymous: Browser) -> None:
    page = await anonymous.get("/login")
    sheet = next(attributes["href"] for _, attributes in page.elements if attributes.get("rel") == "stylesheet")
    response = await anonymous.fetch(sheet)
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "text/css; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    for path in ("/assets/manifest.json", "/assets/../conftest.py", "/assets/%2e%2e/x.css", "/assets/none.css"):
        assert (await anonymous.fetch(path)).status_code == 404, path
