"""What people send to change many tasks at once."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from taskflow.platform.validation import Changes, Input
from taskflow.projects import ProjectKey
from taskflow.tasks.amounts import Estimate
from taskflow.tasks.inputs import Dates, FieldContentGiven, Priority

MAX_TASKS = 500
# Each entry is an event of every task.
MAX_ENTRIES, MAX_FIELDS = 5, 10
Category = Literal["backlog", "todo", "doing", "review", "done"]
_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
Reference = Annotated[
    str, Field(max_length=36, pattern=f"^([A-Z]{{2,6}}-[1-9][0-9]{{0,8}}|{_ID})$", examples=["WEB-12"])
]
_Ids = Annotated[list[UUID], Field(max_length=MAX_ENTRIES)]
_PLACES = ("column_id", "category", "completed")


class BulkChanges(Changes, Dates):
    """Only what is named is changed, in every task; null clears a date, and a field in `fields`."""

    CLEARABLE = frozenset({"start_date", "due_date", "due_at", "due_zone", "estimate"})

    priority: Priority | None = Field(default=None, examples=["high"])
    estimate: Estimate | None = None
    column_id: UUID | None = Field(default=None, description="A column of the project that all of them are in")
    category: Category | None = Field(default=None, description="The first such column of each task's own project")
    completed: bool | None = Field(default=None, description="As completing and reopening them does")
    deleted: Literal[True] | None = Field(default=None, description="Into the trash; goes with nothing else")
    add_labels: _Ids | None = None
    remove_labels: _Ids | None = None
    add_assignees: _Ids | None = None
    remove_assignees: _Ids | None = None
    fields: Annotated[dict[UUID, FieldContentGiven | None], Field(max_length=MAX_FIELDS)] | None = Field(
        default=None, description="Values by field of the project that all of them are in"
    )

    @model_validator(mode="after")
    def _one_change_at_least(self) -> Self:
        named = self.model_fields_set
        if not any(getattr(self, name) not in (None, [], {}) or name in self.CLEARABLE for name in named):
            raise PydanticCustomError("nothing", "name something to change")
        if self.deleted and len(named) > 1:
            raise PydanticCustomError("deleted", "deleted goes with nothing else")
        if len(named & set(_PLACES)) > 1:
            raise PydanticCustomError("place", "only one of column_id, category and completed says where they go")
        return self

    def list_ids(self, name: str) -> list[UUID]:
        """The ids in one of the lists, each once."""
        return list(dict.fromkeys(getattr(self, name) or ()))


class BulkEdit(Input):
    """Which tasks, and what to change: `tasks` names them, or `filter` finds them, in `project` alone if given."""

    tasks: Annotated[list[Reference], Field(min_length=1, max_length=MAX_TASKS)] | None = Field(
        default=None, description="Keys or ids", examples=[["WEB-12", "WEB-14"]]
    )
    filter: Annotated[str, Field(min_length=1, max_length=1000)] | None = Field(
        default=None, description="The filter language; open tasks only, unless it asks about status or completion"
    )
    project: ProjectKey | None = Field(default=None, description="Goes with `filter`")
    versions: Annotated[dict[Reference, Annotated[int, Field(ge=1)]], Field(max_length=MAX_TASKS)] = Field(
        default={},
        json_schema_extra={"additionalProperties": False},
        description="By key or id the version that you have seen: 412 when a task has another one by now",
    )
    changes: BulkChanges = Field(examples=[{"priority": "high"}])

    @model_validator(mode="after")
    def _one_way_to_choose(self) -> Self:
        if (self.tasks is None) == (self.filter is None):
            raise PydanticCustomError("choice", "either tasks or filter says which tasks")
        if self.project is not None and self.filter is None:
            raise PydanticCustomError("choice", "project goes with filter")
        return self
