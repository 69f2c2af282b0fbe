"""What people send to move a task to another project."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from taskflow.platform.validation import Input


class Transfer(Input):
    """The project that a task goes to, and the column there: without one, that of the same name or meaning."""

    project: Annotated[str, Field(max_length=6, examples=["WEB"], description="Its key")]
    column_id: UUID | None = None
