"""The labels of a project."""

from quart import Blueprint, Response

from taskflow import projects, tasks
from taskflow.pages.addresses import project_address
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.ids import parse_id
from taskflow.web.authentication import require_member
from taskflow.workspaces import Permission

routes = Blueprint("label_settings", __name__)
_BACK = "/{slug}/p/{key}/settings/labels"


@routes.get("/<slug>/p/<key>/settings/labels")
async def show(slug: str, key: str, form: FormState = EMPTY, label_id: str = "") -> Response:
    """The labels, and the form of a new one."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    member.require(Permission.MANAGE_LABELS)
    return await render_page(
        "pages/project_settings/labels.html",
        member=member,
        current=key,
        project=project,
        labels=await projects.list_labels(project),
        uses=await tasks.count_labelled(project),
        most_restored=tasks.MOST_RESTORED,
        form=form,
    )


@routes.post("/<slug>/p/<key>/settings/labels")
@answers_with(show)
async def create(slug: str, key: str) -> Response:
    """Add a label."""
    member = await require_member(slug)
    label = await projects.create_label(member, key, await read_input(projects.NewLabel))
    return see_other(project_address(slug, key, "settings", "labels"), f"{label['name']} added")


@routes.post("/<slug>/p/<key>/settings/labels/<label_id>")
@answers_with(show, back=_BACK)
async def edit(slug: str, key: str, label_id: str) -> Response:
    """Change the name and the colour of a label."""
    member = await require_member(slug)
    changes = await read_input(projects.LabelChanges)
    await projects.edit_label(member, key, parse_id(label_id), changes, version=await read_version())
    return see_other(project_address(slug, key, "settings", "labels"), "Saved")


@routes.post("/<slug>/p/<key>/settings/labels/<label_id>/deletion")
@answers_with(show, back=_BACK)
async def delete(slug: str, key: str, label_id: str) -> Response:
    """Delete a label and take it off every task; undone, it is on them again."""
    member = await require_member(slug)
    await tasks.delete_label(member, key, parse_id(label_id), version=await read_version())
    return see_other(project_address(slug, key, "settings", "labels"), "Label deleted")
