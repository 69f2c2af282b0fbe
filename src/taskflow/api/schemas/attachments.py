"""A file on a task."""

from typing import Annotated

from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Named, Output


class Attachment(Output):
    """What is known of a file; its bytes are at `/content` below it."""

    id: Id
    task_id: Id
    name: Annotated[str, Field(examples=["report.pdf"])]
    media_type: Annotated[str, Field(examples=["application/pdf"], description="Judged by its bytes")]
    size_bytes: Annotated[int, Field(ge=0, examples=[48213])]
    sha256: Annotated[str, Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])]
    by: Named
    created_at: Moment
