"""A task in the trash."""

from typing import Annotated

from pydantic import Field

from taskflow.api.schemas.output import Moment, Named
from taskflow.api.schemas.tasks import Card


class TrashedTask(Card):
    """A deleted task, and how long it can be taken out of the trash."""

    deleted_at: Moment
    deleted_by: Annotated[Named | None, Field(description="Who deleted it")]
    purge_at: Annotated[Moment, Field(examples=["2026-12-25T09:30:00Z"], description="When it is deleted for good")]
