"""Saved views: saving what a list shows, opening, changing and deleting it, and who may."""

from urllib.parse import parse_qs, urlsplit

from taskflow import projects, tasks, views
from taskflow.pages.filters import quote
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.tasks import NewTask
from taskflow.views import NewView, ViewChanges
from taskflow.workspaces import Member
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_escaping import FOREIGN
from tests.pages.test_every_page import check_markup

LIST, VIEWS = "/meridian/p/WEB/list", "/meridian/views"


async def save(member: Member, name: str = "Bugs", **values: object) -> str:
    async with unit_of_work():
        view = await views.create_view(member, NewView.model_validate({"name": name, **values}))
    return str(view["id"])


def query_of(address: str) -> dict[str, list[str]]:
    return parse_qs(urlsplit(address).query)


async def test_what_a_list_shows_is_saved_and_opened_by_its_name(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("mateo")
    page = await browser.get(f"{LIST}?priority=high&filter=assignee:me&sort=due")
    way = next(link for link in page.links if link.startswith(f"{VIEWS}/new?"))
    form = (await browser.get(way)).form(f"{VIEWS}/new")
    assert {("project", "WEB"), ("filter", "priority:high assignee:me"), ("sort", "due")} <= set(form.fields)
    answer = await browser.submit(form, name="My pressing ones")
    assert answer.location.startswith(f"{LIST}?filter=priority%3Ahigh+assignee%3Ame&sort=due&view=")
    opened = await browser.get(answer.location)
    check_markup(opened)
    assert "My pressing ones is saved" in opened.text
    assert f"/meridian/t/{task}" in opened.links
    assert [attributes for _, attributes in opened.elements if attributes.get("aria-current") == "page"][-1]
    assert "Save changes" not in opened.text


async def test_the_address_of_a_view_leads_to_its_tasks(sign_in: SignIn, web: World) -> None:
    here, everywhere = await save(web.sam, project="WEB", filter="label:bug"), await save(web.sam, "All", sort="due")
    browser = await sign_in("sam")
    assert (await browser.fetch(f"{VIEWS}/{here}")).headers["Location"].startswith(f"{LIST}?filter=label%3Abug")
    address = (await browser.fetch(f"{VIEWS}/{everywhere}")).headers["Location"]
    assert address == f"/meridian/list?sort=due&view={everywhere}"
    assert "All" in (await browser.get(address)).text
    await (await sign_in("mateo")).get(f"{VIEWS}/{here}", status=404)


async def test_a_changed_list_is_saved_to_its_view_or_as_a_new_one(sign_in: SignIn, web: World) -> None:
    view = await save(web.sam, project="WEB", filter="label:bug", sort="due")
    browser = await sign_in("sam")
    page = await browser.get(f"{LIST}?filter=label:bug+is:overdue&sort=due&view={view}")
    assert "Save as new" in page.text
    answer = await browser.submit(page.form(f"{VIEWS}/{view}/edit"))
    assert query_of(answer.location)["filter"] == ["label:bug is:overdue"]
    row = await views.get_view(web.sam, (await views.list_views(web.sam))[0]["id"])
    assert (row["filter"], row["version"]) == ("label:bug is:overdue", 2)


async def test_somebody_else_s_view_is_saved_as_a_new_one_only(sign_in: SignIn, web: World) -> None:
    view = await save(web.sam, project="WEB", filter="label:bug", is_shared=True)
    page = await (await sign_in("mateo")).get(f"{LIST}?filter=label:bug+is:overdue&view={view}")
    assert not [form for form in page.forms if form.action.startswith(VIEWS)]
    assert "Save as new" in page.text
    await (await sign_in("mateo")).get(f"{VIEWS}/{view}/edit", status=403)


async def test_a_view_is_renamed_shared_and_made_personal_again(sign_in: SignIn, web: World) -> None:
    view = await save(web.members["mateo"], project="WEB")
    mateo, sam = await sign_in("mateo"), await sign_in("sam")
    form = (await mateo.get(f"{VIEWS}/{view}/edit")).form(f"{VIEWS}/{view}/edit")
    await mateo.submit(form, name="Ours", is_shared="true")
    assert "Ours" in (await sam.get(VIEWS)).text
    assert "Shared by others" in (await sam.get(VIEWS)).text
    form = (await mateo.get(f"{VIEWS}/{view}/edit")).form(f"{VIEWS}/{view}/edit")
    assert ("is_shared", "true") in form.fields
    await mateo.submit(form, is_shared="false")
    assert "Ours" not in (await sam.get(VIEWS)).text


async def test_a_refused_view_keeps_what_was_typed_and_shows_the_place(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("sam")
    form = (await browser.get(f"{VIEWS}/new?project=WEB")).form(f"{VIEWS}/new")
    answer = await browser.submit(form, status=422, name="Late <b>ones</b>", filter="duee<7d", sort="due")
    check_markup(answer.page)
    again = answer.page.form(f"{VIEWS}/new")
    typed = {("name", "Late <b>ones</b>"), ("filter", "duee<7d"), ("sort", "due"), ("project", "WEB")}
    assert typed <= set(again.fields)
    assert "did you mean due?" in answer.page.text
    assert "fault-at" in {attributes.get("class") for _, attributes in answer.page.elements}
    answer = await browser.submit(again, filter="due<7d")
    assert "Late <b>ones</b>" in (await browser.get(answer.location)).text


async def test_what_was_deleted_can_be_saved_again_at_once(sign_in: SignIn, web: World) -> None:
    view = await save(web.sam, "Bugs & more", project="WEB", filter="label:bug", sort="due", is_shared=True)
    browser = await sign_in("sam")
    await browser.submit((await browser.get(VIEWS)).form(f"{VIEWS}/{view}/deletion"))
    page = await browser.get(VIEWS)
    assert "The view Bugs & more is deleted" in page.text
    assert "No saved views yet" in page.text
    await browser.submit(page.form(f"{VIEWS}/return"))
    (row,) = await views.list_views(web.sam)
    assert (row["name"], row["project"], row["filter"], row["sort"], row["is_shared"]) == (
        "Bugs & more", "WEB", "label:bug", "due", True,
    )  # fmt: skip


async def test_who_deletes_the_view_of_another_is_not_offered_to_own_it(sign_in: SignIn, web: World) -> None:
    view = await save(web.members["mateo"], is_shared=True)
    browser = await sign_in("sam")
    await browser.submit((await browser.get(VIEWS)).form(f"{VIEWS}/{view}/deletion"))
    page = await browser.get(VIEWS)
    assert "The view Bugs is deleted" in page.text
    assert not [form for form in page.forms if form.action == f"{VIEWS}/return"]


async def test_two_who_change_a_view_see_both_versions(sign_in: SignIn, web: World) -> None:
    view = await save(web.sam, is_shared=True)
    browser = await sign_in("sam")
    form = (await browser.get(f"{VIEWS}/{view}/edit")).form(f"{VIEWS}/{view}/edit")
    async with unit_of_work():
        (row,) = await views.list_views(web.sam)
        await views.edit_view(web.sam, row["id"], ViewChanges(name="Theirs"), version=1)
    answer = await browser.submit(form, status=409, name="Mine")
    assert "Name Yours Mine Theirs Theirs" in answer.page.text
    assert "Shared Yours" not in answer.page.text
    await browser.submit(answer.page.form(f"{VIEWS}/{view}/edit"))
    assert [row["name"] for row in await views.list_views(web.sam)] == ["Mine"]


async def test_a_guest_keeps_views_for_themselves(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("lena")
    form = (await browser.get(f"{VIEWS}/new?project=WEB&filter=label:bug")).form(f"{VIEWS}/new")
    assert "is_shared" not in form.names
    await browser.submit(form, name="For me")
    assert "For me" in (await browser.get(VIEWS)).text
    await browser.submit(form, status=404, name="x", project="SEC")


async def test_names_and_filters_of_views_are_text(sign_in: SignIn, web: World) -> None:
    for place, attack in enumerate(("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>')):
        await save(web.sam, attack, project="WEB" if place else None, filter=f"label:{quote(attack)}", is_shared=True)
    browser = await sign_in("mateo")
    for path in (VIEWS, LIST, "/meridian/list"):
        page = await browser.get(path)
        check_markup(page)
        assert not {tag for tag, _ in page.elements} & FOREIGN, path


async def test_the_views_of_a_project_that_one_does_not_see_are_not_told(sign_in: SignIn, web: World) -> None:
    async with unit_of_work():
        await projects.create_project(web.sam, NewProject(key="SEC", name="Secret", visibility="private"))
        await tasks.create_task(web.sam, "SEC", NewTask(title="x"))
    await save(web.sam, "Hidden", project="SEC", is_shared=True)
    browser = await sign_in("mateo")
    assert "Hidden" not in (await browser.get(VIEWS)).text
    await browser.get(f"{VIEWS}/new?project=SEC", status=404)
