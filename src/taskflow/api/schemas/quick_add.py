"""How a line was understood."""

from typing import Annotated

from pydantic import Field

from taskflow.api.schemas.output import Day, Moment, Output
from taskflow.api.schemas.tasks import Task

_Start = Annotated[int, Field(ge=0, examples=[10], description="Where it begins, in characters of the line from 0")]
_End = Annotated[int, Field(ge=1, examples=[18], description="Where it ends")]


class UnderstoodPiece(Output):
    """A piece of the line that set a field."""

    text: Annotated[str, Field(examples=["tomorrow"])]
    start: _Start
    end: _End
    field: Annotated[str, Field(examples=["due"], description="due, assignee, label, column, priority and the like")]
    value: Annotated[str, Field(examples=["2026-11-26"], description="What it was set to: an id, a day, a word")]
    name: Annotated[str | None, Field(examples=[None], description="The name of what has an id")]


class UnknownPiece(Output):
    """A piece that looked like a field and stayed in the title."""

    text: Annotated[str, Field(examples=["@ma"])]
    start: _Start
    end: _End
    field: Annotated[str, Field(examples=["assignee"])]
    reason: Annotated[str, Field(examples=["could be Mateo Ruiz, Marta Silva"])]


class QuickPreview(Output):
    """What a line would make."""

    title: Annotated[str, Field(examples=["Fix login"], description="Empty when no words are left: no task then")]
    due_date: Day | None
    due_at: Annotated[Moment | None, Field(examples=[None])]
    understood: list[UnderstoodPiece]
    unknown: list[UnknownPiece]


class QuickTaskMade(Task):
    """The task that was made, and how its line was understood."""

    understood: list[UnderstoodPiece]
    unknown: list[UnknownPiece]
