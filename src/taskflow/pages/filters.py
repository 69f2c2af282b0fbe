"""The filters of a task list are its address: reading them, and building the addresses of other choices."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field
from werkzeug.datastructures import MultiDict

from taskflow.pages.addresses import with_query
from taskflow.platform.validation import Input, Name, parse
from taskflow.tasks import Node, Priority, build_filter, join, print_filter, read_filter, read_sort

Row = dict[str, Any]
# The orders that are offered; an address may say any other that the API knows.
SORTS: dict[str, str] = {
    "-updated": "Last changed",
    "due": "Due date",
    "-priority,due": "Priority, due date",
    "start": "Start date",
    "-number": "Newest",
    "number": "Oldest",
    "title": "Title",
    "-completed": "Last completed",
}


class ListQuery(Input):
    """What the address of a list may say; `view` is the saved view that it began from."""

    filter: Annotated[str, Field(max_length=1000)] = ""
    status: Literal["open", "done", "all"] = "open"
    assignee: Literal["me", "none"] | UUID | None = None
    priority: Priority | None = None
    column: UUID | None = None
    label: Name | None = None
    q: Name | None = None
    sort: Annotated[str, Field(max_length=100)] = "-updated"
    view: UUID | None = None
    after: str | None = None

    def build_filter(self, project_key: str | None = None) -> Node:
        """The filter that this asks for. Raises Invalid when its text is none."""
        return build_filter(
            self.filter,
            project_key=project_key,
            status=self.status if self.says_status else None,
            assignee=self.assignee,
            priority=self.priority,
            column_id=self.column,
            label=self.label,
            words=self.q,
        )

    @property
    def says_status(self) -> bool:
        """True when a status was chosen; else the filter's own counts, and without one the open tasks are meant."""
        return "status" in self.model_fields_set

    @property
    def is_narrowed(self) -> bool:
        """True when the list leaves something out that the plain address shows."""
        return bool(self.model_fields_set - {"sort", "after", "view"})

    def address(self, path: str, **changes: Any) -> str:
        """The address of this list with other choices; a choice that is the default is left out, and so is `after`."""
        values = {name: getattr(self, name) for name in self.model_fields_set if name != "after"} | changes
        plain = {name: info.default for name, info in type(self).model_fields.items()}
        # Beside a filter, `open` is no default: the filter may ask about the status itself.
        plain["status"] = None if values.get("filter") else plain["status"]
        return with_query(path, **{name: value for name, value in values.items() if value != plain[name]})


def read_query(arguments: MultiDict[str, str]) -> ListQuery:
    """The query of a list. Raises Invalid for what is not one of the choices; blank ones are left out."""
    query = parse(ListQuery, {name: text for name, text in arguments.items() if text.strip()})
    read_sort(query.sort)
    return query


def write_filter(query: ListQuery, *, people: Sequence[Row] = (), columns: Sequence[Row] = ()) -> str:
    """All that the query asks for in the filter language, with the names of those `people` and `columns`.

    Raises Invalid when its filter is none.
    """
    texts = [
        f"status:{query.status}" if query.says_status else "",
        _write("assignee", query.assignee, {row["id"]: f"@{quote(row['name'])}" for row in people}),
        f"priority:{query.priority}" if query.priority else "",
        _write("column", query.column, {row["id"]: quote(row["name"]) for row in columns}),
        f"label:{quote(query.label)}" if query.label else "",
        *(word if word.isalnum() else quote(word) for word in (query.q or "").split()),
    ]
    nodes = [read_filter(text) for text in texts if text]
    return print_filter(join(*nodes, read_filter(query.filter)))


def _write(field: str, value: str | UUID | None, names: dict[UUID, str]) -> str:
    if value is None:
        return ""
    return f"{field}:{names.get(value, value) if isinstance(value, UUID) else value}"


def quote(text: str) -> str:
    """The text in quotes, as the filter language reads it."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
