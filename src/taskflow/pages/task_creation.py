"""Making a task."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import projects, tasks
from taskflow.pages.addresses import task_address
from taskflow.pages.cards import build_avatar
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
    new = await read_input(NewTask, texts=("description",), besides=("project",))
    task = await tasks.create_task(member, key, new)
    return see_other(await read_next(task_address(slug, task["key"])), f"{task['key']} created")


async def _list_choices(member: Member, project: Row) -> Row:
    columns = await projects.list_columns(project)
    first = next((row["id"] for row in columns if row["category"] == "todo"), columns[0]["id"])
    return {
        "columns": columns,
        "column_id": request.args.get("column", str(first)),
        "people": [build_avatar(row) for row in await tasks.list_assignable(member, project)],
        "labels": await projects.list_labels(project),
        "priorities": PRIORITIES,
        "rules": COMMON,
    }
