"""The list of tasks: one language for filters, its errors in place, and every choice in the address."""

from typing import Any
from urllib.parse import quote

import pytest
from werkzeug.datastructures import MultiDict

from taskflow import projects, tasks
from taskflow.pages.filters import read_query, write_filter
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.tasks import NewTask
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup
from tests.support.markup import Form, Markup

LIST = "/meridian/p/WEB/list"


def keys(page: Markup) -> list[str]:
    found = [link.removeprefix("/meridian/t/") for link in page.links if link.startswith("/meridian/t/WEB-")]
    return list(dict.fromkeys(found))


def filter_form(page: Markup, path: str = LIST) -> Form:
    return page.form(path)


async def create(web: World, title: str, **values: Any) -> str:
    async with unit_of_work():
        task = await tasks.create_task(web.sam, "WEB", NewTask.model_validate({"title": title, **values}))
    return str(task["key"])


async def test_the_filter_language_narrows_the_list(sign_in: SignIn, web: World, task: str) -> None:
    other = await create(web, "Paint the fence", priority="low")
    browser = await sign_in("sam")
    assert set(keys(await browser.get(LIST))) == {task, other}
    for text, found in (
        ("label:bug", [task]),
        ("priority<high", [other]),
        ("fence", [other]),
        ("assignee:none", [other]),
    ):
        page = await browser.get(f"{LIST}?filter={quote(text)}")
        assert keys(page) == found, text
        assert ("filter", text) in filter_form(page).fields


async def test_the_filter_decides_about_done_tasks_unless_a_status_is_chosen(
    sign_in: SignIn, web: World, task: str
) -> None:
    async with unit_of_work():
        await tasks.complete_task(web.sam, task)
    browser = await sign_in("sam")
    assert keys(await browser.get(LIST)) == []
    page = await browser.get(f"{LIST}?filter=status:done")
    assert keys(page) == [task]
    answer = await browser.fetch(f"{LIST}?" + "&".join(f"{n}={quote(v)}" for n, v in filter_form(page).fields))
    assert keys(Markup((await answer.get_data()).decode())) == [task]
    assert keys(await browser.get(f"{LIST}?filter=status:done&status=open")) == []


async def test_the_simple_filters_go_together_with_the_language(sign_in: SignIn, web: World, task: str) -> None:
    await create(web, "Another bug", priority="high")
    browser = await sign_in("sam")
    page = await browser.get(f"{LIST}?priority=high&label=Bug&q=login&filter=assignee:@mateo")
    assert keys(page) == [task]
    assert ("q", "login") in filter_form(page).fields


async def test_a_wrong_filter_keeps_its_text_and_the_rest_of_the_page(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("sam")
    page = await browser.get(f"{LIST}?filter=labell:bug&sort=due", status=422)
    check_markup(page)
    assert ("filter", "labell:bug") in filter_form(page).fields
    assert ("sort", "due") in filter_form(page).fields
    assert "labell is no field" in page.text
    assert f"{LIST}?filter=label%3Abug" in page.links
    assert "Save as view" not in page.text
    assert "Nothing matches" not in page.text


async def test_any_order_of_the_language_sorts_and_is_shown(sign_in: SignIn, web: World) -> None:
    for title, priority in (("b", "low"), ("a", "low"), ("c", "urgent")):
        await create(web, title, priority=priority)
    browser = await sign_in("sam")
    page = await browser.get(f"{LIST}?sort=-priority,title")
    assert keys(page) == ["WEB-3", "WEB-2", "WEB-1"]
    assert ("sort", "-priority,title") in filter_form(page).fields
    await browser.get(f"{LIST}?sort=colour", status=422)


async def test_a_narrowed_list_goes_on_as_it_is(sign_in: SignIn, web: World) -> None:
    for number in range(51):
        await create(web, f"Zebra {number}")
    await create(web, "Lion")
    browser = await sign_in("sam")
    page = await browser.get(f"{LIST}?filter=zebra&sort=number")
    further = next(link for link in page.links if link.startswith(f"{LIST}?") and "after=" in link)
    assert keys(await browser.get(further)) == ["WEB-51"]


async def test_all_tasks_are_those_of_all_projects_that_one_sees(sign_in: SignIn, web: World, task: str) -> None:
    async with unit_of_work():
        await projects.create_project(web.sam, NewProject(key="SEC", name="Secret", visibility="private"))
        await tasks.create_task(web.sam, "SEC", NewTask(title="Hidden plan"))
    seen = await (await sign_in("sam")).get("/meridian/list")
    check_markup(seen)
    assert "Hidden plan" in seen.text
    assert "Fix the login page" in seen.text
    assert "Hidden plan" not in (await (await sign_in("mateo")).get("/meridian/list")).text
    page = await (await sign_in("sam")).get("/meridian/list?filter=project:WEB+priority:high")
    assert keys(page) == [task]
    await (await sign_in("sam")).get("/meridian/list?filter=due:", status=422)


@pytest.mark.parametrize(
    ("given", "written"),
    [
        ({}, ""),
        ({"filter": "label:bug  or  label:ux"}, "label:bug or label:ux"),
        ({"filter": "label:bug or label:ux", "priority": "high"}, "priority:high (label:bug or label:ux)"),
        ({"status": "done", "assignee": "me"}, "status:done assignee:me"),
        ({"label": 'a "b" c'}, 'label:"a \\"b\\" c"'),
        ({"q": "sign-in now"}, '"sign-in" now'),
        ({"assignee": "01900000-0000-7000-8000-000000000001"}, 'assignee:@"Mateo Ruiz"'),
        ({"column": "01900000-0000-7000-8000-000000000002"}, 'column:"In review"'),
        ({"column": "01900000-0000-7000-8000-000000000003"}, "column:01900000-0000-7000-8000-000000000003"),
    ],
)
def test_every_choice_can_be_written_in_the_language(given: dict[str, str], written: str) -> None:
    query = read_query(MultiDict(given))
    named = read_query(MultiDict({"assignee": "01900000-0000-7000-8000-000000000001"})).assignee
    column = read_query(MultiDict({"column": "01900000-0000-7000-8000-000000000002"})).column
    people, columns = [{"id": named, "name": "Mateo Ruiz"}], [{"id": column, "name": "In review"}]
    assert write_filter(query, people=people, columns=columns) == written
    assert tasks.print_filter(tasks.read_filter(written)) == written
