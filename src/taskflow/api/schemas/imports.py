"""A file to import."""

from typing import Annotated, Literal

from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Output


class Import(Output):
    """A file that you brought to import it; only you see it, for 7 days."""

    id: Id
    project: Annotated[str | None, Field(examples=["WEB"], description="The project's key; null for a full export")]
    format: Literal["csv", "trello", "github", "vikunja", "taskflow"]
    name: Annotated[str, Field(examples=["tasks.csv"])]
    size_bytes: Annotated[int, Field(ge=0, examples=[48213])]
    sha256: Annotated[str, Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])]
    created_at: Moment
    expires_at: Moment
