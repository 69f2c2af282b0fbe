"""What people send to take something out, or to bring it in."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from taskflow.platform.validation import Input, Name
from taskflow.projects import ProjectKey
from taskflow.transfer.reading import KNOWN

ExportFormat = Literal["csv", "json", "jsonl", "zip"]


class NewExport(Input):
    """Which tasks to export, and how; without project, filter and view it is every task that you may see.

    As `zip` it is the whole workspace with everything in it, and no selection of tasks.
    """

    format: ExportFormat = Field(
        default="csv",
        description="`jsonl`: one JSON object a line; `zip`: the whole workspace with its files, for administrators",
    )
    project: Annotated[ProjectKey, Field(examples=["WEB"], description="A project's key")] | None = None
    filter: (
        Annotated[
            str,
            Field(
                max_length=1000,
                examples=["label:bug due<7d"],
                description="The filter language: open tasks only, unless it asks about status or completion."
                " Null: open and done tasks",
            ),
        ]
        | None
    ) = None
    sort: Annotated[str, Field(min_length=1, max_length=100, examples=["-priority,due"])] = "number"
    view: (
        Annotated[UUID, Field(description="A saved view, instead of project, filter and sort: its tasks in its order")]
        | None
    ) = None
    byte_order_mark: Annotated[
        bool, Field(description="Begin a CSV with the mark by which Excel knows that it is UTF-8")
    ] = False

    @model_validator(mode="after")
    def _whole_or_selected(self) -> Self:
        if self.format == "zip" and (self.project or self.filter or self.view):
            text = "a zip is the whole workspace: leave project, filter and view out"
            raise PydanticCustomError("whole_workspace", text)
        return self


ImportFormat = Literal["csv", "trello", "github", "vikunja", "taskflow"]
FileWord = Annotated[str, Field(max_length=300)]


class ImportChoices(Input):
    """What the names of the file mean here; a name that is not chosen means what is called the same here."""

    dry_run: Annotated[bool, Field(description="Only tell what would be made, and what has no place")] = True
    fields: Annotated[
        dict[FileWord, Annotated[str, Field(max_length=60)]],
        Field(
            max_length=200,
            examples=[{"Summary": "title", "Team": "field:Team", "Rank": ""}],
            description="What each column of a CSV holds: one of the names that the import lists, `field:` and the name"
            " of a custom field, or nothing; without any, their names are guessed at",
        ),
    ] = {}
    columns: Annotated[
        dict[FileWord, UUID], Field(max_length=100, description="A column's id by the name of a list or status")
    ] = {}
    people: Annotated[
        dict[FileWord, UUID | None],
        Field(max_length=500, description="A member's id by the name of somebody; null leaves them out"),
    ] = {}
    make_columns: Annotated[bool, Field(description="Add a column for each name that the project does not have")] = True
    make_labels: Annotated[bool, Field(description="Add a label for each name that the project does not have")] = True

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        for name, field in self.fields.items():
            if field and field not in KNOWN and not field.startswith("field:"):
                text = "«{field}», for the column «{name}», is none of {known}, and no `field:` with a name"
                known = {"field": field, "name": name[:60], "known": ", ".join(KNOWN)}
                raise PydanticCustomError("unknown_field", text, known)
        if self.fields and "title" not in self.fields.values():
            raise PydanticCustomError("no_title", "one column has to be the title")
        return self


class NewCalendar(Input):
    """A calendar feed to make; without a project it is of your own tasks, in all projects."""

    name: Name = Field(examples=["My phone"])
    project: Annotated[str, Field(max_length=6, examples=["WEB"], description="A project's key")] | None = None
