"""A project, its columns and its labels."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from taskflow.api.schemas.output import HueName, Id, Moment, Output, PersonName, Version


class Project(Output):
    """A body of work with a board."""

    id: Id
    key: Annotated[str, Field(examples=["WEB"])]
    name: Annotated[str, Field(examples=["Website relaunch"])]
    description: Annotated[str, Field(examples=["Everything for the **new** site"], description="Markdown")]
    visibility: Literal["workspace", "private"]
    hue: HueName
    version: Version
    created_at: Moment
    updated_at: Moment
    archived_at: Moment | None


class Column(Output):
    """A column of a board: the status of the tasks in it."""

    id: Id
    name: Annotated[str, Field(examples=["In progress"])]
    category: Literal["backlog", "todo", "doing", "review", "done"]
    position: Annotated[int, Field(ge=0, examples=[2], description="From the left, counted from 0")]
    wip_limit: Annotated[int | None, Field(ge=1, examples=[4])]
    wip_policy: Annotated[
        Literal["warn", "refuse"], Field(description="Whether the column takes more than its limit, with a warning")
    ]
    count: Annotated[int, Field(ge=0, examples=[1], description="How many tasks are in the column")]
    is_over_limit: Annotated[bool, Field(examples=[False])]
    version: Version

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The column, and whether there is more in it than it should hold."""
        count, limit = row["task_count"], row["wip_limit"]
        return super().present({**row, "count": count, "is_over_limit": limit is not None and count > limit})


class Label(Output):
    """A label of a project."""

    id: Id
    name: Annotated[str, Field(examples=["Bug"])]
    hue: HueName
    version: Version


class FormerKey(Output):
    """A key that the project had before, and until when."""

    key: Annotated[str, Field(examples=["OLD"])]
    created_at: Moment


class FieldOption(Output):
    """A choice of a select."""

    id: Id
    name: Annotated[str, Field(examples=["High"])]
    hue: HueName


class CustomField(Output):
    """A field that a project adds to its tasks."""

    id: Id
    name: Annotated[str, Field(examples=["Severity"])]
    kind: Literal["text", "number", "date", "select", "member"]
    options: Annotated[list[FieldOption], Field(description="Those of a select; empty for every other kind")]
    position: Annotated[int, Field(ge=0, examples=[0], description="Counted from 0")]
    version: Version


class Access(Output):
    """A member who was let into a project."""

    member_id: Id
    name: PersonName
    hue: HueName


class TeamAccess(Output):
    """A team that was let into a project."""

    team_id: Id
    name: Annotated[str, Field(examples=["Design"])]
    hue: HueName
    member_count: Annotated[int, Field(ge=0, examples=[4])]
