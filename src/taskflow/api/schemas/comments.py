"""A comment."""

from typing import Annotated

from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Named, Output, Version


class Comment(Output):
    """What somebody said about a task."""

    id: Id
    task_id: Id
    author: Named
    body: Annotated[str, Field(examples=["p95 is **38 ms** now"], description="Markdown")]
    version: Version
    created_at: Moment
    edited_at: Moment | None
