"""What people send to take something out."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from taskflow.platform.validation import Input

ExportFormat = Literal["csv", "json", "jsonl", "zip"]


class NewExport(Input):
    """Which tasks to export, and how; without project, filter and view it is every task that you may see.

    As `zip` it is the whole workspace with everything in it, and no selection of tasks.
    """

    format: ExportFormat = Field(
        default="csv",
        description="`jsonl`: one JSON object a line; `zip`: the whole workspace with its files, for administrators",
    )
    project: Annotated[str, Field(max_length=6, examples=["WEB"], description="A project's key")] | None = None
    filter: (
        Annotated[
            str,
            Field(
                max_length=1000,
                examples=["label:bug due<7d"],
                description="The filter language: open tasks only, unless it asks about status or completion."
                " Null: open and done tasks",
            ),
        ]
        | None
    ) = None
    sort: Annotated[str, Field(min_length=1, max_length=100, examples=["-priority,due"])] = "number"
    view: (
        Annotated[UUID, Field(description="A saved view, instead of project, filter and sort: its tasks in its order")]
        | None
    ) = None
    byte_order_mark: Annotated[
        bool, Field(description="Begin a CSV with the mark by which Excel knows that it is UTF-8")
    ] = False

    @model_validator(mode="after")
    def _whole_or_selected(self) -> Self:
        if self.format == "zip" and (self.project or self.filter or self.view):
            text = "a zip is the whole workspace: leave project, filter and view out"
            raise PydanticCustomError("whole_workspace", text)
        return self
