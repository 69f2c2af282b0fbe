"""A job that a member waits for."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Output


class Progress(Output):
    """How far a job is."""

    done: Annotated[int, Field(ge=0, examples=[1200])]
    total: Annotated[int | None, Field(ge=0, examples=[10000], description="Null as long as nobody knows")]


class JobFile(Output):
    """What a job made; its bytes are at `/file` below the job, for whoever asked for it."""

    name: Annotated[str, Field(examples=["WEB-tasks-2026-11-25.csv"])]
    media_type: Annotated[str, Field(examples=["text/csv; charset=utf-8"])]
    size_bytes: Annotated[int, Field(ge=0, examples=[48213])]
    sha256: Annotated[str, Field(examples=["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"])]
    expires_at: Moment


class JobRun(Output):
    """Something that you asked for and that is done in the background."""

    id: Id
    kind: Annotated[str, Field(examples=["transfer.export_tasks"])]
    status: Literal["waiting", "running", "cancelling", "done", "failed", "cancelled"]
    progress: Annotated[Progress | None, Field(description="Null before it has counted anything")]
    created_at: Moment
    started_at: Annotated[Moment | None, Field(description="When it was last begun")]
    ended_at: Moment | None
    file: Annotated[JobFile | None, Field(description="Null as long as it has none, and when it has expired")]
    result: Annotated[dict[str, Any], Field(examples=[{"tasks": 1200}], description="What came of it, by name")]
    error: Annotated[str | None, Field(examples=["The project is gone, or you may not see it any more"])]

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The job as it leaves."""
        progress = None if row["done"] is None else {"done": row["done"], "total": row["total"]}
        return super().present({**row, "progress": progress, "file": row["file"] and JobFile.present(row["file"])})
