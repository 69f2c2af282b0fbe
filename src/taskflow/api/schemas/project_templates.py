"""What a project can start with, as it leaves."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from taskflow.api.schemas.output import HueName, Output

ColumnName = Annotated[str, Field(examples=["Planned"])]
LabelName = Annotated[str, Field(examples=["Press"])]


class TemplateColumn(Output):
    """A column of the template's board."""

    name: ColumnName
    category: Literal["backlog", "todo", "doing", "review", "done"]
    wip_limit: Annotated[int | None, Field(ge=1, examples=[5])]
    wip_policy: Literal["warn", "refuse"]


class TemplateLabel(Output):
    """A label of the template."""

    name: LabelName
    hue: HueName


class TemplateOption(Output):
    """A choice of a select of the template."""

    name: Annotated[str, Field(examples=["Newsletter"])]
    hue: HueName


class TemplateField(Output):
    """A field of the template's tasks; only a select has options."""

    name: Annotated[str, Field(examples=["Channel"])]
    kind: Literal["text", "number", "date", "select", "member"]
    options: list[TemplateOption]


class StarterTask(Output):
    """A task that the project begins with."""

    title: Annotated[str, Field(examples=["Brief the press"])]
    description: Annotated[str, Field(examples=["Who gets to see it before"], description="Markdown")]
    column: ColumnName
    labels: list[LabelName]


class ProjectTemplate(Output):
    """What a project starts with; the columns from left to right."""

    key: Annotated[str, Field(examples=["launch"])]
    name: Annotated[str, Field(examples=["Launch"])]
    description: Annotated[str, Field(examples=["From the first idea to the day after"])]
    columns: list[TemplateColumn]
    labels: list[TemplateLabel]
    fields: list[TemplateField]
    tasks: list[StarterTask]


class ProjectTemplates(Output):
    """Everything that a project can start with."""

    templates: list[ProjectTemplate]

    @classmethod
    def present(cls, row: Mapping[str, Any]) -> dict[str, Any]:
        """The templates with what belongs to them, each part by its own model."""
        return {"templates": [_present(template) for template in row["templates"]]}


def _present(template: Mapping[str, Any]) -> dict[str, Any]:
    parts: dict[str, type[Output]] = {"columns": TemplateColumn, "labels": TemplateLabel, "tasks": StarterTask}
    shown = {name: [model.present(dict(part)) for part in template[name]] for name, model in parts.items()}
    fields = [
        field | {"options": [TemplateOption.present(o) for o in field["options"]]} for field in template["fields"]
    ]
    return ProjectTemplate.present({**template, **shown, "fields": [TemplateField.present(field) for field in fields]})
