"""Making a task from one line, and saying beforehand what the line would make."""

from dataclasses import replace
from datetime import date, time
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from taskflow.platform import clock
from taskflow.platform.errors import FieldError, Invalid
from taskflow.platform.validation import Input, OneLine, parse
from taskflow.projects import get_project, list_columns, list_labels
from taskflow.tasks.assignment import list_assignable
from taskflow.tasks.creation import create_task
from taskflow.tasks.inputs import NewTask
from taskflow.tasks.queries import Row
from taskflow.tasks.quick_add import QuickLine, Surroundings, read_line
from taskflow.tasks.quick_names import Piece
from taskflow.tasks.recurrence import Due, find_first
from taskflow.workspaces import Member, Permission


class QuickTask(Input):
    """A task in one line."""

    text: Annotated[
        str,
        StringConstraints(strip_whitespace=True, min_length=1, max_length=500),
        Field(examples=["Fix login tomorrow 9am !high"]),
        OneLine,
    ]


async def create_quick_task(member: Member, project_key: str, quick: QuickTask) -> Row:
    """Make the task that the line means; the row has `understood` and `unknown` beside the task.

    What is not understood stays in the title, so that nothing that was typed is lost. Raises what `create_task`
    raises, and Invalid naming `text` when nothing is left for a title.
    """
    member.require(Permission.CREATE_TASK)
    line = await _read(member, project_key, quick.text)
    return await create_task(member, project_key, _build_new(member, line)) | explain(line)


async def preview_quick_task(member: Member, project_key: str, text: str) -> Row:
    """What the line would make, `title` included, which may be empty here. Raises NotFound or Forbidden."""
    member.require(Permission.CREATE_TASK)
    line = await _read(member, project_key, text)
    return {"title": line.title, "due_date": line.due_date, "due_at": line.due_at} | explain(line)


def explain(line: QuickLine) -> Row:
    """What was `understood` and what is `unknown`: text, place, field, and value and name or the reason. Pure."""
    return {
        "understood": [_show(piece) | _show_value(piece.value) for piece in line.understood],
        "unknown": [_show(piece) | {"reason": piece.reason} for piece in line.unknown],
    }


async def _read(member: Member, project_key: str, text: str) -> QuickLine:
    project = await get_project(member, project_key)
    around = Surroundings(
        now=clock.now(),
        zone=member.time_zone,
        today=clock.today(member.time_zone),
        me=member.id,
        people=await list_assignable(member, project),
        labels=await list_labels(project),
        columns=await list_columns(project),
    )
    return _begin(read_line(text, around), around)


def _begin(line: QuickLine, around: Surroundings) -> QuickLine:
    """With the day on which a repetition begins, where the line names none."""
    has_day = any(piece.field == "due" and isinstance(piece.value, date) for piece in line.understood)
    if not line.values["recurrence"] or has_day:
        return line
    due = Due(at=line.due_at, zone=around.zone) if line.due_at is not None else Due(day=around.today)
    first = find_first(line.values["recurrence"][0], due)
    return replace(line, due_date=first.day, due_at=first.at)


def _build_new(member: Member, line: QuickLine) -> NewTask:
    if not line.title:
        raise Invalid.field("text", "title_missing", "leaves no words for the title")
    values: dict[str, Any] = {
        "title": line.title,
        "due_date": line.due_date,
        "due_at": line.due_at,
        "due_zone": member.time_zone if line.due_at else None,
        "assignees": [person["id"] for person in line.values["assignee"]],
        "labels": [label["id"] for label in line.values["label"]],
    }
    for name in ("priority", "estimate", "recurrence", "column"):
        for value in line.values[name]:
            values["column_id" if name == "column" else name] = value["id"] if name == "column" else value
    try:
        return parse(NewTask, values)
    except Invalid as error:
        wrong = tuple(FieldError("/text", item.code, f"{item.pointer[1:]}: {item.detail}") for item in error.errors)
        raise Invalid(error.detail, errors=wrong) from None


def _show(piece: Piece) -> Row:
    return {"text": piece.text, "start": piece.start, "end": piece.end, "field": piece.field}


def _show_value(value: Any) -> Row:
    if isinstance(value, dict):
        return {"value": str(value["id"]), "name": value["name"]}
    if isinstance(value, time):
        return {"value": f"{value:%H:%M}", "name": None}
    return {"value": value.isoformat() if isinstance(value, date) else str(value), "name": None}
