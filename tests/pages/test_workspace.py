"""The people of a workspace, its settings, the inbox, and one's own settings."""

import pytest

from taskflow import identity, tasks
from taskflow.notifications.jobs import notify
from taskflow.platform.database import fetch_value
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.web.application import Application
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.support.browsing import Browser
from tests.support.people import PASSWORD


async def test_somebody_with_an_account_is_added(sign_in: SignIn, web: World) -> None:
    async with unit_of_work():
        await identity.register(identity.NewUser(email="noor@example.org", name="Noor Haddad", password=PASSWORD))
    browser = await sign_in("priya")
    page = await browser.get("/meridian/members")
    await browser.submit(page.form("/meridian/members"), email="Noor@example.org", role="guest")
    assert "Noor Haddad is in" in (await browser.get("/meridian/members")).text
    answer = await browser.submit(page.form("/meridian/members"), status=422, email="nobody@example.org", role="guest")
    assert "ask them to sign up first" in answer.page.text
    assert ("role", "guest") in answer.page.form("/meridian/members").fields


async def test_roles_are_changed_and_a_stale_form_asks(sign_in: SignIn, web: World) -> None:
    browser, action = await sign_in("sam"), f"/meridian/members/{web.members['mateo'].id}/role"
    form = (await browser.get("/meridian/members")).form(action)
    await browser.submit(form, role="admin")
    assert "Mateo Ruiz is admin now" in (await browser.get("/meridian/members")).text
    answer = await browser.submit(form, status=409, role="guest")
    assert "/meridian/members" in answer.page.links
    await browser.submit(answer.page.form(action))
    assert "Mateo Ruiz is guest now" in (await browser.get("/meridian/members")).text


async def test_the_last_owner_stays(sign_in: SignIn, web: World) -> None:
    browser, action = await sign_in("sam"), f"/meridian/members/{web.sam.id}/removal"
    answer = await browser.submit((await browser.get("/meridian/members")).form(action), status=409)
    assert "A workspace needs an owner" in answer.page.text


async def test_an_administrator_is_offered_no_owners(sign_in: SignIn, web: World) -> None:
    page = await (await sign_in("priya")).get("/meridian/members")
    assert not [form for form in page.forms if str(web.sam.id) in form.action]
    assert "Owner: also makes owners" not in page.text


async def test_a_guest_sees_no_addresses(sign_in: SignIn) -> None:
    page = await (await sign_in("lena")).get("/meridian/members")
    assert "Sam Okafor" in page.text
    assert "sam@meridian.example" not in page.text


async def test_who_leaves_is_out(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get("/meridian/members")).form(f"/meridian/members/{web.members['mateo'].id}/removal")
    assert (await browser.submit(form)).location == "/"
    await browser.get("/meridian/my", status=404)
    assert (await browser.fetch("/")).headers["Location"] == "/new"


async def test_a_stranger_finds_nothing(sign_in: SignIn, anonymous: Browser, web: World, task: str) -> None:
    async with unit_of_work():
        person = await identity.register(identity.NewUser(email="eve@example.org", name="Eve", password=PASSWORD))
    await anonymous.sign_in(person)
    for path in ("/meridian/my", "/meridian/p/WEB", "/meridian/t/WEB-1", "/meridian/members", "/nowhere/my"):
        page = await anonymous.get(path, status=404)
        assert "There is nothing here" in page.text
        assert "Meridian" not in page.text


async def test_workspace_settings_are_changed(sign_in: SignIn) -> None:
    browser = await sign_in("priya")
    form = (await browser.get("/meridian/settings")).form("/meridian/settings")
    await browser.submit(form, name="Meridian & Sons", time_zone="Asia/Tokyo")
    page = await browser.get("/meridian/settings")
    assert "Meridian & Sons" in page.text
    assert ("time_zone", "Asia/Tokyo") in page.form("/meridian/settings").fields
    await browser.submit(form, status=409, name="Stale")


