"""Tasks as CSV, as a JSON list, and as JSON lines. Pure."""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import orjson

from taskflow.transfer.cells import MARK, build_lines, join_names
from taskflow.transfer.custom_values import Fields

Row = dict[str, Any]
_COLUMNS: dict[str, Callable[[Row], Any]] = {
    "Key": lambda task: task["key"],
    "Project": lambda task: task["project"]["name"],
    "Title": lambda task: task["title"],
    "Description": lambda task: task["description"],
    "Column": lambda task: task["column"]["name"],
    "Status": lambda task: task["column"]["category"],
    "Priority": lambda task: task["priority"],
    "Assignees": lambda task: join_names(person["name"] for person in task["assignees"]),
    "Assignee e-mails": lambda task: join_names(person["email"] or "" for person in task["assignees"]).strip("; "),
    "Labels": lambda task: join_names(label["name"] for label in task["labels"]),
    "Start date": lambda task: task["start_date"],
    "Due date": lambda task: task["due_date"],
    "Due at": lambda task: task["due_at"],
    "Due zone": lambda task: task["due_zone"],
    "Estimate": lambda task: task["estimate"],
    "Recurrence": lambda task: task["recurrence"],
    "Parent": lambda task: task["parent"],
    "Blocked by": lambda task: join_names(task["blocked_by"]),
    "Comments": lambda task: task["comment_count"],
    "Files": lambda task: task["attachment_count"],
    "Created by": lambda task: task["created_by"]["name"],
    "Created at": lambda task: task["created_at"],
    "Changed at": lambda task: task["updated_at"],
    "Completed at": lambda task: task["completed_at"],
}
_PLAIN = (
    "key", "title", "description", "priority", "assignees", "start_date", "due_date", "due_at", "due_zone", "estimate",
    "recurrence", "parent", "blocked_by", "comment_count", "attachment_count", "created_by", "created_at", "updated_at",
    "completed_at",
)  # fmt: skip


class Writer(Protocol):
    """Makes the bytes of a file: its beginning, its tasks in batches, and its end."""

    def begin(self) -> bytes:
        """What comes first."""

    def write(self, tasks: Sequence[Row]) -> bytes:
        """Some tasks."""

    def end(self) -> bytes:
        """What comes last."""


class CsvWriter:
    """A line for each task below a line of names; the custom fields stand last, each as `Field: its name`."""

    def __init__(self, fields: Fields, *, byte_order_mark: bool) -> None:
        self._fields, self._mark = fields, MARK if byte_order_mark else ""

    def begin(self) -> bytes:
        """The names of the columns."""
        names = [*_COLUMNS, *(f"Field: {name}" for name in self._fields.names)]
        return (self._mark + build_lines([names])).encode()

    def write(self, tasks: Sequence[Row]) -> bytes:
        """A line for each."""
        return build_lines([self._list_cells(task) for task in tasks]).encode()

    def end(self) -> bytes:
        """Nothing."""
        return b""

    def _list_cells(self, task: Row) -> list[Any]:
        custom = self._fields.read(task["custom"])
        return [*(read(task) for read in _COLUMNS.values()), *(custom.get(name) for name in self._fields.names)]


class JsonWriter:
    """An object for each task: in a list, or as a line each."""

    def __init__(self, fields: Fields, *, as_lines: bool) -> None:
        self._fields, self._as_lines, self._is_first = fields, as_lines, True

    def begin(self) -> bytes:
        """The beginning of the list."""
        return b"" if self._as_lines else b"["

    def write(self, tasks: Sequence[Row]) -> bytes:
        """An object for each."""
        objects = [orjson.dumps(build_task(task, self._fields), default=str, option=orjson.OPT_UTC_Z) for task in tasks]
        if self._as_lines:
            return b"".join(line + b"\n" for line in objects)
        lead = b"\n" if self._is_first else b",\n"
        self._is_first = False
        return lead + b",\n".join(objects)

    def end(self) -> bytes:
        """The end of the list."""
        return b"" if self._as_lines else b"\n]\n"


def build_task(task: Row, fields: Fields) -> Row:
    """A task as an export tells it."""
    told = {name: task[name] for name in _PLAIN}
    return told | {
        "estimate": None if task["estimate"] is None else float(task["estimate"]),
        "project": {"key": task["project"]["key"], "name": task["project"]["name"]},
        "column": {"name": task["column"]["name"], "category": task["column"]["category"]},
        "labels": [label["name"] for label in task["labels"]],
        "fields": fields.read(task["custom"]),
    }
