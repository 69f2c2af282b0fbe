"""Calendar feeds by the page: the address is shown once, and a revoked one is gone."""

from taskflow import transfer
from taskflow.platform.errors import NotFound
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup


async def test_a_feed_is_made_shown_once_and_revoked(sign_in: SignIn, task: str) -> None:
    mateo = await sign_in("mateo")
    form = (await mateo.get("/meridian/calendars?project=WEB")).form("/meridian/calendars")
    assert dict(form.fields)["project"] == "WEB"
    page = (await mateo.submit(form, status=200, name="My phone")).page
    check_markup(page)
    url = next(values["value"] for _, values in page.elements if values.get("id") == "feed-url")
    secret = url.rpartition("/")[2].removesuffix(".ics")
    assert url == f"http://localhost/api/v1/calendars/{secret}.ics"
    assert b"Fix the login page" in await transfer.read_calendar(secret, public_url="http://localhost")
    again = await mateo.get("/meridian/calendars")
    assert "My phone" in again.text
    assert not [values for _, values in again.elements if values.get("id") == "feed-url"]
    (revocation,) = [form for form in again.forms if form.action.endswith("/revocation")]
    await mateo.submit(revocation)
    try:
        await transfer.read_calendar(secret, public_url="http://localhost")
    except NotFound:
        return
    raise AssertionError("it can still be read")


async def test_a_feed_needs_a_name(sign_in: SignIn, task: str) -> None:
    mateo = await sign_in("mateo")
    form = (await mateo.get("/meridian/calendars")).form("/meridian/calendars")
    assert "Name is required" in (await mateo.submit(form, status=422, name="")).page.text
