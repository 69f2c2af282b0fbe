"""The lines of a full export, one model for each kind: what stands in a zip is checked like what people send."""

from datetime import date
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from taskflow import tasks
from taskflow.platform.validation import Email, Hue, Input, Markdown, Name, ShortName, TimeZone, Title
from taskflow.projects import ProjectKey
from taskflow.tasks import EARLIEST, LATEST, Estimate, FieldContent, Priority, Recurrence

Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
Number = Annotated[int, Field(ge=0, le=2**31 - 1, strict=True)]
FromOne = Annotated[int, Field(ge=1, le=2**31 - 1, strict=True)]
Body = Annotated[Markdown, StringConstraints(min_length=1)]


class MemberLine(Input):
    """Somebody of the workspace."""

    id: UUID
    email: Email
    name: Name
    hue: Hue
    role: Literal["guest", "member", "admin", "owner"]
    created_at: AwareDatetime
    deactivated_at: AwareDatetime | None
    removed_at: AwareDatetime | None


class TeamLine(Input):
    """A team and who is in it."""

    id: UUID
    name: ShortName
    hue: Hue
    created_at: AwareDatetime
    members: list[UUID]


class ProjectLine(Input):
    """A project and who was let in."""

    id: UUID
    key: ProjectKey
    name: Name
    description: Markdown
    visibility: Literal["workspace", "private"]
    hue: Hue
    next_number: FromOne
    created_at: AwareDatetime
    updated_at: AwareDatetime
    archived_at: AwareDatetime | None
    former_keys: list[ProjectKey]
    members: list[UUID]
    teams: list[UUID]


class ColumnLine(Input):
    """A column of a board."""

    id: UUID
    project_id: UUID
    name: ShortName
    category: Literal["backlog", "todo", "doing", "review", "done"]
    position: Number
    wip_limit: FromOne | None
    wip_policy: Literal["warn", "refuse"]


class LabelLine(Input):
    """A label of a project."""

    id: UUID
    project_id: UUID
    name: Annotated[ShortName, StringConstraints(max_length=40)]
    hue: Hue


class OptionLine(Input):
    """A choice of a select."""

    id: ShortName
    name: ShortName
    hue: Hue


class FieldLine(Input):
    """A custom field of a project."""

    id: UUID
    project_id: UUID
    name: ShortName
    kind: Literal["text", "number", "date", "select", "member"]
    options: list[OptionLine]
    position: Number
    created_at: AwareDatetime


class FormerKeyLine(Input):
    """A number that a task had in another project."""

    project_id: UUID
    number: FromOne


class TaskLine(Input):
    """A task and all that hangs on it but what was said and its files."""

    id: UUID
    project_id: UUID
    number: FromOne
    title: Title
    description: Markdown
    column_id: UUID
    rank: Annotated[str, StringConstraints(pattern=r"\A[0-9A-Za-z]{0,199}[1-9A-Za-z]\z")]
    priority: Priority
    start_date: Day | None
    due_date: Day | None
    due_at: AwareDatetime | None
    due_zone: TimeZone | None
    estimate: Estimate | None
    recurrence: Recurrence | None
    recurs_from: UUID | None
    custom: dict[UUID, FieldContent]
    parent_id: UUID | None
    created_by: UUID
    created_at: AwareDatetime
    updated_at: AwareDatetime
    completed_at: AwareDatetime | None
    deleted_at: AwareDatetime | None
    assignees: list[UUID]
    labels: list[UUID]
    watchers: list[UUID]
    blocked_by: list[UUID]
    former_keys: list[FormerKeyLine]

    @model_validator(mode="after")
    def _one_kind_of_due(self) -> Self:
        if self.due_date is not None and self.due_at is not None:
            raise PydanticCustomError("due", "due is either a day (due_date) or a moment (due_at), not both")
        if (self.due_at is None) != (self.due_zone is None):
            raise PydanticCustomError("due", "due_at and due_zone go together")
        return self


class ReactionLine(Input):
    """Somebody's emoji on a comment."""

    member_id: UUID
    emoji: Annotated[ShortName, StringConstraints(max_length=16)]
    created_at: AwareDatetime


class MentionLine(Input):
    """Whom a handle in a comment meant."""

    handle: Name
    member_id: UUID
    team_id: UUID | None


class TextLine(Input):
    """What a comment said, and until when."""

    body: Body
    until: AwareDatetime


class CommentLine(Input):
    """A comment with what is on it."""

    id: UUID
    task_id: UUID
    author_id: UUID
    body: Body
    created_at: AwareDatetime
    edited_at: AwareDatetime | None
    deleted_at: AwareDatetime | None
    reactions: list[ReactionLine]
    mentions: list[MentionLine]
    former_texts: list[TextLine]


class AttachmentLine(Input):
    """A file on a task; its bytes are the entry `path` of the zip."""

    id: UUID
    task_id: UUID
    uploaded_by: UUID
    name: Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r'\A[^\x00-\x1f\x7f\\/:*?"<>|]+\z')]
    media_type: Annotated[str, StringConstraints(max_length=100, pattern=r"\A[a-z0-9.+-]+/[a-z0-9.+; =-]+\z")]
    size_bytes: Annotated[int, Field(ge=0, le=2**62, strict=True)]
    sha256: Annotated[str, StringConstraints(pattern=r"\A[0-9a-f]{64}\z")]
    created_at: AwareDatetime
    path: str

    @model_validator(mode="after")
    def _own_path(self) -> Self:
        if self.path != f"files/{self.id}":
            raise PydanticCustomError("path", "path must be files/ and the id")
        return self


def _check_view(filter_text: str, sort: str) -> None:
    tasks.read_filter(filter_text, pointer="/filter")
    tasks.read_sort(sort, pointer="/sort")


class ViewLine(Input):
    """A saved view."""

    id: UUID
    project_id: UUID | None
    owner_id: UUID
    name: Name
    is_shared: bool
    layout: Literal["board", "list", "calendar", "timeline"]
    filter: Annotated[str, StringConstraints(max_length=1000)]
    sort: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    created_at: AwareDatetime
    updated_at: AwareDatetime

    def check(self) -> None:
        """Pass, or raise Invalid for a filter or an order that cannot be read."""
        _check_view(self.filter, self.sort)


LINES: dict[str, type[Input]] = {
    "members": MemberLine,
    "teams": TeamLine,
    "projects": ProjectLine,
    "columns": ColumnLine,
    "labels": LabelLine,
    "fields": FieldLine,
    "tasks": TaskLine,
    "comments": CommentLine,
    "attachments": AttachmentLine,
    "views": ViewLine,
}
