"""What people send to move a task to another project."""

from uuid import UUID

from pydantic import Field

from taskflow.platform.validation import Input
from taskflow.projects import ProjectKey


class Transfer(Input):
    """The project that a task goes to, and the column there: without one, that of the same name or meaning."""

    project: ProjectKey = Field(examples=["WEB"], description="Its key")
    column_id: UUID | None = None
