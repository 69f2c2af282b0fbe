"""Every component renders from nothing but what it was promised, into sound markup."""

from pathlib import Path

import pytest

from tests.assets.gallery import build_context, build_environment
from tests.support.markup import Markup

PAGES = ("gallery", "board", "arrival")


def _render(built: Path, name: str, **more: object) -> Markup:
    page = Markup(build_environment(built).get_template(f"{name}.html.j2").render(build_context(**more)))
    assert page.unclosed == []
    return page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_sound_markup_without_doubled_ids(built: Path, name: str) -> None:
    ids = [attributes["id"] for _, attributes in _render(built, name).elements if "id" in attributes]
    assert ids
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("name", PAGES)
def test_what_describes_or_labels_something_is_there(built: Path, name: str) -> None:
    page = _render(built, name)
    ids = {attributes["id"] for _, attributes in page.elements if "id" in attributes}
    for _, attributes in page.elements:
        for reference in ("for", "aria-describedby", "aria-labelledby", "popovertarget"):
            assert set(attributes.get(reference, "").split()) <= ids


@pytest.mark.parametrize("name", PAGES)
def test_every_posted_form_carries_the_token(built: Path, name: str) -> None:
    forms = [form for form in _render(built, name).forms if form.method == "post"]
    assert forms
    assert all(("csrf_token", "the-token") in form.fields for form in forms)


def test_a_refused_form_shows_what_was_typed_and_what_is_wrong(built: Path) -> None:
    page = _render(built, "gallery")
    inputs = {a.get("id"): a for tag, a in page.elements if tag == "input"}
    assert inputs["title"]["aria-invalid"] == "true"
    assert inputs["title"]["aria-describedby"].split() == ["title-error", "title-hint"]
    assert "#title" in page.links
    assert "Title is required" in page.text
    assert ("priority", "high") in page.form("/meridian/t/new").fields
    assert ("assignees", "sam") in page.form("/meridian/t/new").fields


def test_a_card_moves_to_any_column_without_scripts(built: Path) -> None:
    form = _render(built, "board").form("/meridian/t/WEB-203/position")
    assert ("version", "7") in form.fields
    assert [value for name, value in form.buttons if name == "column_id"] == ["c-todo", "c-doing", "c-review", "c-done"]


def test_who_may_not_change_tasks_gets_no_forms_on_the_board(built: Path) -> None:
    may = build_context()["may"] | {"edit_task": False, "create_task": False}
    page = _render(built, "board", may=may)
    assert not [form for form in page.forms if "/t/" in form.action]
    assert not [link for link in page.links if "/t/new" in link]


@pytest.mark.parametrize(("theme", "schemes"), [("light", ["light"]), ("dark", ["dark"]), ("system", ["light dark"])])
def test_the_theme_is_the_person_s(built: Path, theme: str, schemes: list[str]) -> None:
    page = _render(built, "board", theme=theme)
    assert ("html", theme) in [(tag, attributes.get("data-theme")) for tag, attributes in page.elements]
    assert [a["content"] for tag, a in page.elements if tag == "meta" and a.get("name") == "color-scheme"] == schemes


def test_text_of_people_is_escaped(built: Path) -> None:
    columns = build_context()["columns"]
    columns[0]["tasks"][0]["title"] = '<img src=x onerror="x()">'
    page = _render(built, "board", columns=columns)
    assert not [tag for tag, _ in page.elements if tag == "img"]
    assert '<img src=x onerror="x()">' in page.text
