"""Every page renders for everybody who may see it, is well formed, and leads only to pages that exist."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from taskflow import tasks, views, webhooks, workspaces
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import NewTask
from taskflow.views import NewView
from taskflow.web.application import Application
from taskflow.webhooks import NewHook
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.support.browsing import Browser
from tests.support.markup import Markup

ALL = {
    "/meridian/my",
    "/meridian/inbox",
    "/meridian/inbox?show=all",
    "/meridian/inbox?show=mentions",
    "/meridian/inbox?show=snoozed",
    "/meridian/inbox?show=done",
    "/meridian/projects",
    "/meridian/projects?show=archived",
    "/meridian/p/WEB",
    "/meridian/p/WEB/list",
    "/meridian/p/WEB/list?status=all&sort=due&priority=high&assignee=me&label=Bug&q=login",
    "/meridian/p/WEB/list?filter=label%3Abug+or+priority%3Ahigh&sort=-priority,due",
    "/meridian/p/WEB/activity",
    "/meridian/p/WEB/analytics",
    "/meridian/p/WEB/analytics?period=2w",
    "/meridian/analytics",
    "/meridian/analytics?period=year",
    "/meridian/list",
    "/meridian/list?filter=is%3Aoverdue",
    "/meridian/search",
    "/meridian/search?q=login",
    "/meridian/search?q=nothing+like+it",
    "/meridian/trash",
    "/meridian/views",
    "/meridian/views/new",
    "/meridian/views/new?project=WEB&filter=label%3Abug&sort=due",
    "/meridian/jobs",
    "/meridian/reports",
    "/meridian/calendars",
    "/meridian/calendars?project=WEB",
    "/meridian/export",
    "/meridian/export?project=WEB&filter=label%3Abug&sort=-priority,due",
    "/meridian/t/WEB-1",
    "/meridian/t/WEB-1?show=activity",
    "/meridian/members",
    "/meridian/teams",
    "/meridian/permissions",
    "/me/profile",
    "/me/appearance",
    "/me/notifications",
    "/me/tokens",
    "/me/sessions",
    "/new",
}
WORKERS = {
    "/meridian/import",
    "/meridian/import?project=WEB",
    "/meridian/projects/new",
    "/meridian/p/WEB/settings",
    "/meridian/p/WEB/settings/columns",
    "/meridian/p/WEB/settings/labels",
    "/meridian/p/WEB/settings/fields",
    "/meridian/p/WEB/settings/access",
    "/meridian/p/WEB/quick",
    "/meridian/p/WEB/quick?text=Fix+login+tomorrow+9am+%40mateo+%23bug+%21high+%40nobody",
    "/meridian/t/new",
    "/meridian/t/new?project=WEB",
    "/meridian/t/WEB-1/edit",
    "/meridian/t/WEB-1/position",
    "/meridian/t/WEB-1/duplicates",
    "/meridian/t/WEB-1/project",
}
OPERATOR = {
    "/operator/people",
    "/operator/jobs",
    "/operator/jobs?state=dead&name=activity.fan_out",
    "/operator/jobs?state=done",
    "/operator/schedule",
}
OWNERS = {
    "/meridian/admin/export",
    "/meridian/settings",
    "/meridian/invitations",
    "/meridian/audit",
    "/meridian/audit?action=task&verify=yes",
}
OWNERS |= {"/meridian/settings/webhooks", "/meridian/settings/webhooks/new"}
# What no page of a signed-in person leads to here: redirects, visitors' pages, files, the form that only errors show,
# and the former texts of a comment, of which there are none.
UNLINKED = {
    "/<slug>",
    "/unsubscribe",
    "/login",
    "/register",
    "/join",
    "/reset",
    "/assets/<path:name>",
    "/<slug>/t/<key>/position",
}
UNLINKED |= {"/<slug>/p/<key>/quick/preview", "/<slug>/search/found"}  # scripts ask for them
# Charts, and so their files, are there when five tasks are finished: tests/pages/test_analytics.py.
UNLINKED |= {"/<slug>/analytics/<name>.csv", "/<slug>/p/<key>/analytics/<name>.csv"}
UNLINKED |= {"/<slug>/jobs/<job_id>", "/<slug>/jobs/<job_id>/progress", "/<slug>/jobs/<job_id>/file"}  # nobody asked
UNLINKED |= {"/<slug>/imports/<import_id>", "/<slug>/reports/<subscription_id>"}
UNLINKED |= {"/<slug>/t/<key>/comments/<comment_id>/versions", "/<slug>/t/<key>/attachments/<attachment_id>"}
# Forms that a visitor may send; the address of the last one is signed.
OPEN_FORMS = {"/login", "/register", "/join/code", "/reset", "/reset/code", "/reset/password", "/unsubscribe"}
UNLINKED |= {"/operator/mail", "/operator/mail/<name>", "/operator/mail/<name>/html"}  # of a development session only
VISITORS = {"/operator/mail", "/join", "/reset", "/login", "/register", "/login?next=/meridian/my"}


@pytest.mark.parametrize("path", sorted(ALL | WORKERS | OWNERS))
async def test_every_page_renders_for_an_owner(path: str, sign_in: SignIn, task: str) -> None:
    check_markup(await (await sign_in("sam")).get(path))


@pytest.mark.parametrize("path", sorted(ALL | WORKERS))
async def test_every_page_of_work_renders_for_a_member(path: str, sign_in: SignIn, task: str) -> None:
    check_markup(await (await sign_in("mateo")).get(path))


@pytest.mark.parametrize("path", sorted(ALL))
async def test_every_page_to_read_renders_for_a_guest(path: str, sign_in: SignIn, task: str) -> None:
    check_markup(await (await sign_in("lena")).get(path))


@pytest.mark.parametrize("path", sorted(WORKERS | OWNERS))
async def test_pages_that_change_things_are_refused_to_a_guest(path: str, sign_in: SignIn, task: str) -> None:
    page = await (await sign_in("lena")).get(path, status=403)
    check_markup(page)
    assert "You may not do this" in page.text


@pytest.mark.parametrize("path", sorted(OPERATOR))
async def test_pages_of_the_operator_render_for_them_and_are_nothing_to_others(
    path: str, sign_in: SignIn, task: str
) -> None:
    check_markup(await (await sign_in("sam")).get(path))
    for name in ("priya", "lena"):
        check_markup(await (await sign_in(name)).get(path, status=404))


async def test_workspace_settings_are_refused_to_a_member(sign_in: SignIn, task: str) -> None:
    await (await sign_in("mateo")).get("/meridian/settings", status=403)


@pytest.mark.parametrize("path", sorted(VISITORS))
async def test_every_page_for_visitors_renders(path: str, anonymous: Browser) -> None:
    check_markup(await anonymous.get(path))


@pytest.mark.parametrize("path", sorted(ALL | WORKERS | OWNERS | OPERATOR))
async def test_every_other_page_asks_visitors_to_sign_in(path: str, anonymous: Browser) -> None:
    response = await anonymous.fetch(path)
    assert response.status_code == 303
    assert response.headers["Location"].startswith("/login?next=%2F")


async def test_every_link_and_every_form_leads_to_a_page_that_exists(
    sign_in: SignIn, application: Application, web: World, task: str
) -> None:
    browser = await sign_in("sam")
    async with unit_of_work():
        await workspaces.create_team(web.sam, workspaces.NewTeam(name="Design"))
        await views.create_view(web.sam, NewView(name="Bugs", project="WEB", filter="label:bug"))
        gone = await tasks.create_task(web.sam, "WEB", NewTask(title="Gone"))
        await tasks.delete_task(web.sam, gone["key"], version=1)
        hook, _ = await webhooks.create_hook(web.sam, NewHook(name="Bot", url="https://hooks.example.org/x"))
        await webhooks.ping(web.sam, hook["id"])
    seen, waiting = set[str](), ["/meridian/my", "/me/profile"]
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        response = await browser.fetch(path)
        if response.status_code == 303:
            waiting.append(response.headers["Location"])
            continue
        assert response.status_code == 200, path
        page = Markup((await response.get_data()).decode())
        waiting += [link for link in links(page) if link not in seen]
        for form in page.forms:
            assert form.method in {"get", "post"}
            assert has_route(application, form.action, form.method), f"{path}: no route for {form.method} {form.action}"
    reached = {route(application, path) for path in seen}
    readable = {rule.rule for rule in application.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert readable - reached == UNLINKED


async def test_no_page_changes_anything_by_being_read(application: Application) -> None:
    for rule in application.url_map.iter_rules():
        methods = (rule.methods or set()) - {"HEAD", "OPTIONS"}
        assert methods <= {"GET", "POST"}, rule
        assert len(methods) == 1, f"{rule} is one handler for reading and for writing"


def links(page: Markup) -> Iterator[str]:
    for link in page.links:
        if link.startswith("/"):
            yield link.partition("#")[0]


def route(application: Application, path: str, method: str = "GET") -> str:
    rule, _ = application.url_map.bind("localhost").match(urlsplit(path).path, method=method, return_rule=True)
    return rule.rule


def has_route(application: Application, path: str, method: str) -> bool:
    try:
        route(application, path, method.upper())
    except (HTTPException, RequestRedirect):
        return False
    return True


def check_markup(page: Markup) -> None:
    """What holds for every page: its parts are closed, named, and free of scripts and styles of their own."""
    assert page.unclosed == []
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert len(ids) == len(set(ids)), f"ids that are not unique: {sorted({i for i in ids if ids.count(i) > 1})}"
    labelled = {attributes["for"] for tag, attributes in page.elements if tag == "label" and "for" in attributes}
    assert labelled <= set(ids), f"labels of nothing: {labelled - set(ids)}"
    assert [tag for tag, _ in page.elements].count("h1") == 1
    for tag, attributes in page.elements:
        assert tag != "style"
        assert tag != "script" or attributes.get("src", "").startswith("/assets/"), "a script that is not ours"
        assert "style" not in attributes, f"a style attribute on {tag}"
        assert not [name for name in attributes if name.startswith(("on", "hx-on"))], f"a script attribute on {tag}"
        for name in ("href", "src", "action"):
            assert not re.match(r"\s*(javascript|data|vbscript):", attributes.get(name, ""), re.I)
    for form in page.forms:
        if form.method == "post" and form.action.partition("?")[0] not in OPEN_FORMS:
            token = dict(form.fields).get("csrf_token")
            assert token, f"the form to {form.action} has no token"
