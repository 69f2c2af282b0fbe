"""Values from outside: every error is named, none reaches the database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.identity import NewUser
from taskflow.platform.errors import Invalid
from taskflow.platform.validation import parse
from taskflow.tasks import NewTask, TaskChanges
from taskflow.workspaces import NewWorkspace

USER = {"email": "sam@example.org", "name": "Sam", "password": "a long sentence"}


def _pointers(model: type, values: object) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        parse(model, values)
    return {error.pointer: error.code for error in caught.value.errors}


def test_every_wrong_field_is_named_at_once() -> None:
    wrong = {"email": "nonsense", "name": "", "password": "short", "colour": "red"}
    assert set(_pointers(NewUser, wrong)) == {"/email", "/name", "/password", "/colour"}


def test_missing_and_unknown_fields_have_their_own_codes() -> None:
    assert _pointers(NewTask, {"titel": "x"}) == {"/title": "missing", "/titel": "unknown_field"}


@pytest.mark.parametrize("text", ["a\x00b", "a\x07b", "line\nbreak", "\u2028"])
def test_a_title_is_a_single_line_without_control_characters(text: str) -> None:
    assert _pointers(NewTask, {"title": text or "x"}) == {"/title": "control_character"} or not text.strip()


def test_a_lone_surrogate_is_refused() -> None:
    assert set(_pointers(NewTask, {"title": "\ud800"})) == {"/title"}


def test_a_description_keeps_its_lines() -> None:
    assert parse(NewTask, {"title": "x", "description": "a\r\nb\tc"}).description == "a\nb\tc"


@pytest.mark.parametrize("value", ["2026-02-30", "2026-11-25T00:00:00Z", 5, "25.11.2026", "1000-01-01", 20261125, True])
def test_a_day_is_a_day(value: object) -> None:
    assert set(_pointers(NewTask, {"title": "x", "due_date": value})) == {"/due_date"}


def test_a_moment_needs_a_zone() -> None:
    assert "/due_at" in _pointers(NewTask, {"title": "x", "due_at": "2026-11-25T09:00:00", "due_zone": "UTC"})
    assert _pointers(NewTask, {"title": "x", "due_at": "2026-11-25T09:00:00Z"}) == {"": "due"}
    assert "/due_zone" in _pointers(
        NewTask, {"title": "x", "due_at": "2026-11-25T09:00:00Z", "due_zone": "Mars/Olympus"}
    )


def test_due_is_a_day_or_a_moment() -> None:
    both = {"title": "x", "due_date": "2026-11-25", "due_at": "2026-11-25T09:00:00Z", "due_zone": "Europe/Berlin"}
    assert _pointers(NewTask, both) == {"": "due"}


@pytest.mark.parametrize("slug", ["api", "-a", "a-", "a--b", "A", "a", "login", "ab c", "ümlaut", "x" * 41])
def test_a_slug_fits_into_a_url(slug: str) -> None:
    assert set(_pointers(NewWorkspace, {"name": "x", "slug": slug})) == {"/slug"}


@pytest.mark.parametrize("email", ["a", "a@", "@b", "a b@c.de", "a@b\n.de", "a@b..de", "<a@b.de>", "x" * 65 + "@b.de"])
def test_an_address_is_an_address(email: str) -> None:
    assert "/email" in _pointers(NewUser, USER | {"email": email})


@pytest.mark.parametrize("email", ["a@b.de", "a+b@sub.example.org", "ünal@örnek.de", "o'neil@example.org"])
def test_real_addresses_are_taken(email: str) -> None:
    assert parse(NewUser, USER | {"email": email}).email == email


def test_a_password_is_not_the_name() -> None:
    assert _pointers(NewUser, USER | {"password": "sam@example.org"}) == {"": "weak_password"}
    assert _pointers(NewUser, USER | {"password": "aaaaaaaaaaaaa"}) == {"/password": "weak_password"}


@given(st.dictionaries(st.sampled_from(["title", "priority", "due_date", "x"]), st.none() | st.text() | st.integers()))
def test_any_values_are_parsed_or_refused(values: dict[str, object]) -> None:
    try:
        parse(TaskChanges, values)
    except Invalid as error:
        assert error.errors  # noqa: PT017  both outcomes are right, the error must be explained
