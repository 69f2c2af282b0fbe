"""What people send about a project, its columns and its labels."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from taskflow.platform.validation import Changes, Hue, Input, Markdown, Name, ShortName, Whole

Category = Literal["backlog", "todo", "doing", "review", "done"]
CATEGORIES: tuple[Category, ...] = ("backlog", "todo", "doing", "review", "done")
Visibility = Literal["workspace", "private"]
WipPolicy = Literal["warn", "refuse"]
Template = Literal["blank", "software", "launch"]
FieldKind = Literal["text", "number", "date", "select", "member"]
FIELD_KINDS: tuple[FieldKind, ...] = ("text", "number", "date", "select", "member")


def _key(value: str) -> str:
    if not (value.isascii() and value.isalpha() and value.isupper()):
        raise PydanticCustomError("project_key", "must be 2 to 6 capital letters A to Z")
    return value


ProjectKey = Annotated[
    str,
    StringConstraints(min_length=2, max_length=6),
    AfterValidator(_key),
    Field(json_schema_extra={"pattern": "^[A-Z]+$"}),
]
WipLimit = Annotated[int, Field(ge=1, le=1000), Whole]


class NewProject(Input):
    """A project to make; it starts with what its template holds, without one with five columns."""

    key: ProjectKey = Field(examples=["WEB"])
    name: Name = Field(examples=["Website relaunch"])
    description: Markdown = ""
    visibility: Visibility = "workspace"
    hue: Hue | None = None
    template: Template = Field(default="blank", examples=["software"])


class ProjectChanges(Changes):
    """Only the fields named are changed. With a new key the old one leads to the project, and no other may take it."""

    key: ProjectKey | None = None
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
    wip_policy: WipPolicy = Field(default="warn", description="What happens above the limit: a warning or a refusal")


class ColumnChanges(Changes):
    """Only the fields named are changed; `position` counts from 0; `wip_limit` null lifts the limit."""

    CLEARABLE = frozenset({"wip_limit"})

    name: ShortName | None = None
    category: Category | None = None
    wip_limit: WipLimit | None = Field(default=None, examples=[4])
    wip_policy: WipPolicy | None = None
    position: Annotated[int, Field(ge=0, le=100), Whole] | None = None


LabelName = Annotated[ShortName, StringConstraints(max_length=40)]


class NewLabel(Input):
    """A label to add."""

    name: LabelName = Field(examples=["Bug"])
    hue: Hue = "slate"


class LabelChanges(Changes):
    """Only the fields named are changed."""

    name: LabelName | None = Field(default=None, examples=["Defect"])
    hue: Hue | None = None


class Option(Input):
    """A choice of a select; one that is there already is named by its id, else it is added."""

    id: UUID | None = None
    name: ShortName = Field(examples=["High"])
    hue: Hue = "slate"


def _differ(options: list[Option]) -> list[Option]:
    if len({option.name.casefold() for option in options}) != len(options):
        raise PydanticCustomError("name_taken", "must have different names")
    ids = [option.id for option in options if option.id is not None]
    if len(set(ids)) != len(ids):
        raise PydanticCustomError("id_twice", "must not name an option twice")
    return options


Options = Annotated[list[Option], Field(max_length=50), AfterValidator(_differ)]


class NewField(Input):
    """A field to add for every task of the project. Its kind never changes; a select has options."""

    name: ShortName = Field(examples=["Severity"])
    kind: FieldKind = Field(examples=["select"])
    options: Options = Field(default=[], examples=[[{"name": "High", "hue": "rose"}]])

    @model_validator(mode="after")
    def _options_belong_to_a_select(self) -> Self:
        if (self.kind == "select") != bool(self.options):
            raise PydanticCustomError("options", "a select has options, and no other kind of field has any")
        return self


class FieldChanges(Changes):
    """Only the fields named are changed; `position` counts from 0. `options` are all that a select has then."""

    name: ShortName | None = Field(default=None, examples=["How bad it is"])
    position: Annotated[int, Field(ge=0, le=100), Whole] | None = None
    options: Options | None = None
