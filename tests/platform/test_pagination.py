"""Cursors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.platform.errors import Invalid
from taskflow.platform.pagination import build_page, decode_cursor, encode_cursor


@given(st.lists(st.text() | st.integers(-(2**53), 2**53) | st.none(), min_size=1, max_size=3))
def test_a_cursor_gives_back_its_values(values: list[object]) -> None:
    assert decode_cursor(encode_cursor(*values), size=len(values)) == values


@given(st.text())
def test_a_made_up_cursor_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as caught:
        decode_cursor(text, size=7)
    assert caught.value.errors[0].pointer == "/query/after"


def test_a_page_knows_whether_there_is_more() -> None:
    rows = [{"id": n} for n in range(3)]
    assert build_page(rows, 3, "id").next_cursor is None
    page = build_page(rows, 2, "id")
    assert page.items == rows[:2]
    assert decode_cursor(page.next_cursor or "", size=1) == [1]
