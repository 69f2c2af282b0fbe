"""What was changed in many tasks at once."""

from typing import Annotated

from pydantic import Field

from taskflow.api.schemas.output import Id, Output, Version


class ChangedTask(Output):
    """A task that was changed, with the version that this made."""

    id: Id
    key: Annotated[str, Field(examples=["WEB-12"])]
    version: Version


class BulkDone(Output):
    """Every task that was changed, in the order of their boards."""

    changed: list[ChangedTask]
    unchanged: Annotated[int, Field(ge=0, examples=[3], description="How many were so already")]
