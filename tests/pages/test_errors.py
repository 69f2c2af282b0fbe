"""Errors are pages: what happened, and one way on."""

import asyncpg
import pytest

from taskflow.pages import build_pages
from taskflow.platform.errors import TooManyRequests
from taskflow.web.application import Application
from taskflow.web.authentication import public
from tests.pages.conftest import SignIn
from tests.support.browsing import Browser
from tests.support.markup import Markup


@pytest.fixture
def broken(application: Application) -> Application:
    """The application with two pages that fail and one that refuses."""
    built = build_pages(application.settings)

    @public
    async def fail() -> str:
        raise RuntimeError("a secret of the inside")

    @public
    async def lose() -> str:
        raise asyncpg.TooManyConnectionsError("no more")

    @public
    async def refuse() -> str:
        raise TooManyRequests(headers={"Retry-After": "7"})

    for name, view in (("fail", fail), ("lose", lose), ("refuse", refuse)):
        built.add_url_rule(f"/help/{name}", view_func=view)
    return built


async def test_what_is_not_there_is_told_in_the_same_place(sign_in: SignIn) -> None:
    page = await (await sign_in("sam")).get("/meridian/t/WEB-99", status=404)
    assert "There is nothing here" in page.text
    assert "Website relaunch" in page.text
    assert "/meridian/my" in page.links


@pytest.mark.parametrize("path", ["/x/y/z/a/b", "/meridian/t/web-1", "/meridian/p/%00", "/%00/my", "/meridian/t/WEB-0"])
async def test_addresses_that_are_none_are_not_found(path: str, sign_in: SignIn) -> None:
    await (await sign_in("sam")).get(path, status=404)


async def test_an_address_for_forms_cannot_be_read(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("sam")
    response = await browser.fetch("/meridian/t/WEB-1/completion")
    assert response.status_code == 405
    assert response.headers["Allow"] == "OPTIONS, POST"
    assert "use its buttons" in (await browser.get("/meridian/t/WEB-1/completion", status=405)).text


async def test_a_mistake_of_ours_tells_nothing_of_the_inside(broken: Application, database: None) -> None:
    page = await Browser(broken).get("/help/fail", status=500)
    assert "TaskFlow made a mistake" in page.text
    assert "secret" not in page.text


async def test_a_database_that_does_not_answer_is_told_with_when_to_try_again(
    broken: Application, database: None
) -> None:
    response = await Browser(broken).fetch("/help/lose")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "2")
    page = await Browser(broken).get("/help/lose", status=503)
    assert "/help/lose" in page.links


async def test_too_many_requests_say_for_how_long(broken: Application, database: None) -> None:
    response = await Browser(broken).fetch("/help/refuse")
    assert (response.status_code, response.headers["Retry-After"]) == (429, "7")


async def test_who_is_signed_out_while_writing_is_told_how_to_keep_it(anonymous: Browser) -> None:
    response = await anonymous.post("/meridian/t/WEB-1/comments", [("body", "a long text")])
    assert response.status_code == 401
    assert "WWW-Authenticate" not in response.headers
    assert "the browser still has it" in (await response.get_data()).decode()


async def test_a_body_that_is_too_large_is_refused(sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    response = await browser.post("/me/profile", [("name", "x" * 1_100_000)])
    assert response.status_code == 413


async def test_the_number_of_the_request_is_shown(anonymous: Browser) -> None:
    response = await anonymous.client.get("/login/nothing", scope_base={"taskflow.request_id": "0123abcd"})
    assert "Request 0123abcd" in Markup((await response.get_data()).decode()).text
