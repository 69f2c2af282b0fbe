"""What was taken back."""

from typing import Annotated

from pydantic import Field

from taskflow.api.schemas.events import Subject
from taskflow.api.schemas.output import Output


class UndoneChange(Output):
    """A change that was taken back: what had been done, to what."""

    action: Annotated[str, Field(examples=["task.completed"])]
    subject: Subject
    sentence: Annotated[str, Field(examples=["Priya Nair completed WEB-12"])]


class Undone(Output):
    """Every change that was taken back, the last one first."""

    undone: list[UndoneChange]
