"""A project, its columns and its labels."""

from typing import Annotated, Literal

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
    version: Version


class Label(Output):
    """A label of a project."""

    id: Id
    name: Annotated[str, Field(examples=["Bug"])]
    hue: HueName


class Access(Output):
    """A member who was let into a project."""

    member_id: Id
    name: PersonName
    hue: HueName
