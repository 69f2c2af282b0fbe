"""Filling in the fields that a project adds to its tasks, one form each."""

from typing import Any

from quart import Blueprint, Response

from taskflow import projects, tasks
from taskflow.pages.addresses import task_address
from taskflow.pages.field_inputs import build_inputs, read_content
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_form
from taskflow.pages.rendering import see_other
from taskflow.pages.task import show
from taskflow.platform.errors import Invalid
from taskflow.platform.ids import parse_id
from taskflow.tasks import FieldContent, FieldValue
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission

routes = Blueprint("task_custom_fields", __name__)
Row = dict[str, Any]


async def show_again(slug: str, key: str, field_id: str = "", form: FormState = EMPTY) -> Response:
    """The task with the form that was refused."""
    return await show(slug, key, form)


@routes.post("/<slug>/t/<key>/fields/<field_id>")
@answers_with(show_again, back="/{slug}/t/{key}")
async def fill_in(slug: str, key: str, field_id: str) -> Response:
    """Set what the task has in a field, or leave it empty."""
    member = await require_member(slug)
    member.require(Permission.EDIT_TASK)
    task = await tasks.get_task(member, key)
    project = await projects.get_project(member, task["project"]["key"])
    field = await projects.get_field(project, parse_id(field_id))
    form = await read_form()
    content = read_content(field, form.get("value", ""))
    require_seen(field, task, form.get("was", ""), content)
    await _write(member, task, field, content)
    return see_other(task_address(slug, key), f"{field['name']} saved")


def require_seen(field: Row, task: Row, was: str, content: FieldContent | None) -> None:
    """Pass, or raise Invalid when somebody else filled the field in after the form was made. Pure."""
    present = task["custom"].get(str(field["id"]))
    if present == content or ("" if present is None else str(present)) == was:
        return
    shown = build_inputs([field], task["custom"], [])[0]["shown"] if field["kind"] != "member" else ""
    now = f"It is {shown} now. " if shown else ""
    raise Invalid(f"{field['name']} was changed by somebody else meanwhile. {now}Save again to replace that.")


async def _write(member: Member, task: Row, field: Row, content: FieldContent | None) -> None:
    """Raises Invalid that names the field, and StaleVersion when somebody changes the task this very moment."""
    try:
        if content is None:
            await tasks.clear_field(member, task["key"], field["id"], version=task["version"])
        else:
            given = FieldValue(value=content)
            await tasks.set_field(member, task["key"], field["id"], given, version=task["version"])
    except Invalid as error:
        raise Invalid(error.detail) from None
