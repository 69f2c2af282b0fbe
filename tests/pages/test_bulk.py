"""Changing the ticked tasks of a list by its form."""

from typing import Any

import pytest

from taskflow import projects, tasks
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewColumn, ProjectChanges
from taskflow.tasks import NewTask, TaskChanges
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.support.browsing import Browser
from tests.support.markup import Form

LIST, CHANGES = "/meridian/p/WEB/list", "/meridian/p/WEB/list/changes"
Row = dict[str, Any]


@pytest.fixture
async def rows(web: World) -> list[Row]:
    """Three tasks."""
    async with unit_of_work():
        return [await tasks.create_task(web.sam, "WEB", NewTask(title=f"Step {place}")) for place in range(3)]


async def _open(browser: Browser) -> tuple[Form, list[str]]:
    """The form, and what its boxes stand for."""
    page = await browser.get(LIST)
    boxes = [given["value"] for tag, given in page.elements if tag == "input" and given.get("name") == "tasks"]
    return page.form(CHANGES), boxes


async def _see(web: World, *fields: str) -> list[Any]:
    found = [await tasks.get_task(web.sam, f"WEB-{number}") for number in (1, 2, 3)]
    return [tuple(row[name] for name in fields) if len(fields) > 1 else row[fields[0]] for row in found]


async def test_the_ticked_ones_are_changed_and_undo_takes_it_back(sign_in: SignIn, web: World, rows: list[Row]) -> None:
    browser = await sign_in("mateo")
    form, boxes = await _open(browser)
    assert sorted(boxes) == ["WEB-1:1", "WEB-2:1", "WEB-3:1"]
    aiko = str(web.members["aiko"].id)
    for choice in ("priority:high", f"add_assignees:{aiko}", "completed:yes"):
        answer = await browser.submit(form, tasks=["WEB-1:1", "WEB-3:1"], do="change", change=choice)
        assert answer.location == LIST
    assert await _see(web, "priority", "version") == [("high", 4), ("none", 1), ("high", 4)]
    assert [bool(done) for done in await _see(web, "completed_at")] == [True, False, True]
    page = await browser.get(LIST)
    assert "2 tasks changed" in page.text
    await browser.submit(page.form("/meridian/undo"))
    assert not any(await _see(web, "completed_at"))
    assert "Undone" in (await browser.get(LIST)).text


async def test_due_dates_are_set_and_cleared_and_tasks_go_to_the_trash(
    sign_in: SignIn, web: World, rows: list[Row]
) -> None:
    browser = await sign_in("mateo")
    form, boxes = await _open(browser)
    await browser.submit(form, tasks=boxes, do="due", due_date="2026-12-01")
    assert [str(day) for day in await _see(web, "due_date")] == ["2026-12-01"] * 3
    _, boxes = await _open(browser)
    await browser.submit(form, tasks=boxes[:1], do="no_due", due_date="2026-12-24")
    assert sorted(map(str, await _see(web, "due_date"))) == ["2026-12-01", "2026-12-01", "None"]
    _, boxes = await _open(browser)
    await browser.submit(form, tasks=boxes[:2], do="trash")
    assert len((await _open(browser))[1]) == 1


async def test_what_stands_against_it_is_told_with_the_tasks(sign_in: SignIn, web: World, rows: list[Row]) -> None:
    async with unit_of_work():
        new = NewColumn.model_validate({"name": "Few", "category": "review", "wip_limit": 1, "wip_policy": "refuse"})
        column = await projects.create_column(web.sam, "WEB", new)
    browser = await sign_in("mateo")
    form, boxes = await _open(browser)
    refused = {
        "Nothing was changed. WEB-1, WEB-2, WEB-3: few takes 1 task at most": {"change": f"column_id:{column['id']}"},
        "Nothing was changed. Choose what to change first": {"change": ""},
        "Nothing was changed. Tick the tasks first": {"tasks": [], "change": "priority:high"},
        "Nothing was changed. Choose a day first": {"do": "due"},
        "Nothing was changed. There is no task WEB-9": {"tasks": ["WEB-9:1"], "change": "priority:high"},
    }
    for sentence, given in refused.items():
        sent: Row = {"tasks": sorted(boxes), "do": "change"} | given
        await browser.submit(form, **sent)
        assert sentence in (await browser.get(LIST)).text
    assert await _see(web, "version") == [1, 1, 1]


async def test_what_others_changed_meanwhile_stands_against_the_same_field_only(
    sign_in: SignIn, web: World, rows: list[Row]
) -> None:
    browser = await sign_in("mateo")
    form, boxes = await _open(browser)
    async with unit_of_work():
        await tasks.edit_task(web.sam, "WEB-2", TaskChanges(priority="urgent"), version=1)
    await browser.submit(form, tasks=boxes, do="due", due_date="2026-12-01")
    assert await _see(web, "version") == [2, 3, 2]
    await browser.submit(form, tasks=boxes, do="change", change="priority:low")
    assert "Somebody changed" in (await browser.get(LIST)).text
    assert await _see(web, "priority") == ["none", "urgent", "none"]


async def test_the_list_comes_back_as_it_was_filtered(sign_in: SignIn, web: World, rows: list[Row]) -> None:
    browser = await sign_in("mateo")
    address = f"{LIST}?priority=none&sort=due"
    form = (await browser.get(address)).form(CHANGES)
    answer = await browser.submit(form, tasks=["WEB-1:1"], do="change", change="priority:none")
    assert answer.location == address
    assert "they are so already" in (await browser.get(address)).text


async def test_who_may_not_change_tasks_sees_no_boxes(sign_in: SignIn, web: World, rows: list[Row]) -> None:
    page = await (await sign_in("lena")).get(LIST)
    assert not [given for tag, given in page.elements if given.get("name") == "tasks"]
    async with unit_of_work():
        project = await projects.get_project(web.sam, "WEB")
        await projects.edit_project(web.sam, "WEB", ProjectChanges(archived=True), version=project["version"])
    page = await (await sign_in("sam")).get(LIST)
    assert not [given for tag, given in page.elements if given.get("name") == "tasks"]
