"""What people send about a task."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, BeforeValidator, Field, PlainValidator, TypeAdapter, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from taskflow.platform.validation import Changes, Input, Markdown, TimeZone, Title
from taskflow.tasks.amounts import Estimate, Recurrence

Priority = Literal["none", "low", "medium", "high", "urgent"]
PRIORITIES: tuple[Priority, ...] = ("none", "low", "medium", "high", "urgent")
EARLIEST, LATEST = date(1900, 1, 1), date(2999, 12, 31)

_DAY, _MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ].+")
_DATES, _DATETIMES = TypeAdapter(date), TypeAdapter(AwareDatetime)


def _plain_day(value: object) -> object:
    """Only `2026-11-25` is a day: a moment has a zone in which it may be another day."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        return _DATES.validate_python(value)
    if isinstance(value, datetime) or not isinstance(value, date):
        raise PydanticCustomError("date", "must be a day such as 2026-11-25")
    return value


def _text_moment(value: object) -> object:
    """No number of seconds: a moment is written out."""
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        return _DATETIMES.validate_python(value)
    if not isinstance(value, datetime):
        raise PydanticCustomError("datetime", "must be a moment such as 2026-11-25T09:00:00Z")
    return value


TaskKey = Annotated[str, Field(max_length=20, examples=["WEB-12"])]
Day = Annotated[
    date,
    Field(ge=EARLIEST, le=LATEST, json_schema_extra={"pattern": "^(19|2[0-9])[0-9]{2}-[0-9]{2}-[0-9]{2}$"}),
    BeforeValidator(_plain_day),
]
Moment = Annotated[AwareDatetime, BeforeValidator(_text_moment)]


FieldContent = str | int | float


def _content(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, FieldContent):
        raise PydanticCustomError("field_value", "must be a text or a number, as the field's kind asks for")
    return value


# Which of them a field takes is up to its kind; this is what JSON has for it.
FieldContentGiven = Annotated[
    FieldContent,
    PlainValidator(_content),
    Field(examples=["2026-11-25"]),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "maxLength": 1000},
                {"type": "integer", "minimum": -(10**15), "maximum": 10**15},
                {"type": "number", "minimum": -(10**15), "maximum": 10**15},
            ]
        }
    ),
]


class Dates(Input):
    """When a task starts and when it is due: on a day or at a moment."""

    start_date: Day | None = None
    due_date: Day | None = None
    due_at: Moment | None = None
    due_zone: TimeZone | None = None

    @model_validator(mode="after")
    def _one_kind_of_due(self) -> Self:
        if self.due_date is not None and self.due_at is not None:
            raise PydanticCustomError("due", "due is either a day (due_date) or a moment (due_at), not both")
        if (self.due_at is None) != (self.due_zone is None):
            raise PydanticCustomError("due", "due_at and due_zone go together")
        if self.due_at is not None and not EARLIEST < self.due_at.date() < LATEST:
            raise PydanticCustomError("due", "due_at must lie between the years 1900 and 2999")
        return self


class NewTask(Dates):
    """A task to make; without a column it goes to the first one for work that is to be done."""

    title: Title = Field(examples=["Fix the login page"])
    description: Markdown = ""
    column_id: UUID | None = None
    priority: Priority = "none"
    assignees: Annotated[list[UUID], Field(max_length=20)] = []
    labels: Annotated[list[UUID], Field(max_length=20)] = []
    fields: Annotated[dict[UUID, FieldContentGiven], Field(max_length=30, description="Values by field")] = {}
    parent: Annotated[TaskKey | None, Field(description="The task of the same project that it is a subtask of")] = None
    estimate: Estimate | None = None
    recurrence: Recurrence | None = None

    @model_validator(mode="after")
    def _recurs_from_a_due(self) -> Self:
        if self.recurrence is not None and self.due_date is None and self.due_at is None:
            raise PydanticCustomError("recurrence_without_due", "a task that recurs needs a due date")
        return self


class TaskChanges(Changes, Dates):
    """Only the fields named are changed; null clears those that may be empty. Naming any due field sets all of due."""

    CLEARABLE = frozenset({"start_date", "due_date", "due_at", "due_zone", "parent", "estimate", "recurrence"})

    title: Title | None = Field(default=None, examples=["Fix the login page on phones"])
    description: Markdown | None = None
    priority: Priority | None = Field(default=None, examples=["high"])
    parent: TaskKey | None = Field(default=None, description="Null takes it out from below its parent")
    estimate: Estimate | None = None
    recurrence: Recurrence | None = None


class TaskPatch(TaskChanges):
    """`TaskChanges`, and for a merge `base`: what the fields to change were when they were last read."""

    base: TaskChanges | None = Field(default=None, description="With `If-Match: *` only; names every field to change")

    @property
    def named(self) -> dict[str, Any]:
        """The new values by the names of the fields that were named."""
        return self.model_dump(exclude_unset=True, exclude={"base"})


class FieldValue(Input):
    """What to put into a field."""

    value: FieldContentGiven


class Position(Input):
    """Where a task goes: into a column, before the task with the key `before`, or at the end without one."""

    column_id: UUID
    before: TaskKey | None = None
