"""The filters of a list are its address."""

import pytest
from werkzeug.datastructures import MultiDict

from taskflow.pages.filters import SORTS, read_query
from taskflow.platform.errors import Invalid


def test_blank_choices_are_no_choices() -> None:
    query = read_query(MultiDict([("status", ""), ("q", "  "), ("priority", "high")]))
    assert query.priority == "high"
    assert query.address("/x") == "/x?priority=high"
    assert query.is_narrowed


def test_the_plain_address_is_not_narrowed() -> None:
    query = read_query(MultiDict([("sort", "due")]))
    assert not query.is_narrowed
    assert query.address("/x") == "/x?sort=due"


def test_another_choice_begins_at_the_first_page() -> None:
    query = read_query(MultiDict([("status", "done"), ("after", "abc")]))
    assert query.address("/x", sort="due") == "/x?status=done&sort=due"
    assert query.address("/x", status="open") == "/x"
    assert query.address("/x", after="def") == "/x?status=done&after=def"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("status", "maybe"),
        ("priority", "9"),
        ("assignee", "bob"),
        ("sort", "colour"),
        ("sort", "due,due"),
        ("column", "1"),
        ("x", "1"),
        ("q", "\x00"),
    ],
)
def test_what_is_not_a_choice_is_refused(name: str, text: str) -> None:
    with pytest.raises(Invalid):
        read_query(MultiDict([(name, text)]))


def test_every_sort_that_is_offered_is_one() -> None:
    for sort in SORTS:
        assert read_query(MultiDict([("sort", sort)])).sort == sort
