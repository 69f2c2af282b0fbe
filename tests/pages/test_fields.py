"""The fields that a project adds to its tasks: making them, and filling them in."""

from typing import Any

import pytest

from taskflow import projects, tasks
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.projects import NewField, Option
from taskflow.tasks import FieldValue
from taskflow.world import World
from tests.pages.conftest import SignIn
from tests.pages.test_escaping import ATTACKS, FOREIGN
from tests.pages.test_every_page import check_markup
from tests.support.markup import Form, Markup

SETTINGS, PAGE, NEW = "/meridian/p/WEB/settings/fields", "/meridian/t/WEB-1", "/meridian/t/new"
Fields = dict[str, dict[str, Any]]


@pytest.fixture
async def fields(web: World) -> Fields:
    """One field of each kind in WEB, by kind."""
    async with unit_of_work():
        options = [Option(name="High", hue="rose"), Option(name="Low")]
        return {
            kind: await projects.create_field(
                web.sam, "WEB", NewField(name=f"Our {kind}", kind=kind, options=options if kind == "select" else [])
            )
            for kind in projects.FIELD_KINDS
        }


async def fill(web: World, field: dict[str, Any], value: str | float) -> None:
    async with unit_of_work():
        await tasks.set_field(web.sam, "WEB-1", field["id"], FieldValue(value=value))


def form_of(page: Markup, field: dict[str, Any]) -> Form:
    return page.form(f"{PAGE}/fields/{field['id']}")


async def list_names(web: World) -> list[str]:
    return [row["name"] for row in await projects.list_fields(await projects.get_project(web.sam, "WEB"))]


async def test_fields_of_every_kind_are_made(sign_in: SignIn, web: World) -> None:
    browser = await sign_in("mateo")
    for kind in projects.FIELD_KINDS:
        form = (await browser.get(SETTINGS)).form(SETTINGS)
        await browser.submit(form, name=kind.title(), kind=kind, options="High\n\n Low " if kind == "select" else "")
    rows = await projects.list_fields(await projects.get_project(web.sam, "WEB"))
    assert [row["kind"] for row in rows] == list(projects.FIELD_KINDS)
    assert [option["name"] for row in rows for option in row["options"]] == ["High", "Low"]


async def test_a_field_that_does_not_fit_is_shown_again_with_what_was_typed(sign_in: SignIn, fields: Fields) -> None:
    browser = await sign_in("mateo")
    form = (await browser.get(SETTINGS)).form(SETTINGS)
    answer = await browser.submit(form, status=422, name="our TEXT", kind="select", options="One\nTwo")
    assert "Name is the name of another field" in answer.page.text
    again = answer.page.form(SETTINGS)
    assert {("name", "our TEXT"), ("kind", "select"), ("options", "One\nTwo")} <= set(again.fields)
    assert "A select has options" in (await browser.submit(form, status=422, name="Ours", kind="select")).page.text


async def test_a_field_is_renamed_and_moved(sign_in: SignIn, web: World, fields: Fields) -> None:
    browser, path = await sign_in("mateo"), f"{SETTINGS}/{fields['text']['id']}"
    await browser.submit((await browser.get(SETTINGS)).form(path), name="Customer")
    [down] = [form for form in (await browser.get(SETTINGS)).forms if form.action == path and form.buttons]
    await browser.submit(down, position="1")
    assert (await list_names(web))[:2] == ["Our number", "Customer"]


async def test_options_are_renamed_ordered_added_and_taken_away(
    sign_in: SignIn, web: World, task: str, fields: Fields
) -> None:
    browser, path = await sign_in("mateo"), f"{SETTINGS}/{fields['select']['id']}"
    high, low = (option["id"] for option in fields["select"]["options"])
    await fill(web, fields["select"], high)
    page = await browser.get(SETTINGS)
    assert "1 task" in page.text
    kept = {"option_id": [high, low, ""], "option_hue": ["rose", "slate", "sky"], "option_place": ["2", "1", "3"]}
    answer = await browser.submit(page.form(path), status=422, option_name=["", "Minor", "New"], **kept)
    assert "1 task has High" in answer.page.text
    assert ("option_name", "Minor") in answer.page.form(path).fields
    await browser.submit(page.form(path), option_name=["Major", "Minor", "New"], **kept)
    field = await projects.get_field(await projects.get_project(web.sam, "WEB"), fields["select"]["id"])
    assert [option["name"] for option in field["options"]] == ["Minor", "Major", "New"]
    assert [option["id"] for option in field["options"]][:2] == [low, high]
    await browser.submit(page.form(path), status=422, option_name=["Major"], **kept)


async def test_what_is_lost_with_a_field_is_said_before(sign_in: SignIn, web: World, task: str, fields: Fields) -> None:
    await fill(web, fields["text"], "Acme")
    browser = await sign_in("mateo")
    page = await browser.get(SETTINGS)
    assert "1 task loses what it has in Our text. This cannot be undone." in page.text
    assert page.text.count("No task has anything in it") == len(fields) - 1
    await browser.submit(page.form(f"{SETTINGS}/{fields['text']['id']}/deletion"))
    assert "Our text" not in (await browser.get(PAGE)).text


