"""The fields of a project as inputs of a task's forms, and what was typed into them. Pure but for loading."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from werkzeug.datastructures import MultiDict

from taskflow import projects, workspaces
from taskflow.platform.errors import FieldError, Invalid
from taskflow.tasks import FieldContent
from taskflow.workspaces import Member

Row = dict[str, Any]
_NAME = "field-"


async def load_filled(member: Member, project: Row, task: Row, people: Sequence[Row]) -> list[Row]:
    """The inputs of the task's fields with what it has in them; a project without fields costs nothing."""
    if not task["fields"]:
        return []
    fields = await projects.list_fields(project)
    known = {str(person["id"]) for person in people}
    values = [task["custom"].get(str(field["id"])) for field in fields if field["kind"] == "member"]
    gone = [UUID(value) for value in values if value and value not in known]
    others = [*(await workspaces.name_members(member, gone)).values()] if gone else []
    return build_inputs(fields, task["custom"], [*people, *others])


def build_inputs(fields: Sequence[Row], values: Mapping[str, Any], people: Sequence[Row]) -> list[Row]:
    """Each field with its input's `key`, its `value` as a form has it, what to choose from, and `shown`: the words.

    `values` is what a task has in them, by field id.
    """
    return [_build(field, values.get(str(field["id"])), people) for field in fields]


def read_content(field: Row, text: str) -> FieldContent | None:
    """What was typed as the field takes it; nothing for a blank. What does not fit is for the domain to refuse."""
    text = text.strip()
    if not text:
        return None
    if field["kind"] == "number":
        try:
            return float(text) if any(sign in text for sign in ".eE") else int(text)
        except ValueError:
            return text
    return text


def read_contents(fields: Sequence[Row], form: MultiDict[str, str]) -> dict[UUID, FieldContent]:
    """What was typed into the inputs of `build_inputs`, by field; blank ones are left out."""
    contents = {field["id"]: read_content(field, form.get(f"{_NAME}{field['id']}", "")) for field in fields}
    return {field_id: content for field_id, content in contents.items() if content is not None}


def list_names(form: MultiDict[str, str]) -> list[str]:
    """The names in the form that are inputs of fields."""
    return [name for name in form if name.startswith(_NAME)]


def name_inputs(error: Invalid) -> Invalid:
    """The error with each field called by its input's name, so that the form shows it there."""
    errors = tuple(
        FieldError(item.pointer.replace("/fields/", f"/{_NAME}", 1), item.code, item.detail) for item in error.errors
    )
    return Invalid(error.detail, errors=errors)


def _build(field: Row, value: Any, people: Sequence[Row]) -> Row:
    choices = [{"id": str(person["id"]), "name": person["name"], "hue": ""} for person in people]
    options = field["options"] if field["kind"] == "select" else choices if field["kind"] == "member" else []
    chosen = next((option for option in options if option["id"] == value), None)
    return {
        "id": str(field["id"]),
        "key": f"{_NAME}{field['id']}",
        "name": field["name"],
        "kind": field["kind"],
        "value": "" if value is None else str(value),
        "options": [("", "None"), *((option["id"], option["name"]) for option in options)],
        "hue": chosen["hue"] if chosen and field["kind"] == "select" else "",
        "shown": _show(field, value, chosen),
    }


def _show(field: Row, value: Any, chosen: Row | None) -> str:
    if value is None:
        return ""
    if field["kind"] == "date":
        day = date.fromisoformat(value)
        return f"{day.day} {day:%b} {day.year}"
    if field["kind"] in {"select", "member"}:
        return chosen["name"] if chosen else "Somebody who left"
    return str(value)
