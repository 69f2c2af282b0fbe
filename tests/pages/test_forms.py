"""From what a browser posts to what the domain takes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from taskflow.pages.forms import EMPTY, build_state, collect, is_own_path
from taskflow.platform.errors import Invalid
from taskflow.platform.validation import parse
from taskflow.projects import ColumnChanges, NewProject
from taskflow.tasks import NewTask, TaskChanges


def form(*pairs: tuple[str, str]) -> MultiDict[str, str]:
    return MultiDict(pairs)


def test_a_blank_field_is_left_out_where_the_model_does_not_take_none() -> None:
    assert collect(NewProject, form(("key", "WEB"), ("name", " "), ("description", ""))) == {"key": "WEB"}


def test_a_blank_field_is_none_where_the_model_takes_none() -> None:
    assert collect(ColumnChanges, form(("wip_limit", ""), ("name", "Doing"))) == {"wip_limit": None, "name": "Doing"}


def test_a_text_may_be_emptied() -> None:
    assert collect(TaskChanges, form(("description", "")), texts=("description",)) == {"description": ""}


def test_lists_take_every_tick_and_controls_are_not_values() -> None:
    posted = form(
        ("labels", "a"), ("labels", "b"), ("csrf_token", "x"), ("version", "3"), ("next", "/"), ("form", "new")
    )
    assert collect(NewTask, posted) == {"labels": ["a", "b"]}


def test_a_field_that_is_not_known_is_refused_by_name() -> None:
    with pytest.raises(Invalid) as refused:
        parse(NewProject, collect(NewProject, form(("key", "WEB"), ("name", "Web"), ("is_admin", "1"))))
    assert refused.value.errors[0].pointer == "/is_admin"


def test_a_refused_form_keeps_what_was_typed_but_no_password() -> None:
    posted = form(("email", "sam@example"), ("password", "secret"), ("scopes", "read"), ("scopes", "write"))
    state = build_state(posted, Invalid.field("email", "email", "must be an e-mail address"))
    assert state.value("email") == "sam@example"
    assert state.value("password") == ""
    assert list(state.chosen("scopes")) == ["read", "write"]
    assert state.error("email") == "must be an e-mail address"
    assert state.summary == [{"name": "email", "text": "E-mail must be an e-mail address"}]


def test_an_unticked_box_of_a_refused_form_stays_unticked() -> None:
    state = build_state(form(("name", "x")), Invalid.field("name", "short", "is too short"))
    assert list(state.chosen("scopes", ["read"])) == []
    assert state.value("theme", "dark") == ""


def test_an_untouched_form_shows_what_is_stored() -> None:
    assert EMPTY.value("name", "Website") == "Website"
    assert list(EMPTY.chosen("labels", [1, 2])) == ["1", "2"]
    assert EMPTY.summary == []


def test_only_the_form_that_was_sent_shows_the_errors_on_a_page_of_several() -> None:
    state = build_state(form(("form", "new"), ("name", "")), Invalid.field("name", "missing", "is required"))
    assert state.of("new").error("name") == "is required"
    assert state.of("other").error("name") == ""


def test_an_error_of_no_field_is_told_as_a_sentence() -> None:
    state = build_state(form(("name", "x")), Invalid("due is either a day or a moment"))
    assert state.summary == [{"name": "", "text": "Due is either a day or a moment"}]


@pytest.mark.parametrize("address", ["/", "/meridian/my", "/meridian/p/WEB/list?status=done&sort=due", "/a//b"])
def test_our_own_pages_may_be_gone_to(address: str) -> None:
    assert is_own_path(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "//evil.example",
        "///evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "https://evil.example/",
        "javascript:alert(1)",
        "evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        " //evil.example",
        "/\u2028/evil.example",
        "/%0a\x00",
    ],
)
def test_other_sites_may_not_be_gone_to(address: str) -> None:
    assert not is_own_path(address)


@given(st.text(max_size=40))
def test_what_is_our_own_begins_with_one_slash_and_has_no_backslash(address: str) -> None:
    if is_own_path(address):
        assert address[0] == "/"
        assert address[1:2] != "/"
        assert "\\" not in address
        assert address.isprintable()
