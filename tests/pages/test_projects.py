"""Projects: their board, list, feed and settings."""

from typing import Literal

import pytest

from taskflow import projects, tasks
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ColumnChanges
from taskflow.tasks import NewTask
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.support.markup import Form, Markup

PATH = "/meridian/p/WEB"


async def add_tasks(web: World, count: int) -> None:
    async with unit_of_work():
        for number in range(1, count + 1):
            await tasks.create_task(web.sam, "WEB", NewTask(title=f"Task number {number:03}"))


async def test_a_project_is_made_with_its_five_columns(sign_in: SignIn) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get("/meridian/projects/new")).form("/meridian/projects/new")
    answer = await browser.submit(form, key="APP", name="Mobile app", hue="blue", visibility="private")
    page = await browser.get(answer.location)
    for name in ("Backlog", "To do", "In progress", "In review", "Done", "Private"):
        assert name in page.text
    assert "Mobile app" in (await (await sign_in("priya")).get("/meridian/projects")).text
    assert "Mobile app" not in (await (await sign_in("aiko")).get("/meridian/projects")).text
    await (await sign_in("aiko")).get("/meridian/p/APP", status=404)


@pytest.mark.parametrize(("key", "words"), [("web", "capital letters"), ("WEB", "key of another"), ("", "is required")])
async def test_a_key_that_is_none_is_refused(key: str, words: str, sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/meridian/projects/new")).form("/meridian/projects/new")
    answer = await browser.submit(form, status=422, key=key, name="Again", description="kept")
    assert words in answer.page.text
    assert ("description", "kept") in answer.page.form("/meridian/projects/new").fields


async def test_a_board_shows_thirty_cards_a_column_and_leads_to_the_others(sign_in: SignIn, web: World) -> None:
    await add_tasks(web, 65)
    browser = await sign_in("lena")
    page = await browser.get(PATH)
    assert "Task number 030" in page.text
    assert "Task number 031" not in page.text
    page = await browser.get(next(link for link in page.links if "after=" in link))
    assert "Task number 030" not in page.text
    assert "Task number 060" in page.text
    page = await browser.get(next(link for link in page.links if "after=" in link))
    assert "Task number 065" in page.text
    assert not [link for link in page.links if "after=" in link]
    assert PATH in page.links


@pytest.mark.parametrize("query", ["column=x&after=y", "column=01900000-0000-7000-8000-000000000000&after=WzFd"])
async def test_a_made_up_place_on_a_board_is_refused(query: str, sign_in: SignIn, task: str) -> None:
    response = await (await sign_in("sam")).fetch(f"{PATH}?{query}")
    assert response.status_code in {200, 404, 422}


@pytest.mark.parametrize("policy", ["warn", "refuse"])
async def test_a_column_says_that_it_is_at_its_limit_and_that_it_is_over_it(
    policy: Literal["warn", "refuse"], sign_in: SignIn, web: World
) -> None:
    await add_tasks(web, 3)
    rows = await projects.list_columns(await projects.get_project(web.sam, "WEB"))
    todo, browser = next(row for row in rows if row["category"] == "todo"), await sign_in("sam")
    for version, (limit, told) in enumerate([(4, []), (3, ["At limit"]), (2, ["Over limit"])], start=1):
        async with unit_of_work():
            changes = ColumnChanges(wip_limit=limit, wip_policy=policy)
            await projects.edit_column(web.sam, "WEB", todo["id"], changes, version=version)
        text = (await browser.get(PATH)).text
        assert f"3/{limit} tasks of the limit" in text
        assert [words for words in ("At limit", "Over limit") if words in text] == told


async def test_a_column_is_one_row_with_its_limit_and_what_happens_above_it(sign_in: SignIn, web: World) -> None:
    browser, path = await sign_in("mateo"), f"{PATH}/settings/columns"
    form = last_form(await browser.get(path), path, place=2)
    assert {name for name, _ in form.fields} >= {"name", "category", "wip_limit", "wip_policy"}
    await browser.submit(form, wip_limit="2", wip_policy="refuse")
    rows = await projects.list_columns(await projects.get_project(web.sam, "WEB"))
    assert (rows[2]["wip_limit"], rows[2]["wip_policy"]) == (2, "refuse")


async def test_a_former_key_is_listed_and_let_go_of(sign_in: SignIn) -> None:
    browser = await sign_in("mateo")
    assert "Former keys" not in (await browser.get(f"{PATH}/settings")).text
    form = (await browser.get(f"{PATH}/settings")).form(f"{PATH}/settings")
    answer = await browser.submit(form, key="SITE")
    assert answer.location == "/meridian/p/SITE/settings"
    page = await browser.get(answer.location)
    assert "Former keys" in page.text
    assert (await browser.fetch(PATH)).headers["Location"].endswith("/meridian/p/SITE")
    release = page.form("/meridian/p/SITE/settings/former-keys/release")
    await browser.submit(release, status=404, former_key="SITE")
    await browser.submit(release, former_key="WEB")
    assert "Former keys" not in (await browser.get(answer.location)).text
    await browser.get(PATH, status=404)


async def test_the_list_is_filtered_by_its_address(sign_in: SignIn, web: World, task: str) -> None:
    await add_tasks(web, 2)
    browser = await sign_in("mateo")

    async def titles(query: str) -> set[str]:
        page = await browser.get(f"{PATH}/list?{query}")
        return {title for title in ("Fix the login page", "Task number 001", "Task number 002") if title in page.text}

    assert await titles("") == {"Fix the login page", "Task number 001", "Task number 002"}
    assert await titles("assignee=me") == {"Fix the login page"}
    assert await titles("assignee=none&q=001") == {"Task number 001"}
    assert await titles(f"assignee={web.members['mateo'].id}&priority=high&label=bug") == {"Fix the login page"}
    assert await titles("status=done") == set()
    page = await browser.get(f"{PATH}/list?status=done")
    assert "Nothing matches" in page.text
    assert f"{PATH}/list" in page.links


async def test_the_filter_form_starts_with_what_is_filtered(sign_in: SignIn, task: str) -> None:
    page = await (await sign_in("mateo")).get(f"{PATH}/list?status=all&assignee=me&priority=high&q=login&sort=due")
    fields = dict(page.form(f"{PATH}/list").fields)
    assert (fields["status"], fields["assignee"], fields["priority"]) == ("all", "me", "high")
    assert (fields["filter"], fields["sort"]) == ("login", "due")


async def test_a_filter_that_is_none_is_refused_with_a_way_out(sign_in: SignIn, web: World) -> None:
    page = await (await sign_in("sam")).get(f"{PATH}/list?status=maybe&after=zzz", status=422)
    assert "Clear filters" in page.text
    assert f"{PATH}/list" in page.links


async def test_the_list_goes_on_page_by_page(sign_in: SignIn, web: World) -> None:
    await add_tasks(web, 60)
    browser = await sign_in("sam")
    page = await browser.get(f"{PATH}/list?sort=number")
    assert "Task number 050" in page.text
    assert "Task number 051" not in page.text
    page = await browser.get(next(link for link in page.links if "after=" in link))
    assert "Task number 051" in page.text
    assert "Task number 060" in page.text


async def test_general_settings_are_changed_and_a_stale_form_asks(sign_in: SignIn) -> None:
    browser = await sign_in("sam")
    form = (await browser.get(f"{PATH}/settings")).form(f"{PATH}/settings")
    await browser.submit(form, name="Website", description="", hue="olive")
    assert "Website" in (await browser.get(PATH)).text
    answer = await browser.submit(form, status=409, name="Homepage")
    assert "Website" in answer.page.text
    await browser.submit(answer.page.form(f"{PATH}/settings"))
    assert "Homepage" in (await browser.get(PATH)).text


async def test_a_project_is_archived_and_brought_back(sign_in: SignIn) -> None:
    browser = await sign_in("priya")
    await browser.submit((await browser.get(f"{PATH}/settings")).form(f"{PATH}/archive"))
    page = await browser.get(PATH)
    assert "nobody adds tasks" in page.text
    assert "/meridian/t/new?project=WEB" not in page.links
    assert "Website relaunch" in (await browser.get("/meridian/projects?show=archived")).text
    await browser.submit(page.form(f"{PATH}/return"))
    assert "nobody adds tasks" not in (await browser.get(PATH)).text


async def test_a_member_does_not_archive(sign_in: SignIn) -> None:
    browser = await sign_in("mateo")
    page = await browser.get(f"{PATH}/settings")
    assert not [form for form in page.forms if form.action == f"{PATH}/archive"]
    fields = [("csrf_token", dict(page.form("/logout").fields)["csrf_token"]), ("version", "1")]
    assert (await browser.post(f"{PATH}/archive", fields)).status_code == 403


async def test_columns_are_added_renamed_moved_limited_and_deleted(sign_in: SignIn, web: World) -> None:
    browser, path = await sign_in("mateo"), f"{PATH}/settings/columns"

    async def names() -> list[str]:
        rows = await projects.list_columns(await projects.get_project(web.sam, "WEB"))
        return [f"{row['name']} {row['wip_limit'] or ''}".strip() for row in rows]

    page = await browser.get(path)
    await browser.submit(page.form(path), name="Blocked", category="doing", wip_limit="3")
    page = await browser.get(path)
    last = last_form(page, path)
    await browser.submit(last, name="Waiting", wip_limit="")
    assert (await names())[-1] == "Waiting"
    page = await browser.get(path)
    to_the_left = [form for form in page.forms if ("position", "4") in form.buttons][-1]
    await browser.submit(to_the_left, position="4")
    assert (await names())[-2:] == ["Waiting", "Done"]
    page = await browser.get(path)
    waiting = last_form(page, path, place=-2)
    await browser.submit(page.form(f"{waiting.action}/deletion"))
    assert "Waiting" not in await names()


async def test_only_the_column_that_was_refused_shows_what_was_typed(sign_in: SignIn) -> None:
    browser, path = await sign_in("mateo"), f"{PATH}/settings/columns"
    form = last_form(await browser.get(path), path)
    answer = await browser.submit(form, status=422, name=" ", wip_limit="0")
    names = [dict(form.fields).get("name") for form in answer.page.forms if "name" in form.names]
    assert names == ["Backlog", "To do", "In progress", "In review", " ", ""]
    assert "Limit must be greater than or equal to 1" in answer.page.text


async def test_a_column_with_tasks_stays(sign_in: SignIn, web: World, task: str) -> None:
    browser, path = await sign_in("mateo"), f"{PATH}/settings/columns"
    page = await browser.get(path)
    todo = last_form(page, path, place=1)
    answer = await browser.submit(page.form(f"{todo.action}/deletion"), status=409)
    assert "move them first" in answer.page.text
    assert path in answer.page.links


async def test_labels_are_added_and_deleted(sign_in: SignIn) -> None:
    browser, path = await sign_in("mateo"), f"{PATH}/settings/labels"
    await browser.submit((await browser.get(path)).form(path), name="Security", hue="rose")
    page = await browser.get(path)
    assert "Security" in page.text
    answer = await browser.submit(page.form(path), status=422, name="security", hue="rose")
    assert "Name is the name of another label" in answer.page.text
    await browser.submit(next(form for form in page.forms if form.action.endswith("/deletion")))
    assert "Security" not in (await browser.get(path)).form(path).action


async def test_a_label_is_changed_and_a_refused_change_keeps_what_was_typed(sign_in: SignIn, task: str) -> None:
    browser, path = await sign_in("mateo"), f"{PATH}/settings/labels"
    await browser.submit((await browser.get(path)).form(path), name="Security", hue="rose")
    bug = next(form for form in (await browser.get(path)).forms if ("name", "Bug") in form.fields)
    answer = await browser.submit(bug, status=422, name="SECURITY", hue="teal")
    assert "Name is the name of another label" in answer.page.text
    assert {("name", "SECURITY"), ("hue", "teal")} <= set(answer.page.form(bug.action).fields)
    await browser.submit(answer.page.form(bug.action), name="Defect")
    assert "Defect" in (await browser.get("/meridian/t/WEB-1")).text


async def test_a_deleted_label_comes_back_by_undo_and_the_page_says_when_it_could_not(
    sign_in: SignIn, web: World, task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, path = await sign_in("mateo"), f"{PATH}/settings/labels"
    page = await browser.get(path)
    assert "Bug 1 task" in page.text
    await browser.submit(next(form for form in page.forms if form.action.endswith("/deletion")))
    page = await browser.get(path)
    assert "Label deleted" in page.text
    await browser.submit(page.form("/meridian/undo"))
    assert "Bug" in (await browser.get("/meridian/t/WEB-1")).text
    monkeypatch.setattr(tasks, "MOST_RESTORED", 0)
    monkeypatch.setattr(tasks.label_deletion, "MOST_RESTORED", 0)
    page = await browser.get(path)
    assert "1 task lose it. More than 0 are too many to bring it back to: this cannot be undone." in page.text
    await browser.submit(next(form for form in page.forms if form.action.endswith("/deletion")))
    page = await browser.get(path)
    assert "Label deleted" in page.text
    assert not [form for form in page.forms if form.action == "/meridian/undo"]


async def test_somebody_is_let_into_a_project_and_out_again(sign_in: SignIn, web: World) -> None:
    browser, path = await sign_in("mateo"), f"{PATH}/settings/access"
    page = await browser.get(path)
    lena = str(web.members["lena"].id)
    await browser.submit(page.form(f"{path}/{lena}/deletion"))
    await (await sign_in("lena")).get(PATH, status=404)
    await browser.submit((await browser.get(path)).form(path), member_id=lena)
    await (await sign_in("lena")).get(PATH)


async def test_who_takes_their_own_access_away_is_not_left_at_a_closed_door(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get("/meridian/projects/new")).form("/meridian/projects/new")
    await browser.submit(form, key="OWN", name="Own", visibility="private")
    page = await browser.get("/meridian/p/OWN/settings/access")
    answer = await browser.submit(next(form for form in page.forms if form.action.endswith("/deletion")))
    await browser.get(answer.location)


async def test_a_guest_sees_no_control_that_they_may_not_use(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("lena")
    for path in (PATH, f"{PATH}/list", "/meridian/t/WEB-1", "/meridian/my", "/meridian/projects", "/meridian/members"):
        page = await browser.get(path)
        allowed = ("/logout", "/comments", "/reactions", "/removal", "/list", "/search", "/reading", "/watching")
        assert [form.action for form in page.forms if not form.action.endswith(allowed)] == []
        for link in page.links:
            assert "/new" not in link.removeprefix("/new"), link
            assert not link.endswith(("/edit", "/settings")), link


async def test_a_guest_is_refused_every_change(sign_in: SignIn, web: World, task: str) -> None:
    browser, sam = await sign_in("lena"), await sign_in("sam")
    token = dict((await browser.get("/meridian/my")).form("/logout").fields)["csrf_token"]
    refused = 0
    for path in (PATH, "/meridian/t/WEB-1", "/meridian/t/WEB-1/edit", "/meridian/projects/new", "/meridian/t/new",
                 f"{PATH}/settings", f"{PATH}/settings/columns", f"{PATH}/settings/labels", f"{PATH}/settings/access",
                 "/meridian/members", "/meridian/settings"):  # fmt: skip
        for form in (await sam.get(path)).forms:
            own = form.action in {"/logout", "/new"} or form.action.endswith(
                ("/comments", "/reactions", "/list", "/watching", "/unwatching", f"{web.members['lena'].id}/removal")
            )
            if form.method != "post" or own or form.action.startswith("/me/"):
                continue
            sent = [(name, value) for name, value in form.fields if name != "csrf_token"] + form.buttons[:1]
            response = await browser.post(form.action, [*sent, ("csrf_token", token)])
            assert response.status_code == 403, form.action
            refused += 1
    assert refused > 40


def last_form(page: Markup, path: str, place: int = -1) -> Form:
    """One of the forms of single columns."""
    forms = [form for form in page.forms if form.action.startswith(path + "/") and "name" in form.names]
    return forms[place]
