"""A task in one line: what was understood is said, what was not stays in the title, and nothing typed is lost."""

from datetime import UTC, date, datetime, timedelta

import pytest

from taskflow import projects, tasks
from taskflow.pages.quick_words import WORDS, build_chips, describe
from taskflow.platform import clock
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import ColumnChanges
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.support.markup import Markup

QUICK = "/meridian/p/WEB/quick"


def toast(page: Markup) -> str:
    """The classes and the words of the page are enough to find what a message says."""
    assert [attributes for _, attributes in page.elements if "toast" in attributes.get("class", "").split()]
    return page.text


@pytest.mark.parametrize("path", ["/meridian/p/WEB", "/meridian/p/WEB/list"])
async def test_a_line_becomes_a_task_and_the_page_says_what_was_understood(
    path: str, sign_in: SignIn, task: str
) -> None:
    browser = await sign_in("sam")
    form = (await browser.get(path)).form(QUICK)
    answer = await browser.submit(form, text="Fix logout tomorrow 9am @mateo #bug !high @nobody")
    assert answer.location == f"{path}#quick-text"
    page = await browser.get(path)
    assert "WEB-2 added: due Tomorrow 09:00, for Mateo Ruiz, label Bug, priority High." in toast(page)
    assert "In the title as it stands: @nobody is nobody who can see the project" in page.text
    assert "/meridian/t/WEB-2" in page.links
    made = await browser.get("/meridian/t/WEB-2")
    assert "Fix logout @nobody" in made.text


