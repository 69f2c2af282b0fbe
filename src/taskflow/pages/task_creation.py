"""Making a task."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import projects, tasks
from taskflow.pages.addresses import task_address
from taskflow.pages.cards import build_avatar
from taskflow.pages.field_inputs import build_inputs, list_names, name_inputs, read_contents
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_form, read_input, read_next
from taskflow.pages.planning import COMMON
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.errors import Invalid
from taskflow.tasks import PRIORITIES, NewTask
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission

routes = Blueprint("task_creation", __name__)
Row = dict[str, Any]


@routes.get("/<slug>/t/new")
async def show_form(slug: str, form: FormState = EMPTY) -> Response:
    """The form of a new task in the project of the address, else in the first one."""
    member = await require_member(slug)
    member.require(Permission.CREATE_TASK)
    found = await projects.list_projects(member)
    wanted = form.value("project") if form.is_sent else request.args.get("project", "")
    project = next((row for row in found if row["key"] == wanted), found[0] if found else None)
    choices = await _list_choices(member, project) if project else {}
    return await render_page(
        "pages/task/new.html", member=member, form=form, projects=found, project=project, **choices
    )


@routes.post("/<slug>/t/new")
@answers_with(show_form)
async def create(slug: str) -> Response:
    """Make it, and show it, or go back to where the form was."""
    member = await require_member(slug)
    key = (await read_form()).get("project", "")
    if not key:
        raise Invalid.field("project", "missing", "is required")
    names = list_names(await read_form())
    new = await read_input(NewTask, texts=("description",), besides=("project", *names))
    task = await _create(member, key, new, names)
    return see_other(await read_next(task_address(slug, task["key"])), f"{task['key']} created")


async def _create(member: Member, key: str, new: NewTask, names: list[str]) -> Row:
    """Make the task with what was typed into the fields of its project."""
    if names:
        fields = await projects.list_fields(await projects.get_project(member, key))
        new = new.model_copy(update={"fields": read_contents(fields, await read_form())})
    try:
        return await tasks.create_task(member, key, new)
    except Invalid as error:
        raise name_inputs(error) from None


async def _list_choices(member: Member, project: Row) -> Row:
    columns = await projects.list_columns(project)
    people = [build_avatar(row) for row in await tasks.list_assignable(member, project)]
    first = next((row["id"] for row in columns if row["category"] == "todo"), columns[0]["id"])
    return {
        "columns": columns,
        "column_id": request.args.get("column", str(first)),
        "people": people,
        "custom_fields": build_inputs(await projects.list_fields(project), {}, people),
        "labels": await projects.list_labels(project),
        "priorities": PRIORITIES,
        "rules": COMMON,
    }
