"""The fields that a project adds to its tasks."""

from typing import Any

from quart import Blueprint, Response
from werkzeug.datastructures import MultiDict

from taskflow import projects, tasks
from taskflow.pages.addresses import project_address
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_form, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.errors import Conflict, Invalid
from taskflow.platform.ids import parse_id
from taskflow.platform.validation import HUES, parse
from taskflow.projects import FieldChanges, NewField
from taskflow.web.authentication import require_member
from taskflow.workspaces import Permission

routes = Blueprint("field_settings", __name__)
Row = dict[str, Any]
_BACK = "/{slug}/p/{key}/settings/fields"
_OPTION = ("option_id", "option_name", "option_hue", "option_place")


@routes.get("/<slug>/p/<key>/settings/fields")
async def show(slug: str, key: str, form: FormState = EMPTY, field_id: str = "") -> Response:
    """The fields, each with what tasks have in it, and the form of a new one."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    member.require(Permission.MANAGE_FIELDS)
    return await render_page(
        "pages/project_settings/fields.html",
        member=member,
        current=key,
        project=project,
        fields=await projects.list_fields(project),
        uses=await tasks.count_values(project),
        typed=_list_typed(form),
        form=form,
    )


@routes.post("/<slug>/p/<key>/settings/fields")
@answers_with(show, back=_BACK)
async def create(slug: str, key: str) -> Response:
    """Add a field behind the others."""
    member = await require_member(slug)
    form = await read_form()
    names = [line.strip() for line in form.get("options", "").splitlines() if line.strip()]
    options = [{"name": name, "hue": HUES[place % len(HUES)]} for place, name in enumerate(names)]
    given = {name: form.get(name, "") for name in ("name", "kind")} | {"options": options}
    field = await projects.create_field(member, key, parse(NewField, given))
    return see_other(project_address(slug, key, "settings", "fields"), f"{field['name']} added")


@routes.post("/<slug>/p/<key>/settings/fields/<field_id>")
@answers_with(show, back=_BACK)
async def edit(slug: str, key: str, field_id: str) -> Response:
    """Change the name and the options of a field, or its place."""
    member = await require_member(slug)
    changes = parse(FieldChanges, read_changes(await read_form()))
    try:
        await tasks.edit_field(member, key, parse_id(field_id), changes, version=await read_version())
    except Conflict as conflict:
        if conflict.code != "option_in_use":
            raise
        raise Invalid(conflict.detail) from None
    return see_other(project_address(slug, key, "settings", "fields"), "Saved")


@routes.post("/<slug>/p/<key>/settings/fields/<field_id>/deletion")
@answers_with(show, back=_BACK)
async def delete(slug: str, key: str, field_id: str) -> Response:
    """Delete a field, and with it what tasks have in it."""
    member = await require_member(slug)
    await projects.delete_field(member, key, parse_id(field_id), version=await read_version())
    return see_other(project_address(slug, key, "settings", "fields"), "Field deleted")


def read_changes(form: MultiDict[str, str]) -> Row:
    """What the form of a field changes; options whose name is blank go. Raises Invalid for a form in pieces. Pure."""
    changes: Row = {name: form[name] for name in ("name", "position") if name in form}
    if not (rows := _list_rows(form.getlist(name) for name in _OPTION)):
        return changes
    rows.sort(key=lambda row: int(row["place"]) if row["place"].isascii() and row["place"].isdigit() else 0)
    kept = [row for row in rows if row["name"].strip()]
    return changes | {"options": [{"id": row["id"] or None, "name": row["name"], "hue": row["hue"]} for row in kept]}


def _list_rows(columns: Any) -> list[Row]:
    try:
        rows = list(zip(*columns, strict=True))
    except ValueError:
        raise Invalid("The form is not whole: load the page again") from None
    return [dict(zip(("id", "name", "hue", "place"), row, strict=True)) for row in rows]


def _list_typed(form: FormState) -> list[Row]:
    """The options of a form that was refused, as they were typed."""
    return _list_rows(form.values.get(name, ()) for name in _OPTION)
