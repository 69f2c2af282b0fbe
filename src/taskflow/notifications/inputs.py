"""What people send about their notifications."""

from typing import Annotated

from pydantic import Field

from taskflow.notifications.digest_times import Rhythm
from taskflow.notifications.reasons import CHANNELS, Channel, ReasonName
from taskflow.platform.validation import Changes, ClockTime, Input, Whole
from taskflow.tasks import Moment


class Snooze(Input):
    """Until when a notification is put off."""

    until: Moment = Field(examples=["2026-11-26T08:00:00Z"], description="In the future, and within a year")


Chosen = Annotated[list[Channel], Field(max_length=len(CHANNELS))]


class SettingsChanges(Changes):
    """How one wants to be told; only the fields named are changed, and of `channels` only the reasons named."""

    CLEARABLE = frozenset({"quiet_from", "quiet_until"})

    channels: dict[ReasonName, Chosen | None] | None = Field(
        default=None,
        examples=[{"moved": ["inbox"], "commented": None}],
        description="By reason; null is what it is unless somebody chose",
    )
    quiet_from: ClockTime | None = Field(default=None, description="No e-mail from then on, in your zone; null: none")
    quiet_until: ClockTime | None = None
    digest: Rhythm | None = None
    digest_time: ClockTime | None = None
    digest_weekday: Annotated[int, Field(ge=1, le=7, description="Monday is 1"), Whole] | None = None
    remind_time: ClockTime | None = Field(default=None, description="When you are reminded of what is due on a day")
    lead_minutes: (
        Annotated[int, Field(ge=5, le=10080, description="How long before what is due at a time"), Whole] | None
    ) = None