@pytest.mark.parametrize(
    ("kind", "typed", "shown"),
    [("text", "Acme", "Acme"), ("number", "2.50", "2.5"), ("date", "2026-12-01", "1 Dec 2026"), ("select", "", "High"),
     ("member", "", "Aiko Tanaka")],
)  # fmt: skip
async def test_a_field_of_a_task_is_filled_in_told_and_left_empty_again(
    kind: str, typed: str, shown: str, *, sign_in: SignIn, web: World, task: str, fields: Fields
) -> None:
    browser = await sign_in("mateo")
    value = typed or (str(web.members["aiko"].id) if kind == "member" else fields["select"]["options"][0]["id"])
    form = form_of(await browser.get(PAGE), fields[kind])
    await browser.submit(form, value=value)
    page = await browser.get(PAGE)
    check_markup(page)
    assert shown in page.text
    assert f"Our {kind} none →" in (await browser.get(f"{PAGE}?show=activity")).text
    await browser.submit(form_of(page, fields[kind]), value="")
    assert (await tasks.get_task(web.sam, "WEB-1"))["custom"] == {}


@pytest.mark.parametrize(
    ("kind", "typed"), [("number", "many"), ("number", "1e999"), ("date", "soon"), ("select", "x")]
)
async def test_what_does_not_fit_into_a_field_is_named_and_kept(
    kind: str, typed: str, sign_in: SignIn, task: str, fields: Fields
) -> None:
    browser = await sign_in("mateo")
    answer = await browser.submit(form_of(await browser.get(PAGE), fields[kind]), status=422, value=typed)
    check_markup(answer.page)
    assert f"Our {kind} must be" in answer.page.text
    if kind != "select":
        assert ("value", typed) in form_of(answer.page, fields[kind]).fields
    assert ("value", "") in form_of(answer.page, fields["text"]).fields


async def test_a_field_that_somebody_else_filled_in_is_not_overwritten_unseen(
    sign_in: SignIn, web: World, task: str, fields: Fields
) -> None:
    browser = await sign_in("mateo")
    form = form_of(await browser.get(PAGE), fields["text"])
    await fill(web, fields["number"], 3)
    await browser.submit(form, value="Acme")
    await fill(web, fields["text"], "Umbrella")
    answer = await browser.submit(form, status=422, value="Acme 2")
    assert "It is Umbrella now" in answer.page.text
    await browser.submit(form_of(answer.page, fields["text"]), value="Acme 2")
    assert (await tasks.get_task(web.sam, "WEB-1"))["custom"][str(fields["text"]["id"])] == "Acme 2"


async def test_a_new_task_is_made_with_its_fields(sign_in: SignIn, web: World, fields: Fields) -> None:
    browser, number, text = await sign_in("mateo"), *(f"field-{fields[kind]['id']}" for kind in ("number", "text"))
    form = (await browser.get(f"{NEW}?project=WEB")).form(NEW)
    answer = await browser.submit(form, status=422, title="New", **{number: "many", text: "Acme"})
    check_markup(answer.page)
    assert "Our number must be a number" in answer.page.text
    assert {("title", "New"), (number, "many"), (text, "Acme")} <= set(answer.page.form(NEW).fields)
    await browser.submit(answer.page.form(NEW), **{number: "4"})
    custom = (await tasks.get_task(web.sam, "WEB-1"))["custom"]
    assert custom == {str(fields["number"]["id"]): 4, str(fields["text"]["id"]): "Acme"}


async def test_a_guest_reads_fields_and_changes_none(sign_in: SignIn, web: World, task: str, fields: Fields) -> None:
    await fill(web, fields["text"], "Acme")
    lena = await sign_in("lena")
    page = await lena.get(PAGE)
    assert "Our text Acme" in page.text
    assert not [form for form in page.forms if "/fields/" in form.action]
    token = dict(page.form("/logout").fields)["csrf_token"]
    for path in (f"{PAGE}/fields/{fields['text']['id']}", SETTINGS, f"{SETTINGS}/{fields['text']['id']}/deletion"):
        sent = [("csrf_token", token), ("value", "x"), ("version", "1"), ("name", "x"), ("kind", "text")]
        assert (await lena.post(path, sent)).status_code == 403


@pytest.mark.parametrize("attack", ATTACKS)
async def test_fields_and_what_is_in_them_are_text(attack: str, sign_in: SignIn, web: World, task: str) -> None:
    async with unit_of_work():
        options = [Option(name=attack[:50])]
        field = await projects.create_field(web.sam, "WEB", NewField(name=attack[:50], kind="select", options=options))
        text = await projects.create_field(web.sam, "WEB", NewField(name="Text", kind="text"))
    await fill(web, field, field["options"][0]["id"])
    await fill(web, text, attack)
    browser = await sign_in("sam")
    for path in (SETTINGS, PAGE, f"{PAGE}?show=activity", f"{NEW}?project=WEB"):
        page = await browser.get(path)
        check_markup(page)
        assert not {tag for tag, _ in page.elements} & FOREIGN
