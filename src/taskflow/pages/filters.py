"""The filters of a task list are its address: reading them, and building the addresses of other choices."""

from typing import Any, Literal
from uuid import UUID

from werkzeug.datastructures import MultiDict

from taskflow.pages.addresses import with_query
from taskflow.platform.validation import Input, Name, parse
from taskflow.tasks import Node, Priority, build_filter

Sort = Literal["-updated", "due", "-priority", "-number", "number"]
SORTS: dict[Sort, str] = {
    "-updated": "Last changed",
    "due": "Due date",
    "-priority": "Priority",
    "-number": "Newest",
    "number": "Oldest",
}


class ListQuery(Input):
    """What the address of a list may say."""

    status: Literal["open", "done", "all"] = "open"
    assignee: Literal["me", "none"] | UUID | None = None
    priority: Priority | None = None
    column: UUID | None = None
    label: Name | None = None
    q: Name | None = None
    sort: Sort = "-updated"
    after: str | None = None

    def build_filter(self, project_key: str) -> Node:
        """The filter that this asks for."""
        return build_filter(
            project_key=project_key,
            status=self.status,
            assignee=self.assignee,
            priority=self.priority,
            column_id=self.column,
            label=self.label,
            words=self.q,
        )

    @property
    def is_narrowed(self) -> bool:
        """True when the list leaves something out that the plain address shows."""
        return bool(self.model_fields_set - {"sort", "after"})

    def address(self, path: str, **changes: Any) -> str:
        """The address of this list with other choices; a choice that is the default is left out, and so is `after`."""
        values = {name: getattr(self, name) for name in self.model_fields_set if name != "after"} | changes
        plain = {name: info.default for name, info in type(self).model_fields.items()}
        return with_query(path, **{name: value for name, value in values.items() if value != plain[name]})


def read_query(arguments: MultiDict[str, str]) -> ListQuery:
    """The query of a list. Raises Invalid for what is not one of the choices; blank ones are left out."""
    return parse(ListQuery, {name: text for name, text in arguments.items() if text.strip()})
