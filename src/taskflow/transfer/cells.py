"""CSV as RFC 4180 has it, whose cells no spreadsheet takes for formulas. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

MARK = "\ufeff"
SEPARATOR = "; "
# A spreadsheet runs what begins with one of these.
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def build_lines(rows: Iterable[Sequence[Any]]) -> str:
    """The rows as CSV: comma, CRLF, quotes where they are needed."""
    target = io.StringIO(newline="")
    csv.writer(target, lineterminator="\r\n").writerows([build_cell(value) for value in row] for row in rows)
    return target.getvalue()


def build_cell(value: Any) -> str:
    """A value as a cell. Text that a spreadsheet would run gets an apostrophe in front; `read_cell` takes it off."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date | int | float):
        return str(value)
    text = str(value)
    # An apostrophe that was there before a dangerous character gets one too, so that reading is exact.
    return f"'{text}" if text.lstrip("'").startswith(_DANGEROUS) else text


def read_cell(text: str) -> str:
    """The text of a cell that `build_cell` made; any other as it is."""
    return text[1:] if text.startswith("'") and text.lstrip("'").startswith(_DANGEROUS) else text


def join_names(names: Iterable[str]) -> str:
    """Several names in one cell."""
    return SEPARATOR.join(names)
