"""An error, as RFC 9457 has it."""

from typing import Annotated, Any

from pydantic import Field

from taskflow.api.schemas.output import Id, Moment, Output


class FieldProblem(Output):
    """What is wrong with one value."""

    pointer: Annotated[
        str,
        Field(examples=["/title"], description="JSON pointer into the body; below `/query` the name of a parameter"),
    ]
    code: Annotated[str, Field(examples=["missing"])]
    detail: Annotated[str, Field(examples=["is required"])]


class MergeConflict(Output):
    """A field that somebody changed since: `due` stands for due_date, due_at and due_zone together."""

    field: Annotated[str, Field(examples=["title"])]
    base: Annotated[Any, Field(description="What you last saw", examples=["Fix the login page"])]
    theirs: Annotated[Any, Field(description="What it is now", examples=["Fix the sign-in page"])]
    mine: Annotated[Any, Field(description="What you would have written", examples=["Fix the login form"])]


class UndoObstacle(Output):
    """What stands against taking a change back."""

    subject_type: Annotated[str, Field(examples=["task"])]
    subject_id: Id
    subject: Annotated[str, Field(examples=["WEB-12"], description="What it is called, as far as it can be told")]
    field: Annotated[str | None, Field(examples=["title"], description="Null: it is not about one field")]
    detail: Annotated[str, Field(examples=["title was changed again"])]
    by: Annotated[str | None, Field(examples=["Mateo Ruiz"], description="Who changed it since")]
    at: Moment | None


class ColumnOfProblem(Output):
    """The column that takes no more."""

    id: Id
    name: Annotated[str, Field(examples=["In review"])]


class Blocker(Output):
    """An open task that stands against completing another one."""

    id: Id
    key: Annotated[str, Field(examples=["WEB-3"])]
    title: Annotated[str, Field(examples=["Choose the fonts"])]


class OrphanedWorkspace(Output):
    """A workspace that would be left without an owner."""

    slug: Annotated[str, Field(examples=["meridian"])]
    name: Annotated[str, Field(examples=["Meridian Studio"])]


class StaleTask(Output):
    """A task of many that has another version by now."""

    task: Annotated[str, Field(examples=["WEB-12"])]
    version: Annotated[int, Field(examples=[3], description="The one that you have seen")]
    current: Annotated[int, Field(examples=[5], description="The one that it has")]
    fields: Annotated[list[str], Field(examples=[["priority"]], description="What was changed since")]


class RefusedTask(Output):
    """A task of many that cannot be changed like that."""

    task: Annotated[str, Field(examples=["WEB-12"])]
    code: Annotated[str, Field(examples=["project_archived"], description="As for this task alone")]
    detail: Annotated[str, Field(examples=["The project is archived: bring it back first"])]


class Problem(Output):
    """Why the request was not answered as asked."""

    type: Annotated[str, Field(examples=["urn:taskflow:problem:invalid"])]
    title: Annotated[str, Field(examples=["Some values are not valid"])]
    status: Annotated[int, Field(ge=400, le=599, examples=[422])]
    detail: Annotated[str, Field(examples=["title: is required"])]
    code: Annotated[str, Field(examples=["invalid"], description="A word for programs, which stays the same")]
    request_id: Annotated[str, Field(examples=["9f2c1b7e4a5d4f6f"], description="What the operator finds in the log")]
    errors: Annotated[list[FieldProblem], Field(default_factory=list)]
    position: Annotated[int, Field(default=0, ge=0, examples=[7], description="Of the first fault in a filter, from 0")]
    found: Annotated[str, Field(default="", examples=["opne"], description="What stands there")]
    expected: Annotated[
        list[str],
        Field(default_factory=list, examples=[["open", "done", "all"]], description="What could stand there"),
    ]
    suggestion: Annotated[str | None, Field(default=None, examples=["open"], description="The nearest known word")]
    permission: Annotated[str, Field(default="", examples=["task.edit"], description="What your role lacks")]

    column: Annotated[ColumnOfProblem | None, Field(default=None, description="For `wip_limit_reached`")]
    limit: Annotated[int, Field(default=1, examples=[3], description="How many it takes at most")]
    count: Annotated[int, Field(default=0, examples=[3], description="How many there are")]
    conflicts: Annotated[
        list[MergeConflict], Field(default_factory=list, description="For `merge_conflict`: what else was changed")
    ]
    workspaces: Annotated[
        list[OrphanedWorkspace],
        Field(default_factory=list, description="For `last_owner`, where it is about an account: those it owns alone"),
    ]
    obstacles: Annotated[
        list[UndoObstacle], Field(default_factory=list, description="For `undo_conflict`: what stands against it")
    ]
    blockers: Annotated[
        list[Blocker], Field(default_factory=list, description="For `task_blocked`: those that you may see")
    ]
    hidden_blockers: Annotated[int, Field(default=0, ge=0, examples=[1], description="And how many you may not see")]
    path: Annotated[
        list[str | None],
        Field(
            default_factory=list,
            examples=[["WEB-12", "WEB-3"]],
            description="For a circle: each blocks or is above the next one; null stands for one that you may not see",
        ),
    ]
    missing: Annotated[
        list[str],
        Field(default_factory=list, examples=[["WEB-99"]], description="Of many tasks, those that are not there"),
    ]
    stale: Annotated[list[StaleTask], Field(default_factory=list, description="For `stale_versions`")]
    refused: Annotated[list[RefusedTask], Field(default_factory=list, description="For `bulk_refused`: all of them")]


class LaterChange(Output):
    """A change since the version that you have."""

    by: Annotated[str | None, Field(examples=["Mateo Ruiz"])]
    at: Moment
    action: Annotated[str, Field(examples=["task.edited"])]
    fields: Annotated[list[str], Field(examples=[["priority"]])]


class StaleProblem(Problem):
    """Somebody changed it since you read it."""

    current: Annotated[dict[str, Any], Field(description="The thing as it is now, as GET shows it")]
    changed: Annotated[list[LaterChange], Field(description="Who changed which fields, as far as events tell of it")]
