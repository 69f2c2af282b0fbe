"""What people send about a project, its columns and its labels."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from taskflow.platform.validation import Changes, Hue, Input, Markdown, Name, ShortName

Category = Literal["backlog", "todo", "doing", "review", "done"]
CATEGORIES: tuple[Category, ...] = ("backlog", "todo", "doing", "review", "done")
Visibility = Literal["workspace", "private"]


def _key(value: str) -> str:
    if not (value.isascii() and value.isalpha() and value.isupper()):
        raise PydanticCustomError("project_key", "must be 2 to 6 capital letters A to Z")
    return value


ProjectKey = Annotated[str, StringConstraints(min_length=2, max_length=6), AfterValidator(_key)]
WipLimit = Annotated[int, Field(ge=1, le=1000)]


class NewProject(Input):
    """A project to make; it starts with five columns."""

    key: ProjectKey = Field(examples=["WEB"])
    name: Name = Field(examples=["Website relaunch"])
    description: Markdown = ""
    visibility: Visibility = "workspace"
    hue: Hue | None = None


class ProjectChanges(Changes):
    """Only the fields named are changed."""

    name: Name | None = Field(default=None, examples=["Website relaunch 2"])
    description: Markdown | None = None
    visibility: Visibility | None = None
    hue: Hue | None = None
    archived: bool | None = None


class NewColumn(Input):
    """A column to add at the end of the board."""

    name: ShortName = Field(examples=["Waiting for customer"])
    category: Category = Field(examples=["doing"])
    wip_limit: WipLimit | None = None


class ColumnChanges(Changes):
    """Only the fields named are changed; `position` counts from 0; `wip_limit` null lifts the limit."""

    CLEARABLE = frozenset({"wip_limit"})

    name: ShortName | None = None
    category: Category | None = None
    wip_limit: WipLimit | None = Field(default=None, examples=[4])
    position: Annotated[int, Field(ge=0, le=100)] | None = None


class NewLabel(Input):
    """A label to add."""

    name: Annotated[ShortName, StringConstraints(max_length=40)] = Field(examples=["Bug"])
    hue: Hue = "slate"