async def test_what_was_added_can_be_taken_back_at_once(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("mateo")
    await browser.submit((await browser.get("/meridian/p/WEB")).form(QUICK), text="By mistake")
    page = await browser.get("/meridian/p/WEB")
    await browser.submit(page.form("/meridian/undo"))
    await browser.get("/meridian/t/WEB-1", status=404)


async def test_a_line_without_words_for_a_title_comes_back_with_the_text(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("sam")
    form = (await browser.get("/meridian/p/WEB/list?priority=high")).form(QUICK)
    answer = await browser.submit(form, status=422, text="tomorrow !high")
    assert "leaves no words for the title" in answer.page.text
    again = answer.page.form(QUICK)
    assert ("text", "tomorrow !high") in again.fields
    assert (await browser.submit(again, text="Fix it tomorrow")).location == (
        "/meridian/p/WEB/list?priority=high#quick-text"
    )


async def test_even_a_long_story_is_told_and_can_be_taken_back(sign_in: SignIn, web: World) -> None:
    async with unit_of_work():
        for number in range(15):
            await projects.create_label(web.sam, "WEB", projects.NewLabel(name=f"L{number:02}" + "é" * 26))
    browser = await sign_in("sam")
    line = "x " + " ".join(f"#L{number:02}" + "é" * 26 for number in range(15)) + " @nobody"
    await browser.submit((await browser.get("/meridian/p/WEB")).form(QUICK), text=line)
    page = await browser.get("/meridian/p/WEB")
    assert "WEB-1 added: label L00" in toast(page)
    assert page.form("/meridian/undo")


async def test_a_full_column_refuses_a_line_and_keeps_its_text(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("sam")
    async with unit_of_work():
        project = await projects.get_project(web.sam, "WEB")
        column = next(row for row in await projects.list_columns(project) if row["name"] == "In review")
        changes = ColumnChanges(wip_limit=1, wip_policy="refuse")
        await projects.edit_column(web.sam, "WEB", column["id"], changes, version=column["version"])
        await tasks.create_task(web.sam, "WEB", tasks.NewTask(title="There", column_id=column["id"]))
    form = (await browser.get("/meridian/p/WEB")).form(QUICK)
    answer = await browser.submit(form, status=422, text="One more >In review")
    assert "In review takes 1 task at most" in answer.page.text
    assert ("text", "One more >In review") in answer.page.form(QUICK).fields


async def test_the_preview_shows_chips_and_what_stays_in_the_title(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("sam")
    piece = await browser.get(f"{QUICK}/preview?text=Fix+login+tomorrow+9am+%40mateo+%23bug+%21high+%40none")
    assert piece.unclosed == []
    for words in ("Fix login", "Tomorrow 09:00", "Mateo Ruiz", "Bug", "High", "@none is nobody who can see"):
        assert words in piece.text
    assert (await browser.get(f"{QUICK}/preview?text=+")).elements == []
    assert "title are still missing" in (await browser.get(f"{QUICK}/preview?text=tomorrow")).text


async def test_the_preview_is_text_whatever_is_typed(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("sam")
    for page in (f"{QUICK}/preview", QUICK):
        found = await browser.get(f"{page}?text=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E+%40%3Cscript%3Ex")
        assert not {tag for tag, _ in found.elements} & {"img"}
        assert "<img src=x onerror=alert(1)>" in found.text


async def test_a_guest_has_no_field_and_no_preview(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("lena")
    for path in ("/meridian/p/WEB", "/meridian/p/WEB/list"):
        assert not [form for form in (await browser.get(path)).forms if form.action == QUICK]
    await browser.get(f"{QUICK}/preview?text=x", status=403)


async def test_an_archived_project_has_no_field(sign_in: SignIn, web: World) -> None:
    async with unit_of_work():
        await projects.edit_project(web.sam, "WEB", projects.ProjectChanges(archived=True), version=1)
    browser = await sign_in("sam")
    for path in ("/meridian/p/WEB", "/meridian/p/WEB/list"):
        assert not [form for form in (await browser.get(path)).forms if form.action == QUICK]


async def test_the_field_does_not_lead_to_another_site(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("sam")
    page = await browser.get(f"{QUICK}?next=https://evil.example/")
    assert ("next", "/meridian/p/WEB") in page.form(QUICK).fields


async def test_every_word_of_the_help_is_understood(web: World) -> None:
    async with unit_of_work():
        await projects.create_label(web.sam, "WEB", projects.NewLabel(name="bug"))
        await projects.create_column(web.sam, "WEB", projects.NewColumn(name="Review", category="review"))
    for word, _ in WORDS[:-1]:
        line = await tasks.preview_quick_task(web.sam, "WEB", f"Title {word}")
        assert (line["title"], line["unknown"]) == ("Title", []), word
    assert (await tasks.preview_quick_task(web.sam, "WEB", 'Title "tomorrow"'))["title"] == 'Title "tomorrow"'


def test_a_day_and_a_time_are_one_chip_and_nothing_is_named_twice() -> None:
    now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    mateo = {"text": "@mateo", "field": "assignee", "value": "1", "name": "Mateo Ruiz"}
    pieces = [
        {"text": "9am", "field": "due", "value": "09:00", "name": None},
        mateo,
        {"text": "tomorrow", "field": "due", "value": "2026-11-26", "name": None},
        mateo,
        {"text": "every friday", "field": "recurrence", "value": "FREQ=WEEKLY;BYDAY=FR", "name": None},
    ]
    line = {"understood": pieces, "unknown": [], "due_date": None, "due_at": now + timedelta(days=1)}
    assert [chip["text"] for chip in build_chips(line, "UTC", now)] == ["Tomorrow 09:00", "Mateo Ruiz", "every friday"]
    assert describe(line | {"key": "WEB-7", "understood": []}, "UTC", now) == "WEB-7 added"


def test_a_repetition_without_a_day_shows_when_it_is_first() -> None:
    now = datetime(2026, 11, 25, 9, tzinfo=UTC)
    piece = {"text": "every friday", "field": "recurrence", "value": "FREQ=WEEKLY;BYDAY=FR", "name": None}
    line = {"key": "WEB-7", "understood": [piece], "unknown": [], "due_date": date(2026, 11, 27), "due_at": None}
    assert describe(line, "UTC", now) == "WEB-7 added: every friday, due 27 Nov"


async def test_the_zone_of_the_writer_decides_when_tomorrow_is(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("sam")
    with clock.pinned(datetime(2026, 11, 25, 9, 30, tzinfo=UTC)):
        piece = await browser.get(f"{QUICK}/preview?text=x+25+dec")
    assert "25 Dec" in piece.text
