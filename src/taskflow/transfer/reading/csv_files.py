"""Reading tasks from CSV: any separator, any column names, one task a line."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from taskflow.transfer.cells import read_cell
from taskflow.transfer.reading.drafts import Draft, Unreadable

LONGEST_LINE, LONGEST_CELL, MOST_COLUMNS = 1024 * 1024, 131_072, 200
IGNORED, CUSTOM = "", "field:"
# Our names for what a column may hold, and what such columns are called by us and by others.
KNOWN: dict[str, tuple[str, ...]] = {
    "id": ("key", "id", "issue key", "task id", "number"),
    "title": ("title", "name", "task", "task name", "summary", "subject", "card name"),
    "description": ("description", "notes", "note", "body", "details", "card description", "content"),
    "column": ("column", "list", "list name", "section", "section/column", "stage", "bucket", "status", "state"),
    "priority": ("priority",),
    "people": ("assignee e-mails", "assignees", "assignee", "assigned to", "owner", "members", "assignee email"),
    "labels": ("labels", "label", "tags", "tag"),
    "start_date": ("start date", "start", "start on"),
    "due_date": ("due date", "due", "deadline", "due on"),
    "due_at": ("due at",),
    "due_zone": ("due zone",),
    "estimate": ("estimate", "points", "story points", "estimated hours"),
    "recurrence": ("recurrence",),
    "parent": ("parent", "parent task", "parent id", "parent key"),
    "author": ("created by", "creator", "reporter", "author"),
    "created_at": ("created at", "created", "created on"),
    "completed_at": ("completed at", "completed on", "completed", "closed at", "date completed"),
}
_SEPARATORS = ",;\t|"


def guess_mapping(names: list[str]) -> dict[str, str]:
    """What each column holds, judged by its name: one of KNOWN, a custom field (`field:` and its name), or nothing.

    Of several columns for the same, the one whose name is the surest is taken. Pure.
    """
    found = {name: CUSTOM + name[6:].strip() for name in names if name.lower().startswith("field:")}
    by_name = {name.strip().lower(): name for name in reversed(names)}
    for field, words in KNOWN.items():
        fitting = next((by_name[word] for word in words if word in by_name and by_name[word] not in found), None)
        if fitting is not None:
            found[fitting] = field
    return {name: found.get(name, IGNORED) for name in names}


def read_names(file: BinaryIO) -> list[str]:
    """The names of the columns, from the first line. Raises Unreadable."""
    lines, separator = _open(file)
    return _read_header(csv.reader(lines, delimiter=separator, strict=True))


def read_csv(file: BinaryIO, mapping: dict[str, str]) -> Iterator[Draft]:
    """The tasks in their order; `mapping` says what each column holds. Raises Unreadable naming the row."""
    lines, separator = _open(file)
    reader = csv.reader(lines, delimiter=separator, strict=True)
    fields = [mapping.get(name, IGNORED) for name in _read_header(reader)]
    number = 1
    while True:
        number += 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise Unreadable(f"Row {number}: {_tell(error)}") from None
        if cells is None:
            return
        if any(cell.strip() for cell in cells):
            yield _build(number, fields, cells)


def _build(number: int, fields: list[str], cells: list[str]) -> Draft:
    values: dict[str, str] = {}
    custom: dict[str, str] = {}
    for field, cell in zip(fields, cells, strict=False):
        text = read_cell(cell).strip()
        if text and field.startswith(CUSTOM):
            custom[field.removeprefix(CUSTOM)] = text
        elif text and field:
            values[field] = text
    draft = Draft(values.pop("id", f"row {number}"), f"row {number}", values.pop("title", ""), custom=custom)
    draft.column, draft.author, draft.parent = (values.pop(name, "") for name in ("column", "author", "parent"))
    draft.people, draft.labels = (_split(values.pop(name, "")) for name in ("people", "labels"))
    draft.is_done = "completed_at" in values
    draft.values = values
    return draft


def _split(text: str) -> list[str]:
    """Several names of one cell: between semicolons, or commas when there are none."""
    return [part.strip() for part in text.split(";" if ";" in text else ",") if part.strip()]


def _open(file: BinaryIO) -> tuple[Iterator[str], str]:
    file.seek(0)
    lines = _read_lines(file)
    first = next(lines, "")
    if not first.strip():
        raise Unreadable("The first line is empty: it must hold the names of the columns")
    separator = max(_SEPARATORS, key=first.count)

    def whole() -> Iterator[str]:
        yield first
        yield from lines

    return whole(), separator


def _read_lines(file: BinaryIO) -> Iterator[str]:
    number = 0
    while line := file.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise Unreadable(f"Line {number} is longer than {LONGEST_LINE:,} bytes")
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError:
            raise Unreadable(f"Line {number} is not UTF-8: save the file as CSV in UTF-8") from None
        if "\0" in text:
            raise Unreadable(f"Line {number} holds a NUL character: this is no CSV")
        yield text


def _read_header(reader: Iterator[list[str]]) -> list[str]:
    try:
        names = [name.strip() for name in next(reader)]
    except csv.Error as error:
        raise Unreadable(f"The first line: {_tell(error)}") from None
    if len(names) > MOST_COLUMNS:
        raise Unreadable(f"The first line names more than {MOST_COLUMNS} columns")
    if len(set(names) - {""}) < len([name for name in names if name]):
        twice = next(name for name in names if name and names.count(name) > 1)
        raise Unreadable(f"The first line names the column {twice[:100]} twice")
    return names


def _tell(error: csv.Error) -> str:
    text = str(error)
    if "field limit" in text:
        return f"a cell is longer than {LONGEST_CELL:,} characters"
    return f"the quotes do not fit ({text})" if "'" in text or "EOF" in text or "end of data" in text else text