@pytest.mark.parametrize("slug", ["login", "me", "api", "Meridian", "a", "meridian", "x--y", "-x"])
async def test_an_address_that_is_none_is_refused(slug: str, sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    answer = await browser.submit((await browser.get("/new")).form("/new"), status=422, name="Again", slug=slug)
    assert ("slug", slug) in answer.page.form("/new").fields
    assert "Address is" in answer.page.text or "Address must" in answer.page.text


async def test_the_inbox_tells_and_forgets(sign_in: SignIn, web: World, task: str) -> None:
    async with unit_of_work():
        await tasks.assign_task(web.sam, "WEB-1", web.members["aiko"].id)
        event_id = await fetch_value("select id from events where action = 'task.assigned' order by seq desc limit 1")
        await notify(event_id=event_id)
    browser = await sign_in("aiko")
    page = await browser.get("/meridian/inbox")
    assert "Sam Okafor assigned you WEB-1 Fix the login page" in page.text
    opened = await browser.get(next(link for link in page.links if "open=" in link))
    assert "/meridian/t/WEB-1" in opened.links
    assert "because you are assigned to this task" in opened.text
    form = next(form for form in opened.forms if form.action.endswith("/reading") and "next" in form.names)
    await browser.submit(form)
    assert "All caught up" in (await browser.get("/meridian/inbox")).text
    page = await browser.get(f"/meridian/inbox?show=all&open={form.action.split('/')[3]}")
    again = next(form for form in page.forms if form.action.endswith("/reminder"))
    assert (await browser.submit(again)).location == "/meridian/inbox?show=all"
    await browser.submit((await browser.get("/meridian/inbox")).form("/meridian/inbox/reading"))
    assert "1 notification marked as read" in (await browser.get("/meridian/inbox")).text
    stranger = await sign_in("mateo")
    token = dict((await stranger.get("/meridian/my")).form("/logout").fields)["csrf_token"]
    assert (await stranger.post(form.action, [("csrf_token", token)])).status_code == 404


async def test_looks_are_chosen_and_kept(sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/me/appearance")).form("/me/appearance")
    await browser.submit(form, theme="dark", density="compact")
    page = await browser.get("/meridian/my")
    html = next(attributes for tag, attributes in page.elements if tag == "html")
    assert (html["data-theme"], html["data-density"]) == ("dark", "compact")
    await browser.submit(form, status=422, theme="pink")


async def test_a_profile_is_changed_and_a_stale_form_asks(sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/me/profile")).form("/me/profile")
    await browser.submit(form, name="Samuel Okafor", hue="rose", time_zone="America/Lima")
    page = await browser.get("/me/profile")
    assert "Samuel Okafor" in page.text
    assert ("time_zone", "America/Lima") in page.form("/me/profile").fields
    answer = await browser.submit(form, status=409, name="Sam")
    await browser.submit(answer.page.form("/me/profile"))


async def test_a_token_is_shown_once(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/me/tokens")).form("/me/tokens")
    response = await browser.post(form.action, form.filled(name="Unseen", expires_in_days="7"))
    assert response.headers["Cache-Control"] == "no-store"
    answer = await browser.submit(form, status=200, name="Nightly report", scopes=["read"], expires_in_days="30")
    text = next(
        attributes["value"] for _, attributes in answer.page.elements if attributes.get("value", "").startswith("tfp_")
    )
    person = await identity.find_by_token(text)
    assert person is not None
    assert person.id == web.persons["sam"].id
    page = await browser.get("/me/tokens")
    assert "Nightly report" in page.text
    assert text not in {attributes.get("value") for _, attributes in page.elements}
    for revocation in [form for form in page.forms if form.action.endswith("/revocation")]:
        await browser.submit(revocation)
    assert await identity.find_by_token(text) is None
    answer = await browser.submit(form, status=422, name="No scope", scopes=[""])
    assert "What it may do needs at least one" in answer.page.text


async def test_a_person_without_a_workspace_has_settings_too(application: Application, anonymous: Browser) -> None:
    async with unit_of_work():
        person = await identity.register(identity.NewUser(email="noor@example.org", name="Noor", password=PASSWORD))
    await anonymous.sign_in(person)
    for path in ("/me/profile", "/me/appearance", "/me/tokens", "/me/sessions", "/new"):
        await anonymous.get(path)


async def test_one_lands_in_the_workspace_that_one_was_in_last(sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/new")).form("/new")
    await browser.submit(form, name="Alpha", slug="alpha")
    assert (await browser.fetch("/")).headers["Location"] == "/alpha/my"
    await browser.get("/meridian/projects")
    assert (await browser.fetch("/")).headers["Location"] == "/meridian/my"
    assert "Meridian Studio" in (await browser.get("/me/profile")).text
