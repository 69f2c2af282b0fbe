"""A table as CSV that a spreadsheet only shows: no cell of it is run as a formula. Pure."""

import csv
import io
from collections.abc import Iterable
from typing import Any

# What a cell may begin with for a spreadsheet to take it for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_BOM = "\ufeff"  # by which spreadsheets know that it is UTF-8


def build_csv(columns: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """UTF-8 with a mark, commas, lines that end with CR LF; empty for None."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([build_cell(column) for column in columns])
    writer.writerows([build_cell(value) for value in row] for row in rows)
    return (_BOM + text.getvalue()).encode()


def build_cell(value: Any) -> str:
    """A value as text; one that would be a formula begins with an apostrophe. Numbers stay numbers."""
    if value is None:
        return ""
    text = str(value).replace("\0", "")
    is_number = isinstance(value, int | float)
    return f"'{text}" if text.startswith(_FORMULA) and not is_number else text
