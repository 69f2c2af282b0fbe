"""What becomes of a task in another project."""

from typing import Annotated, Literal

from pydantic import Field

from taskflow.api.schemas.output import HueName, Output
from taskflow.api.schemas.tasks import Task


class Dropped(Output):
    """Something that the other project has no place for."""

    task: Annotated[str, Field(examples=["WEB-12"], description="The key that the task had before")]
    kind: Literal["label", "field", "assignee", "watcher"]
    name: Annotated[str, Field(examples=["Mateo Ruiz"])]


class TransferredTask(Task):
    """The task in its new project, and what it lost."""

    dropped: list[Dropped]


class TargetOfTransfer(Output):
    """The project that it would go to."""

    key: Annotated[str, Field(examples=["APP"])]
    name: Annotated[str, Field(examples=["Mobile app"])]
    hue: HueName


class MovingTask(Output):
    """A task that would move."""

    task: Annotated[str, Field(examples=["WEB-12"])]
    title: Annotated[str, Field(examples=["Fix the login page"])]
    column: Annotated[str, Field(examples=["To do"], description="The column that it would be in")]


class TransferPreview(Output):
    """What would happen: the task and its subtasks, the labels that would be made, and what would be lost."""

    project: TargetOfTransfer
    tasks: Annotated[list[MovingTask], Field(description="Empty when it is in that project already")]
    new_labels: Annotated[list[str], Field(examples=[["Bug"]])]
    dropped: list[Dropped]
