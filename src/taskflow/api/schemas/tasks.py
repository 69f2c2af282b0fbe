"""A task, as a card and in full."""

from typing import Annotated, Literal

from pydantic import Field

from taskflow.api.schemas.output import Day, HueName, Id, Moment, Named, Output, Version
from taskflow.api.schemas.projects import Label


class ProjectOfTask(Output):
    """The project that a task belongs to."""

    key: Annotated[str, Field(examples=["WEB"])]
    name: Annotated[str, Field(examples=["Website relaunch"])]
    hue: HueName


class ColumnOfTask(Output):
    """The column that a task is in."""

    id: Id
    name: Annotated[str, Field(examples=["In progress"])]
    category: Literal["backlog", "todo", "doing", "review", "done"]


class Card(Output):
    """A task without its description, as lists and boards hold it."""

    id: Id
    key: Annotated[str, Field(examples=["WEB-12"])]
    title: Annotated[str, Field(examples=["Fix the login page"])]
    project: ProjectOfTask
    column: ColumnOfTask
    priority: Literal["none", "low", "medium", "high", "urgent"]
    start_date: Day | None
    due_date: Annotated[Day | None, Field(description="A day, the same in every time zone")]
    due_at: Annotated[Moment | None, Field(examples=[None], description="A moment, instead of a day")]
    due_zone: Annotated[str | None, Field(examples=[None], description="The zone that due_at was meant in")]
    assignees: list[Named]
    labels: list[Label]
    comment_count: Annotated[int, Field(ge=0, examples=[3])]
    created_by: Annotated[Id, Field(description="The member who made it")]
    created_at: Moment
    updated_at: Moment
    completed_at: Annotated[Moment | None, Field(examples=[None])]
    version: Version


class Task(Card):
    """A task in full."""

    description: Annotated[str, Field(examples=["The button *does nothing*"], description="Markdown")]
