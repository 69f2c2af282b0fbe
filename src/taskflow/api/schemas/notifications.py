"""What a member is told."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Named, Output
from taskflow.notifications import REASONS


class Notification(Output):
    """An event that concerns you, and why."""

    id: Id
    reason: Annotated[str, Field(examples=["assigned"], json_schema_extra={"x-known-values": sorted(REASONS.values())})]
    action: Annotated[str, Field(examples=["task.assigned"])]
    task_key: Annotated[str, Field(examples=["WEB-12"])]
    task_title: Annotated[str, Field(examples=["Fix the login page"])]
    by: Named | None
    created_at: Moment
    read_at: Moment | None

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The notification; `by` is nobody when TaskFlow itself did it."""
        return super().present({**row, "by": row["by"] if row["by"]["id"] else None})


class Reading(Output):
    """What marking everything read did."""

    marked: Annotated[int, Field(ge=0, examples=[4], description="How many were unread")]
