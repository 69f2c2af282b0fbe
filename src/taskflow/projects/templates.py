"""What a project can start with. Pure data."""

from dataclasses import dataclass

from taskflow.projects.inputs import Category, FieldKind, NewColumn, NewField, NewLabel, Option, Template, WipPolicy


@dataclass(frozen=True, slots=True)
class StarterTask:
    """A task that a project of the template begins with, in the column and with the labels of these names."""

    title: str
    column: str
    labels: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class ProjectTemplate:
    """Columns from left to right, labels, fields and starter tasks, under a name with a sentence."""

    key: Template
    name: str
    description: str
    columns: tuple[NewColumn, ...]
    labels: tuple[NewLabel, ...] = ()
    fields: tuple[NewField, ...] = ()
    tasks: tuple[StarterTask, ...] = ()


def _column(name: str, category: Category, limit: int | None = None, policy: WipPolicy = "warn") -> NewColumn:
    return NewColumn(name=name, category=category, wip_limit=limit, wip_policy=policy)


def _labels(**hues: str) -> tuple[NewLabel, ...]:
    return tuple(NewLabel(name=name, hue=hue) for name, hue in hues.items())


def _field(name: str, kind: FieldKind, **options: str) -> NewField:
    return NewField(name=name, kind=kind, options=[Option(name=option, hue=hue) for option, hue in options.items()])


_BLANK = ProjectTemplate(
    "blank",
    "Blank",
    "Five columns and nothing else",
    (
        _column("Backlog", "backlog"),
        _column("To do", "todo"),
        _column("In progress", "doing"),
        _column("In review", "review"),
        _column("Done", "done"),
    ),
)
_SOFTWARE = ProjectTemplate(
    "software",
    "Software",
    "Little in progress at a time, what is in review refuses more than three, and bugs have a severity",
    (
        _column("Backlog", "backlog"),
        _column("Ready", "todo", 10),
        _column("In progress", "doing", 4),
        _column("In review", "review", 3, "refuse"),
        _column("Done", "done"),
    ),
    _labels(Bug="rose", Feature="teal", Chore="slate", Docs="sky", Security="amber"),
    (
        _field("Severity", "select", Critical="rose", Major="amber", Minor="sky"),
        _field("Points", "number"),
        _field("Found in version", "text"),
        _field("Reviewer", "member"),
    ),
)
_LAUNCH = ProjectTemplate(
    "launch",
    "Launch",
    "From the first idea to the day after: channels, a budget and who has approved",
    (
        _column("Ideas", "backlog"),
        _column("Planned", "todo"),
        _column("In progress", "doing", 5),
        _column("Waiting for approval", "review", 5),
        _column("Done", "done"),
    ),
    _labels(Marketing="pink", Press="violet", Legal="amber", Website="sky", Support="olive"),
    (
        _field("Channel", "select", Website="sky", Newsletter="teal", Press="violet", Social="pink"),
        _field("Budget", "number"),
        _field("Goes live", "date"),
        _field("Approved by", "member"),
    ),
    (
        StarterTask("Write down whom it is for and what they can do with it", "Planned", ("Marketing",)),
        StarterTask(
            "Agree on the day it goes live", "Planned", description="Fill in **Goes live** when it is settled."
        ),
        StarterTask("Have names, claims and terms checked", "Planned", ("Legal",)),
        StarterTask("Prepare the page", "Ideas", ("Website",)),
        StarterTask("Brief the press", "Ideas", ("Press",), "Who gets to see it before, and until when they keep it."),
        StarterTask("Write answers to what people will ask", "Ideas", ("Support",)),
        StarterTask("Look at the day after: what came in, what broke, what comes next", "Ideas"),
    ),
)
TEMPLATES: dict[str, ProjectTemplate] = {template.key: template for template in (_BLANK, _SOFTWARE, _LAUNCH)}
