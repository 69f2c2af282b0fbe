"""A calendar feed."""

from typing import Annotated

from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Output


class Calendar(Output):
    """A feed of what is due, for calendar programs."""

    id: Id
    name: Annotated[str, Field(examples=["My phone"])]
    project: Annotated[str | None, Field(examples=["WEB"], description="The project's key; null: your own tasks")]
    created_at: Moment


class NewCalendarAddress(Calendar):
    """A feed that was just made, with its address, which is shown this once."""

    url: Annotated[
        str, Field(examples=["https://tasks.example.org/api/v1/calendars/tfc_0123456789abcdefghijABCDEFGHIJ0123456789.ics"])
    ]  # fmt: skip
