"""What a member is told."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Named, Output, Version
from taskflow.notifications import REASONS, Channel


class ProjectName(Output):
    """A project by name."""

    key: Annotated[str, Field(examples=["WEB"])]
    name: Annotated[str, Field(examples=["Website relaunch"])]


class Notification(Output):
    """An event or an occasion that concerns you, and why you are told."""

    id: Id
    reason: Annotated[str, Field(examples=["assigned"], json_schema_extra={"x-known-values": sorted(REASONS)})]
    action: Annotated[
        str | None,
        Field(examples=["task.assigned"], description="Of the event; null for an occasion such as a due date"),
    ]
    group: Annotated[Id | None, Field(description="The same for all that one change told you")]
    task_key: Annotated[str | None, Field(examples=["WEB-12"], description="Null for what is about no task")]
    task_title: Annotated[str | None, Field(examples=["Fix the login page"])]
    project: ProjectName | None
    by: Annotated[Named | None, Field(description="Null when TaskFlow itself did it")]
    excerpt: Annotated[str | None, Field(examples=["@mateo, have a look"], description="How the comment begins")]
    created_at: Annotated[Moment, Field(description="When it happened")]
    surfaced_at: Annotated[Moment, Field(description="By which the list is ordered")]
    read_at: Moment | None
    snoozed_until: Moment | None
    done_at: Moment | None

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The notification."""
        return super().present({**row, "group": row["group_id"]})


class Reading(Output):
    """What marking everything read did."""

    marked: Annotated[int, Field(ge=0, examples=[4], description="How many were unread")]


class Ended(Output):
    """What being done with everything that was read did."""

    marked: Annotated[int, Field(ge=0, examples=[4], description="How many were read and in the inbox")]


ClockTime = Annotated[str, Field(examples=["08:30"], json_schema_extra={"pattern": "^[0-9]{2}:[0-9]{2}$"})]


class NotificationSettings(Output):
    """How you are told; times of the day are those of your own zone."""

    channels: Annotated[
        dict[str, list[Channel]],
        Field(examples=[{"assigned": ["inbox", "email"], "moved": []}], description="By reason, all of them"),
    ]
    quiet_from: Annotated[ClockTime | None, Field(description="No e-mail from then on; null: there are no quiet hours")]
    quiet_until: ClockTime | None
    digest: Literal["off", "daily", "weekly"]
    digest_time: ClockTime
    digest_weekday: Annotated[int, Field(ge=1, le=7, examples=[1], description="Monday is 1")]
    remind_time: Annotated[ClockTime, Field(description="When you are reminded of what is due on a day")]
    lead_minutes: Annotated[int, Field(examples=[60], description="How long before what is due at a time")]
    version: Version
