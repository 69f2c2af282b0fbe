"""Which tasks a list holds, and in which order."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from taskflow import tasks
from taskflow.api.operations import PageQuery
from taskflow.tasks import SORT_KEYS, Node, Order, Priority

_WORDS = ("me", "none")


def _who(value: str) -> str:
    if value in _WORDS:
        return value
    try:
        return str(UUID(value))
    except ValueError:
        raise PydanticCustomError("assignee", "must be me, none or a member's id") from None


Who = Annotated[
    str,
    AfterValidator(_who),
    Field(
        examples=["me"],
        description="`me`, `none`, or a member's id",
        json_schema_extra={"anyOf": [{"enum": list(_WORDS)}, {"format": "uuid"}]},
    ),
]
FilterText = Annotated[
    str,
    Field(
        max_length=1000,
        examples=["label:bug due<7d"],
        description="The filter language, as in the search box: `label:bug due<7d -assignee:none`",
    ),
]
SortText = Annotated[
    str,
    Field(
        max_length=100,
        examples=["-priority,due"],
        description=f"Up to three of {', '.join(SORT_KEYS)}; a minus in front: the highest first",
    ),
]


class ProjectTaskQuery(PageQuery):
    """Which tasks of a project."""

    filter: FilterText = ""
    status: Annotated[
        Literal["open", "done", "all"] | None,
        Field(description="Open tasks without it, unless `filter` asks about status or completion"),
    ] = None
    assignee: Who | None = None
    priority: Priority | None = None
    column: Annotated[UUID, Field(description="A column's id")] | None = None
    label: Annotated[str, Field(min_length=1, max_length=40, examples=["bug"], description="A label's name")] | None = (
        None
    )
    due: (
        Annotated[str, Field(max_length=40, examples=["<7d"], description="As `due` in `filter`, without `due`")] | None
    ) = None
    q: (
        Annotated[str, Field(max_length=200, examples=["login"], description="Words to find, whatever they are")] | None
    ) = None
    sort: SortText = "number"

    def build(self, project_key: str | None) -> Node:
        """The filter as the domain takes it. Raises Invalid."""
        who = self.assignee
        return tasks.build_filter(
            self.filter,
            project_key=project_key,
            status=self.status,
            assignee="me" if who == "me" else "none" if who == "none" else UUID(who) if who else None,
            priority=self.priority,
            column_id=self.column,
            label=self.label,
            due=self.due,
            words=self.q,
        )

    def read_order(self) -> Order:
        """The order as the domain takes it. Raises Invalid."""
        return tasks.read_sort(self.sort)


class TaskQuery(ProjectTaskQuery):
    """Which tasks of a workspace."""

    project: Annotated[str, Field(max_length=6, examples=["WEB"], description="A project's key")] | None = None
