"""Which tasks a list holds."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from taskflow.api.operations import PageQuery
from taskflow.tasks import Priority, Sort, TaskFilter
from taskflow.workspaces import Member

_WORDS = ("me", "none")


def _who(value: str) -> str:
    if value in _WORDS:
        return value
    try:
        return str(UUID(value))
    except ValueError:
        raise PydanticCustomError("assignee", "must be me, none or a member's id") from None


Who = Annotated[str, AfterValidator(_who), Field(examples=["me"], description="`me`, `none`, or a member's id")]


class ProjectTaskQuery(PageQuery):
    """Which tasks of a project."""

    status: Literal["open", "done", "all"] = "open"
    assignee: Who | None = None
    priority: Priority | None = None
    column: Annotated[UUID, Field(description="A column's id")] | None = None
    label: Annotated[str, Field(min_length=1, max_length=40, description="A label's name")] | None = None
    q: Annotated[str, Field(max_length=200, description="A part of the title")] | None = None
    sort: Annotated[Sort, Field(description="A minus in front: the highest first")] = "number"

    def build(self, member: Member, project_key: str | None) -> TaskFilter:
        """The filter as the domain takes it."""
        assignee: UUID | Literal["none"] | None = None
        if self.assignee is not None:
            assignee = (
                member.id if self.assignee == "me" else "none" if self.assignee == "none" else UUID(self.assignee)
            )
        return TaskFilter(
            project_key=project_key,
            status=self.status,
            assignee=assignee,
            priority=self.priority,
            column_id=self.column,
            label=self.label,
            text=self.q,
        )


class TaskQuery(ProjectTaskQuery):
    """Which tasks of a workspace."""

    project: Annotated[str, Field(max_length=6, examples=["WEB"], description="A project's key")] | None = None
