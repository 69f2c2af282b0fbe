"""Search: what was found with its marks, where a filter is wrong, and words that are never markup."""

from urllib.parse import quote

import pytest

from taskflow import comments, projects, tasks
from taskflow.comments import NewComment
from taskflow.pages.filter_words import HINTS, find_fault
from taskflow.platform.errors import Invalid
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.tasks import NewTask
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_every_page import check_markup
from tests.support.markup import Markup

SEARCH = "/meridian/search"


def address(text: str) -> str:
    return f"{SEARCH}?q={quote(text)}"


def squeeze(text: str) -> str:
    """Marks divide words for whoever takes a page apart, so spaces do not count."""
    return "".join(text.split())


def classes(page: Markup) -> set[str]:
    return {name for _, attributes in page.elements for name in attributes.get("class", "").split()}


async def test_every_page_of_a_workspace_leads_to_the_search(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("lena")
    for path in ("/meridian/my", "/meridian/p/WEB", f"/meridian/t/{task}", "/meridian/members"):
        page = await browser.get(path)
        assert page.form(SEARCH).method == "get"
        assert page.form(SEARCH).names == {"q"}
        assert SEARCH in page.links


async def test_what_is_found_is_marked_and_tells_where(sign_in: SignIn, task: str) -> None:
    page = await (await sign_in("sam")).get(address("login"))
    check_markup(page)
    assert f"/meridian/t/{task}" in page.links
    assert [tag for tag, _ in page.elements].count("mark") == 1
    page = await (await sign_in("sam")).get(address("since"))
    assert "Inacomment:…Since*when" in squeeze(page.text)
    page = await (await sign_in("sam")).get(address("forgets"))
    assert "…Itforgets*everything" in squeeze(page.text)


@pytest.mark.parametrize("attack", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</mark><b>x"])
async def test_marks_are_the_only_markup_in_what_is_found(attack: str, sign_in: SignIn, web: World) -> None:
    async with unit_of_work():
        task = await tasks.create_task(web.sam, "WEB", NewTask(title=f"zebra {attack}", description=f"{attack} lion"))
        await comments.post_comment(web.sam, task["key"], NewComment(body=f"{attack} tiger"))
    browser = await sign_in("sam")
    for word in ("zebra", "lion", "tiger", "zebrra", attack):
        page = await browser.get(address(f'"{attack}"' if word == attack else word))
        check_markup(page)
        assert not {tag for tag, _ in page.elements} & {"img", "b"}, word
        assert squeeze(f"zebra {attack}") in squeeze(page.text), word


async def test_words_and_filters_go_together(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("sam")
    for text in (f"{task}", "login assignee:@mateo", "label:bug priority>=high", "lgin"):
        assert f"/meridian/t/{task}" in (await browser.get(address(text))).links, text
    for text in ("login assignee:me", "nothing like it"):
        page = await browser.get(address(text))
        assert "Nothing found" in page.text
        assert "Besides words, it understands" in page.text


async def test_a_wrong_filter_keeps_its_text_and_shows_the_place_and_the_way_out(sign_in: SignIn, task: str) -> None:
    page = await (await sign_in("sam")).get(address("login prioritty:high <b>"), status=422)
    check_markup(page)
    assert ("q", "login prioritty:high <b>") in next(
        form.fields for form in page.forms if form.action == SEARCH and form.fields != [("q", "")]
    )
    assert "prioritty is no field" in page.text
    assert "did you mean priority? (at character 7)" in page.text
    assert "fault-at" in classes(page)
    assert address("login priority:high <b>") in page.links


async def test_what_is_found_while_typing_is_a_piece_of_the_page(sign_in: SignIn, task: str) -> None:
    browser = await sign_in("sam")
    response = await browser.fetch(f"{SEARCH}/found?q=logi")
    assert response.headers["HX-Replace-Url"] == f"{SEARCH}?q=logi"
    piece = Markup((await response.get_data()).decode())
    assert piece.unclosed == []
    assert "html" not in {tag for tag, _ in piece.elements}
    assert f"/meridian/t/{task}" in piece.links
    assert "Besides words, it understands" in (await browser.get(f"{SEARCH}/found?q=+")).text
    assert "Expected here:" in (await browser.get(f"{SEARCH}/found?q=labe:")).text


async def test_a_wrong_value_tells_what_could_stand_there(sign_in: SignIn, web: World) -> None:
    page = await (await sign_in("sam")).get(address("due:someday"), status=422)
    assert "Expected here: today tomorrow" in page.text


async def test_only_what_one_may_see_is_found(sign_in: SignIn, web: World) -> None:
    async with unit_of_work():
        await projects.create_project(web.sam, projects.NewProject(key="SEC", name="x", visibility="private"))
        await tasks.create_task(web.sam, "SEC", NewTask(title="A hidden zebra"))
    assert "hidden zebra" in (await (await sign_in("sam")).get(address("hidden"))).text
    assert "hidden zebra" not in (await (await sign_in("mateo")).get(address("hidden"))).text


async def test_many_results_go_on(sign_in: SignIn, web: World) -> None:
    async with unit_of_work():
        for number in range(21):
            await tasks.create_task(web.sam, "WEB", NewTask(title=f"Zebra {number:02}"))
    browser = await sign_in("sam")
    first = await browser.get(address("zebra"))
    found = {link for link in first.links if link.startswith("/meridian/t/WEB")}
    further = next(link for link in first.links if link.startswith(f"{SEARCH}?q=zebra&after="))
    second = await browser.get(further)
    rest = {link for link in second.links if link.startswith("/meridian/t/WEB")}
    assert (len(found), len(rest)) == (20, 1)
    assert not found & rest


@pytest.mark.parametrize("text", [text for text, _ in HINTS])
async def test_every_hint_is_a_filter(text: str, sign_in: SignIn, task: str) -> None:
    await (await sign_in("sam")).get(address(text))


def test_the_place_of_a_fault_divides_the_text_and_the_suggestion_fills_it() -> None:
    for text, before, at, behind, corrected in (
        ("a labell:x b", "a ", "labell", ":x b", "a label:x b"),
        ("LABELL:x", "", "LABELL", ":x", "label:x"),
        ("priority:hihg or b", "priority:", "hihg", " or b", "priority:high or b"),
        ("(a", "(a", "", "", ""),
        ('say "x', "say ", '"', "x", ""),
    ):
        with pytest.raises(Invalid) as caught:
            tasks.read_filter(text, pointer="/query/q")
        fault = find_fault(text, caught.value, field="q")
        assert (fault["before"], fault["at"], fault["behind"], fault["corrected"]) == (before, at, behind, corrected)


def test_an_error_about_something_else_is_none_of_the_filter_s() -> None:
    error = Invalid.field("name", "missing", "is required")
    with pytest.raises(Invalid, match="is required"):
        find_fault("x", error, field="q")
