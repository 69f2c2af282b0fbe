"""Cells of a CSV are read back as they were, and none of them is a formula."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.transfer.cells import build_cell, build_lines, read_cell

TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
FORMULAS = st.tuples(st.sampled_from(["", "'", "''"]), st.sampled_from("=+-@\t\r"), TEXTS).map("".join)


@given(TEXTS | FORMULAS)
def test_a_cell_is_read_back_as_it_was_and_is_no_formula(text: str) -> None:
    cell = build_cell(text)
    assert read_cell(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


@given(st.lists(st.lists(TEXTS | FORMULAS, min_size=2, max_size=4), max_size=5))
def test_lines_are_read_back_as_they_were(rows: list[list[str]]) -> None:
    read = csv.reader(io.StringIO(build_lines(rows), newline=""), strict=True)
    assert [[read_cell(cell) for cell in row] for row in read] == rows


@pytest.mark.parametrize(
    ("text", "cell"),
    [("=1+1", "'=1+1"), ("-5", "'-5"), ("'=x", "''=x"), ("'tis", "'tis"), ("a=1", "a=1"), ("\tx", "'\tx")],
)
def test_only_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str, cell: str) -> None:
    assert build_cell(text) == cell


def test_a_negative_number_stays_a_number() -> None:
    assert build_cell(-5) == "-5"
