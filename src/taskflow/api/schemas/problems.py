"""An error, as RFC 9457 has it."""

from typing import Annotated, Any

from pydantic import Field

from taskflow.api.schemas.output import Moment, Output


class FieldProblem(Output):
    """What is wrong with one value."""

    pointer: Annotated[
        str,
        Field(examples=["/title"], description="JSON pointer into the body; below `/query` the name of a parameter"),
    ]
    code: Annotated[str, Field(examples=["missing"])]
    detail: Annotated[str, Field(examples=["is required"])]


class Problem(Output):
    """Why the request was not answered as asked."""

    type: Annotated[str, Field(examples=["urn:taskflow:problem:invalid"])]
    title: Annotated[str, Field(examples=["Some values are not valid"])]
    status: Annotated[int, Field(ge=400, le=599, examples=[422])]
    detail: Annotated[str, Field(examples=["title: is required"])]
    code: Annotated[str, Field(examples=["invalid"], description="A word for programs, which stays the same")]
    request_id: Annotated[str, Field(examples=["9f2c1b7e4a5d4f6f"], description="What the operator finds in the log")]
    errors: Annotated[list[FieldProblem], Field(default_factory=list)]
    permission: Annotated[str, Field(default="", examples=["task.edit"], description="What your role lacks")]


class StaleProblem(Problem):
    """Somebody changed it since you read it."""

    current: Annotated[dict[str, Any], Field(description="The thing as it is now, as GET shows it")]


class TaskChange(Output):
    """A change of a task since the version that you have."""

    by: Annotated[str | None, Field(examples=["Mateo Ruiz"])]
    at: Moment
    action: Annotated[str, Field(examples=["task.edited"])]
    fields: Annotated[list[str], Field(examples=[["priority"]])]


class StaleTaskProblem(StaleProblem):
    """Somebody changed the task since you read it: who, and which fields."""

    changed: list[TaskChange]
