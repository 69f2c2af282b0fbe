"""What people send about webhooks."""

import re
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BeforeValidator,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)
from pydantic_core import PydanticCustomError

from taskflow.platform.outside import MAX_URL
from taskflow.platform.validation import Changes, Input, Name
from taskflow.projects import ProjectKey
from taskflow.webhooks.subscriptions import WANTABLE, tidy

MAX_ACTIONS = 100
# The database's and our own calendars begin and end elsewhere.
_MOMENTS = TypeAdapter(AwareDatetime)
_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC)


def _known(value: str) -> str:
    if value not in WANTABLE:
        raise PydanticCustomError("action", "must be an action such as task.moved, a family such as task.*, or *")
    return value


def _read_moment(value: Any) -> Any:
    """A moment from its text alone: numbers would be taken for seconds since 1970."""
    try:
        if isinstance(value, str) and re.match(r"\d{4}-\d{2}-\d{2}[Tt ]", value):
            return _MOMENTS.validate_python(value)
    except ValidationError:
        pass
    raise PydanticCustomError("moment", "must be a moment with a time zone such as 2026-11-25T09:30:00Z")


Wanted = Annotated[str, AfterValidator(_known), Field(json_schema_extra={"enum": sorted(WANTABLE)})]
Actions = Annotated[
    list[Wanted],
    Field(
        min_length=1,
        max_length=MAX_ACTIONS,
        examples=[["task.*", "comment.posted"]],
        description="Actions by name, families such as `task.*`, or `*` for everything",
    ),
    AfterValidator(tidy),
]
Url = Annotated[
    str,
    StringConstraints(min_length=1, max_length=MAX_URL, strip_whitespace=True),
    Field(
        examples=["https://hooks.example.org/taskflow"],
        description="https, on the internet, and without a user name; the operator may allow networks of their own",
        json_schema_extra={"format": "uri"},
    ),
]


class NewHook(Input):
    """A webhook to make."""

    name: Name = Field(examples=["Release bot"])
    url: Url
    actions: Actions = Field(default=["*"])
    project: ProjectKey | None = None


class HookChanges(Changes):
    """Only the fields named are changed. `project` null: all projects."""

    CLEARABLE: ClassVar[frozenset[str]] = frozenset({"project"})

    name: Name | None = Field(default=None, examples=["Release bot"])
    url: Url | None = None
    actions: Actions | None = None
    project: ProjectKey | None = None
    is_enabled: bool | None = Field(default=None, description="A disabled webhook hears of nothing")


class ReplaySince(Input):
    """Which failed deliveries to send again."""

    since: Annotated[
        AwareDatetime,
        Field(
            ge=_FIRST,
            lt=_LAST,
            examples=["2026-11-25T09:30:00Z"],
            description="Of all events from this moment on",
            json_schema_extra={"pattern": "^(19[7-9][0-9]|[2-8][0-9]{3})-"},
        ),
        BeforeValidator(_read_moment),
    ]
