"""Copying a task, and moving it to another project after being told what that loses."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import projects, tasks
from taskflow.pages.addresses import task_address
from taskflow.pages.cards import build_card
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform import clock
from taskflow.platform.errors import Conflict
from taskflow.platform.validation import parse
from taskflow.tasks import Duplicate, Transfer
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission

routes = Blueprint("task_copies", __name__)
_BACK = "/{slug}/t/{key}"
Row = dict[str, Any]


@routes.get("/<slug>/t/<key>/duplicates")
async def show_copy(slug: str, key: str, form: FormState = EMPTY) -> Response:
    """What a copy is to be like."""
    member = await require_member(slug)
    task = await tasks.get_task(member, key)
    member.require(Permission.CREATE_TASK)
    project = await projects.get_project(member, task["project"]["key"])
    return await render_page(
        "pages/task/copy.html",
        member=member,
        current=project["key"],
        task=build_card(task, member, clock.now()),
        columns=await projects.list_columns(project),
        column_id=task["column_id"],
        form=form,
    )


@routes.post("/<slug>/t/<key>/duplicates")
@answers_with(show_copy, back=_BACK)
async def copy(slug: str, key: str) -> Response:
    """Make the copy, and go there."""
    member = await require_member(slug)
    task = await tasks.duplicate_task(member, key, await read_input(Duplicate))
    return see_other(task_address(slug, task["key"]), f"{task['key']} is a copy of {key}")


@routes.get("/<slug>/t/<key>/project")
async def show_projects(slug: str, key: str, form: FormState = EMPTY) -> Response:
    """The projects that it can go to, and with `?project=…` what would happen to it there."""
    member = await require_member(slug)
    task = await tasks.get_task(member, key)
    member.require(Permission.EDIT_TASK)
    others = [row for row in await projects.list_projects(member) if row["key"] != task["project"]["key"]]
    return await render_page(
        "pages/task/project.html",
        member=member,
        current=task["project"]["key"],
        task=build_card(task, member, clock.now()),
        projects=others,
        preview=await _preview(member, key, request.args.get("project", "")),
        form=form,
    )


@routes.post("/<slug>/t/<key>/project")
@answers_with(show_projects, back="/{slug}/t/{key}/project")
async def transfer(slug: str, key: str) -> Response:
    """Move it with its subtasks."""
    member = await require_member(slug)
    transfer, version = await read_input(Transfer), await read_version()
    task = await tasks.transfer_task(member, key, transfer, version=version)
    return see_other(task_address(slug, task["key"]), f"{key} is {task['key']} in {task['project']['name']} now")


async def _preview(member: Member, key: str, project_key: str) -> Row | None:
    """What moving it there would do; `refused` is why it cannot. None without a project."""
    if not project_key:
        return None
    try:
        return await tasks.preview_transfer(member, key, parse(Transfer, {"project": project_key})) | {"refused": ""}
    except Conflict as conflict:
        return {"refused": conflict.detail}
