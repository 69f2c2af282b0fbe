"""What people send about the reports that they get by e-mail."""

from typing import Annotated

from pydantic import Field

from taskflow.analytics.periods import USUAL, PeriodName
from taskflow.analytics.report_times import Rhythm
from taskflow.platform.validation import Changes, ClockTime, Input, Whole
from taskflow.projects import ProjectKey

Weekday = Annotated[int, Field(ge=1, le=7, description="For weekly ones; Monday is 1"), Whole]
MonthDay = Annotated[
    int, Field(ge=1, le=31, description="For monthly ones; in shorter months it is the last day"), Whole
]
_PERIOD, _TIME = "How far back the figures go; it ends on the day of the mail", "In your own time zone"


class NewSubscription(Input):
    """A report to get by e-mail."""

    project: (
        Annotated[ProjectKey, Field(examples=["WEB"], description="A project's key; null: all that you see")] | None
    ) = None
    period: Annotated[PeriodName, Field(description=_PERIOD)] = USUAL
    rhythm: Rhythm = "weekly"
    send_time: ClockTime = Field(description=_TIME)
    weekday: Weekday = 1
    month_day: MonthDay = 1


class SubscriptionChanges(Changes):
    """Only the fields named are changed."""

    period: PeriodName | None = Field(default=None, description=_PERIOD)
    rhythm: Rhythm | None = None
    send_time: ClockTime | None = Field(default=None, description=_TIME)
    weekday: Weekday | None = None
    month_day: MonthDay | None = None
