"""Subtasks and blockers on the page of a task and on the board."""

from typing import Any

import pytest

from taskflow import projects, tasks
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewProject
from taskflow.tasks import NewTask
from taskflow.world import World
from tests.pages.conftest import SignIn

PATH = "/meridian/t/WEB-1"


async def _make(web: World, title: str, **more: Any) -> str:
    async with unit_of_work():
        key: str = (await tasks.create_task(web.sam, "WEB", NewTask(title=title, **more)))["key"]
    return key


async def _block(web: World, key: str, blocker: str) -> None:
    async with unit_of_work():
        await tasks.block_task(web.sam, key, blocker)


async def test_subtasks_are_added_by_title_ticked_off_and_counted(sign_in: SignIn, web: World, task: str) -> None:
    browser = await sign_in("mateo")
    for title in ("Write it down", "Try it out"):
        form = (await browser.get(PATH)).form(f"{PATH}/subtasks")
        answer = await browser.submit(form, title=title)
        assert answer.location == f"{PATH}#subtasks"
    page = await browser.get(PATH)
    assert "WEB-3 added below WEB-1" in page.text
    answer = await browser.submit(page.form("/meridian/t/WEB-2/completion"))
    assert answer.location == f"{PATH}#subtasks"
    assert "1/2 done" in (await browser.get(PATH)).text.replace("Subtasks ", "")
    board = await browser.get("/meridian/p/WEB")
    assert "1/2 subtasks done" in board.text
    below = await browser.get("/meridian/t/WEB-3")
    assert "WEB-1 Fix the login page" in below.text
    await browser.submit(below.form("/meridian/t/WEB-3/completion"))
    assert "2/2 subtasks done" in (await browser.get("/meridian/p/WEB")).text


async def test_a_subtask_needs_a_title(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("sam")
    form = (await browser.get(PATH)).form(f"{PATH}/subtasks")
    answer = await browser.submit(form, status=422, title=" ")
    assert "A title is required" in answer.page.text


async def test_completing_a_parent_says_what_is_still_open(sign_in: SignIn, web: World, task: str) -> None:
    await _make(web, "Write it down", parent=task)
    browser = await sign_in("mateo")
    await browser.submit((await browser.get(PATH)).form(f"{PATH}/completion"))
    assert "WEB-1 completed; 1 subtask still open" in (await browser.get(PATH)).text


async def test_a_parent_is_chosen_by_its_key_and_taken_off(sign_in: SignIn, web: World, task: str) -> None:
    top = await _make(web, "The whole of it")
    browser = await sign_in("mateo")
    await browser.submit((await browser.get(PATH)).form(f"{PATH}/parent"), parent=f" {top.lower()} ")
    shown = await tasks.get_task(web.sam, task)
    assert shown["parent"]["key"] == top
    await browser.submit((await browser.get(PATH)).form(f"{PATH}/parent"), parent="")
    assert (await tasks.get_task(web.sam, task))["parent"] is None
    form = (await browser.get(PATH)).form(f"{PATH}/parent")
    answer = await browser.submit(form, status=422, parent="WEB-99")
    assert "It is no task that you can see" in answer.page.text
    answer = await browser.submit(form, status=409, parent=task)
    assert "WEB-1 is WEB-1 itself or hangs below it" in answer.page.text


async def test_blockers_are_added_by_key_and_taken_off_on_both_pages(sign_in: SignIn, web: World, task: str) -> None:
    other = await _make(web, "Choose the fonts")
    browser = await sign_in("mateo")
    for page in (PATH, f"/meridian/t/{other}"):
        answer = await browser.submit((await browser.get(PATH)).form(f"{PATH}/blockers"), blocker=other.lower())
        assert answer.location == f"{PATH}#blockers"
        assert "Blocked by another task" in (await browser.get("/meridian/p/WEB")).text
        shown = await browser.get(page)
        answer = await browser.submit(shown.form(f"{PATH}/blockers/removal", blocker=other))
        assert answer.location == f"{page}#blockers"
        assert f"WEB-1 waits for {other} no more" in (await browser.get(page)).text
        assert "Blocked by another task" not in (await browser.get("/meridian/p/WEB")).text


async def test_a_blocker_that_is_not_there_or_makes_a_circle_is_refused(sign_in: SignIn, web: World, task: str) -> None:
    other = await _make(web, "Choose the fonts")
    await _block(web, other, task)
    browser = await sign_in("mateo")
    form = (await browser.get(PATH)).form(f"{PATH}/blockers")
    answer = await browser.submit(form, status=422, blocker="WEB-99")
    assert "no task that you can see" in answer.page.text
    answer = await browser.submit(form, status=409, blocker=other)
    assert f"{other} waits for WEB-1 itself" in answer.page.text


@pytest.mark.parametrize("place", ["completion", "position"])
async def test_what_is_blocked_is_completed_only_after_a_second_look(
    place: str, sign_in: SignIn, web: World, task: str
) -> None:
    other = await _make(web, "Choose the fonts")
    await _block(web, task, other)
    browser = await sign_in("mateo")
    columns = await projects.list_columns(await projects.get_project(web.sam, "WEB"))
    done = next(str(row["id"]) for row in columns if row["category"] == "done")
    values = {"column_id": done} if place == "position" else {}
    form = (await browser.get(PATH)).form(f"{PATH}/{place}")
    answer = await browser.submit(form, status=409, **values)
    assert f"WEB-1 is blocked by {other}" in answer.page.text
    assert "Choose the fonts" in answer.page.text
    assert (await tasks.get_task(web.sam, task))["completed_at"] is None
    await browser.submit(answer.page.form(f"{PATH}/{place}"))
    assert (await tasks.get_task(web.sam, task))["completed_at"] is not None
    history = (await browser.get(f"{PATH}?show=activity")).text
    assert f"although it was blocked by {other}" in history


async def test_a_hidden_blocker_is_a_number(sign_in: SignIn, web: World, task: str) -> None:
    async with unit_of_work():
        await projects.create_project(web.sam, NewProject(key="SEC", name="x", visibility="private"))
        await tasks.create_task(web.sam, "SEC", NewTask(title="Whisper"))
    await _block(web, task, "SEC-1")
    browser = await sign_in("mateo")
    page = await browser.get(PATH)
    assert "1 open task that you cannot see" in page.text
    answer = await browser.submit(page.form(f"{PATH}/completion"), status=409)
    for shown in (page.text, answer.page.text, (await browser.get(f"{PATH}?show=activity")).text):
        assert "SEC" not in shown
        assert "Whisper" not in shown


async def test_a_guest_sees_what_hangs_together_and_no_forms(sign_in: SignIn, web: World, task: str) -> None:
    await _make(web, "Write it down", parent=task)
    await _block(web, task, await _make(web, "Choose the fonts"))
    page = await (await sign_in("lena")).get(PATH)
    assert "Write it down" in page.text
    assert "Choose the fonts" in page.text
    assert {form.action for form in page.forms} & {f"{PATH}/subtasks", f"{PATH}/blockers", f"{PATH}/parent"} == set()
