"""A report that somebody gets by e-mail."""

from typing import Annotated, Literal

from pydantic import Field

from taskflow.analytics import PeriodName
from taskflow.api.schemas.notifications import ClockTime
from taskflow.api.schemas.output import Id, Moment, Output, Version


class ReportSubscription(Output):
    """A report that you get by e-mail."""

    id: Id
    project: Annotated[str | None, Field(examples=["WEB"], description="The project's key; null: all that you see")]
    period: PeriodName
    rhythm: Literal["daily", "weekly", "monthly"]
    send_time: Annotated[ClockTime, Field(description="In your own time zone")]
    weekday: Annotated[int, Field(ge=1, le=7, examples=[1], description="For weekly ones; Monday is 1")]
    month_day: Annotated[int, Field(ge=1, le=31, examples=[1], description="For monthly ones")]
    next_at: Annotated[Moment, Field(description="When the next one is due")]
    sent_at: Annotated[Moment | None, Field(description="When the last one was handed to the mail server")]
    created_at: Moment
    updated_at: Moment
    version: Version
