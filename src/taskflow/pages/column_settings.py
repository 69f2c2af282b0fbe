"""The columns of a project's board."""

from quart import Blueprint, Response

from taskflow import projects
from taskflow.pages.addresses import project_address
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.ids import parse_id
from taskflow.projects import CATEGORIES
from taskflow.web.authentication import require_member
from taskflow.workspaces import Permission

routes = Blueprint("column_settings", __name__)
_BACK = "/{slug}/p/{key}/settings/columns"


@routes.get("/<slug>/p/<key>/settings/columns")
async def show(slug: str, key: str, form: FormState = EMPTY, column_id: str = "") -> Response:
    """The columns, each with its form, and the form of a new one."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    member.require(Permission.MANAGE_COLUMNS)
    return await render_page(
        "pages/project_settings/columns.html",
        member=member,
        current=key,
        project=project,
        columns=await projects.list_columns(project),
        categories=CATEGORIES,
        form=form,
        sent_form=column_id or ("new" if form.is_sent else ""),
    )


@routes.post("/<slug>/p/<key>/settings/columns")
@answers_with(show, back=_BACK)
async def create(slug: str, key: str) -> Response:
    """Add a column at the end."""
    member = await require_member(slug)
    column = await projects.create_column(member, key, await read_input(projects.NewColumn))
    return see_other(project_address(slug, key, "settings", "columns"), f"{column['name']} added")


@routes.post("/<slug>/p/<key>/settings/columns/<column_id>")
@answers_with(show, back=_BACK)
async def edit(slug: str, key: str, column_id: str) -> Response:
    """Change a column: its name, meaning and limit, or its place."""
    member = await require_member(slug)
    changes = await read_input(projects.ColumnChanges)
    await projects.edit_column(member, key, parse_id(column_id), changes, version=await read_version())
    return see_other(project_address(slug, key, "settings", "columns"), "Saved")


@routes.post("/<slug>/p/<key>/settings/columns/<column_id>/deletion")
@answers_with(show, back=_BACK)
async def delete(slug: str, key: str, column_id: str) -> Response:
    """Delete an empty column."""
    member = await require_member(slug)
    await projects.delete_column(member, key, parse_id(column_id), version=await read_version())
    return see_other(project_address(slug, key, "settings", "columns"), "Column deleted")
