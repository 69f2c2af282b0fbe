"""Estimate, repetition and watching on the page of a task."""

from datetime import date

import pytest

from taskflow import tasks
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import NewTask, TaskChanges
from taskflow.world import World
from tests.pages.conftest import SignIn

PATH = "/meridian/t/WEB-1"


@pytest.fixture
async def daily(web: World) -> str:
    """A task that recurs."""
    async with unit_of_work():
        new = NewTask(title="Water the plants", due_date=date(2026, 12, 2), recurrence="FREQ=DAILY")
        task = await tasks.create_task(web.sam, "WEB", new)
    return str(task["key"])


async def test_an_estimate_is_set_and_cleared(sign_in: SignIn, web: World, daily: str) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get(PATH)).form(f"{PATH}/estimate")
    await browser.submit(form, estimate="2.50")
    page = await browser.get(PATH)
    assert "WEB-1: estimate saved" in page.text
    assert ("estimate", "2.5") in page.form(f"{PATH}/estimate").fields
    await browser.submit(page.form(f"{PATH}/estimate"), estimate="")
    assert (await tasks.get_task(web.sam, "WEB-1"))["estimate"] is None
    answer = await browser.submit((await browser.get(PATH)).form(f"{PATH}/estimate"), status=422, estimate="-1")
    assert "Estimate must be a number from 0 to 99999" in answer.page.text


async def test_a_repetition_is_chosen_written_and_ended(sign_in: SignIn, web: World, daily: str) -> None:
    browser = await sign_in("mateo")
    for chosen, rule, sentence in (
        ("FREQ=WEEKLY;INTERVAL=2", "", "Every 2 weeks"),
        ("custom", "freq=monthly;byday=-1fr", "Every month on the last Friday"),
        ("", "", "Repeats Never"),
    ):
        form = (await browser.get(PATH)).form(f"{PATH}/recurrence")
        await browser.submit(form, recurrence=chosen, rule=rule)
        assert sentence in (await browser.get(PATH)).text, chosen
    assert (await tasks.get_task(web.sam, "WEB-1"))["recurrence"] is None
    history = (await browser.get(f"{PATH}?show=activity")).text
    assert "repetition every 2 weeks → every month on the last Friday" in history


@pytest.mark.parametrize(
    ("rule", "said"),
    [("FREQ=HOURLY", "FREQ must be one of DAILY"), ("", "Rule is required, or choose another repetition")],
)
async def test_a_wrong_rule_is_refused_in_words(sign_in: SignIn, daily: str, rule: str, said: str) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get(PATH)).form(f"{PATH}/recurrence")
    assert said in (await browser.submit(form, status=422, recurrence="custom", rule=rule)).page.text


async def test_a_repetition_without_a_due_date_is_refused_in_words(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("mateo")
    cleared = await browser.submit((await browser.get(PATH)).form(f"{PATH}/due"), due_date="")
    assert cleared.location == PATH
    form = (await browser.get(PATH)).form(f"{PATH}/recurrence")
    answer = await browser.submit(form, status=422, recurrence="FREQ=DAILY")
    assert "a task that recurs needs a due date" in answer.page.text


async def test_completing_says_what_comes_next_and_leads_there(sign_in: SignIn, web: World, daily: str) -> None:
    browser = await sign_in("mateo")
    await browser.submit((await browser.get(PATH)).form(f"{PATH}/completion"))
    page = await browser.get(PATH)
    assert "WEB-1 completed. Next one: WEB-2, due 3 December" in page.text
    assert "/meridian/t/WEB-2" in page.links
    assert "Next: WEB-2 , due 3 December" in (await browser.get(PATH)).text
    assert "created this task in To do, as it recurs" in (await browser.get("/meridian/t/WEB-2?show=activity")).text


async def test_a_moment_that_comes_next_is_told_in_the_viewers_zone(sign_in: SignIn, web: World, daily: str) -> None:
    async with unit_of_work():
        moment = TaskChanges.model_validate({"due_at": "2026-12-31T23:30:00Z", "due_zone": "Europe/London"})
        await tasks.edit_task(web.sam, daily, moment, version=1)
    browser = await sign_in("mateo")
    await browser.submit((await browser.get(PATH)).form(f"{PATH}/completion"))
    assert "due 2 January 2027 at 00:30" in (await browser.get(PATH)).text


async def test_a_guest_watches_and_stops_watching(sign_in: SignIn, web: World, daily: str) -> None:
    browser, lena = await sign_in("lena"), web.members["lena"]
    page = await browser.get(PATH)
    await browser.submit(page.form(f"{PATH}/watching"))
    page = await browser.get(PATH)
    assert "You watch WEB-1" in page.text
    assert (await tasks.get_task(lena, "WEB-1"))["watching"]
    await browser.submit(page.form(f"{PATH}/unwatching"))
    assert not (await tasks.get_task(lena, "WEB-1"))["watching"]


async def test_a_new_task_repeats_and_has_an_estimate(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get("/meridian/t/new?project=WEB")).form("/meridian/t/new", project="WEB")
    await browser.submit(form, title="Pay", due_date="2026-12-01", recurrence="FREQ=MONTHLY", estimate="0.5")
    made = await tasks.get_task(web.sam, "WEB-1")
    assert (made["recurrence"], float(made["estimate"])) == ("FREQ=MONTHLY", 0.5)
