"""A task, as a card and in full."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field

from taskflow.api.schemas.output import Day, HueName, Id, Moment, Named, Output, Version


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


class LabelOfTask(Output):
    """A label that is on a task."""

    id: Id
    name: Annotated[str, Field(examples=["Bug"])]
    hue: HueName


class Progress(Output):
    """How many subtasks there are directly below a task, and how many of them are done."""

    total: Annotated[int, Field(ge=0, examples=[5])]
    done: Annotated[int, Field(ge=0, examples=[2])]


class LinkedTask(Output):
    """Another task that this one hangs together with."""

    id: Id
    key: Annotated[str, Field(examples=["WEB-3"])]
    title: Annotated[str, Field(examples=["Choose the fonts"])]
    completed_at: Annotated[Moment | None, Field(examples=[None])]


class Subtask(LinkedTask):
    """A task directly below another one."""

    column: ColumnOfTask
    assignees: list[Named]


class Subtasks(Progress):
    """The tasks directly below a task, by number."""

    items: list[Subtask]


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
    estimate: Annotated[
        float | None, Field(ge=0, examples=[3], description="How much work it is, in the unit that the team uses")
    ]
    recurrence: Annotated[
        str | None,
        Field(examples=["FREQ=WEEKLY;BYDAY=MO"], description="An RFC 5545 rule: completing it makes the next one"),
    ]
    assignees: list[Named]
    labels: list[LabelOfTask]
    comment_count: Annotated[int, Field(ge=0, examples=[3])]
    attachment_count: Annotated[int, Field(ge=0, examples=[1])]
    subtasks: Progress
    blocked: Annotated[bool, Field(description="It waits for a task that is open", examples=[False])]
    created_by: Annotated[Id, Field(description="The member who made it")]
    created_at: Moment
    updated_at: Moment
    completed_at: Annotated[Moment | None, Field(examples=[None])]
    version: Version


class FieldOfTask(Output):
    """What the task has in a field of its project."""

    id: Id
    name: Annotated[str, Field(examples=["Severity"])]
    kind: Literal["text", "number", "date", "select", "member"]
    value: Annotated[
        str | int | float | None,
        Field(examples=["2026-11-25"], description="A select has the id of an option, null means empty"),
    ]


class Watcher(Named):
    """A member who is told what happens to a task."""


class DueOfTask(Output):
    """When a task is due: on a day, or at a moment."""

    due_date: Day | None
    due_at: Annotated[Moment | None, Field(examples=[None])]
    due_zone: Annotated[str | None, Field(examples=[None])]

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The due; a moment from JSON as every other moment."""
        at = row["due_at"]
        return super().present({**row, "due_at": datetime.fromisoformat(at) if isinstance(at, str) else at})


class Recurrence(Output):
    """What a recurrence rule means."""

    rule: Annotated[str, Field(examples=["FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"], description="In its one spelling")]
    sentence: Annotated[str, Field(examples=["Every 2 weeks on Monday"])]
    following: Annotated[list[DueOfTask], Field(description="Empty after the last one")]


class NextTask(DueOfTask):
    """The task that follows one that recurs."""

    key: Annotated[str, Field(examples=["WEB-31"])]


class Task(Card):
    """A task in full."""

    fields: Annotated[list[FieldOfTask], Field(description="All fields of the project, in their order")]

    parent: Annotated[LinkedTask | None, Field(description="The task that it is a subtask of")]
    subtasks: Subtasks
    blocked_by: Annotated[list[LinkedTask], Field(description="What has to be done before, as far as you may see it")]
    hidden_blockers: Annotated[int, Field(ge=0, examples=[0], description="Open ones that you may not see")]
    blocks: Annotated[list[LinkedTask], Field(description="What waits for it, as far as you may see it")]
    description: Annotated[str, Field(examples=["The button *does nothing*"], description="Markdown")]
    description_html: Annotated[
        str | None,
        Field(examples=["<p>The button <em>does nothing</em></p>"], description="Safe HTML, with `?render=html`"),
    ]
    watching: Annotated[bool, Field(description="True when you watch it, and are told what happens to it")]
    watchers: list[Watcher]
    next: Annotated[
        NextTask | None, Field(description="What follows a task that recurs, once it was completed; not in the trash")
    ]

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The task; its description as HTML only where the row has it."""
        following = NextTask.present(row["next"]) if row["next"] else None
        return super().present({"description_html": None, **row, "next": following})
