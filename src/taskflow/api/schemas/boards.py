"""A project's board: its columns, each with its first cards."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from taskflow.api.schemas.output import Output
from taskflow.api.schemas.projects import Column, Project
from taskflow.api.schemas.tasks import Card


class BoardColumn(Column):
    """A column with its first cards in their order."""

    tasks: list[Card]
    next: Annotated[
        str | None,
        Field(examples=["/api/v1/workspaces/meridian/…"], description="Where the rest of the column is"),
    ]

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The column with its cards."""
        return super().present({**row, "tasks": [Card.present(card) for card in row["tasks"]]})


class Board(Output):
    """A project with its columns from left to right."""

    project: Project
    columns: list[BoardColumn]

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The project and each column."""
        columns = [BoardColumn.present(column) for column in row["columns"]]
        return {"project": Project.present(row["project"]), "columns": columns}
