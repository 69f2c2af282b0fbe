"""Saved views: all of them, saving one, opening, changing and deleting it."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import projects, tasks, views
from taskflow.pages.addresses import with_query
from taskflow.pages.filter_words import HINTS, find_fault
from taskflow.pages.filters import SORTS
from taskflow.pages.flashes import Flash, set_flash
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_form, read_input, read_version
from taskflow.pages.rendering import render_page, see_other
from taskflow.pages.view_chips import build_chip, may_change, pack_view, require_change, view_address
from taskflow.platform.errors import Conflict, Invalid, NotFound
from taskflow.platform.ids import parse_id
from taskflow.platform.pagination import build_page
from taskflow.platform.validation import parse_json
from taskflow.views import NewView, ViewChanges
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member

routes = Blueprint("views", __name__)
Row = dict[str, Any]
_BACK = "/{slug}/views"
PAGE = 100


@routes.get("/<slug>/views")
async def show(slug: str) -> Response:
    """One's own views and those that others share."""
    member = await require_member(slug)
    after = request.args.get("after")
    page = build_page(await views.list_views(member, after=after, limit=PAGE + 1), PAGE, "sort_name", "id")
    named = {row["key"]: row for row in await projects.list_projects(member)}
    return await render_page(
        "pages/views/list.html",
        member=member,
        current="views",
        mine=[_build_item(row, member, named) for row in page.items if row["owner_id"] == member.id],
        others=[_build_item(row, member, named) for row in page.items if row["owner_id"] != member.id],
        more_url=page.next_cursor and with_query(f"/{slug}/views", after=page.next_cursor),
    )


@routes.get("/<slug>/views/new")
async def show_form(slug: str, form: FormState = EMPTY) -> Response:
    """The form of a new view, filled in from the address."""
    member = await require_member(slug)
    given = {"filter": request.args.get("filter", ""), "sort": request.args.get("sort") or "-updated"}
    project = await _find_project(member, form.value("project", request.args.get("project", "")))
    return await _render_form(member, form, given, project=project)


@routes.post("/<slug>/views/new")
@answers_with(show_form)
async def create(slug: str) -> Response:
    """Save it, and open it."""
    member = await require_member(slug)
    new = await read_input(NewView, texts=("filter",))
    await _find_project(member, new.project or "")
    try:
        view = await views.create_view(member, new)
    except Conflict as conflict:
        raise Invalid(conflict.detail) from None
    return see_other(view_address(slug, view), f"{view['name']} is saved")


@routes.get("/<slug>/views/<view_id>")
async def open_view(slug: str, view_id: str) -> Response:
    """Go to its tasks: this address stays the same when the view is changed."""
    member = await require_member(slug)
    return see_other(view_address(slug, await views.get_view(member, parse_id(view_id))))


@routes.get("/<slug>/views/<view_id>/edit")
async def show_editor(slug: str, view_id: str, form: FormState = EMPTY) -> Response:
    """The form of name, filter, order and who sees it."""
    member = await require_member(slug)
    view = await views.get_view(member, parse_id(view_id))
    require_change(member, view)
    return await _render_form(member, form, view, view=view)


@routes.post("/<slug>/views/<view_id>/edit")
@answers_with(show_editor, back=_BACK)
async def edit(slug: str, view_id: str) -> Response:
    """Change it, and open it."""
    member = await require_member(slug)
    changes = await read_input(ViewChanges, texts=("filter",))
    view = await views.edit_view(member, parse_id(view_id), changes, version=await read_version())
    return see_other(view_address(slug, view), f"{view['name']} is saved")


@routes.post("/<slug>/views/<view_id>/deletion")
@answers_with(show_editor, back=_BACK)
async def delete(slug: str, view_id: str) -> Response:
    """Delete it, and offer to save it again."""
    member = await require_member(slug)
    view = await views.get_view(member, parse_id(view_id))
    await views.delete_view(member, view["id"], version=await read_version())
    response, packed = see_other(f"/{slug}/views"), pack_view(member, view)
    undo = f"/{slug}/views/return" if packed else ""
    set_flash(response, Flash(f"The view {view['name']} is deleted", undo=undo, token=packed))
    return response


@routes.post("/<slug>/views/return")
async def bring_back(slug: str) -> Response:
    """Save again what has just been deleted: like any new view, it is checked."""
    member = await require_member(slug)
    packed = (await read_form()).get("token", "")
    view = await views.create_view(member, parse_json(NewView, packed.encode()))
    return see_other(f"/{slug}/views", f"{view['name']} is back")


async def _render_form(
    member: Member, form: FormState, values: Row, *, view: Row | None = None, project: Row | None = None
) -> Response:
    return await render_page(
        "pages/views/form.html",
        member=member,
        current="views",
        form=form,
        view=view,
        project=project,
        values=values,
        sorts=_list_sorts(form.value("sort", values["sort"])),
        fault=_find_fault(form),
        hints=HINTS,
    )


async def _find_project(member: Member, key: str) -> Row | None:
    """The project, or None for all of them. Raises NotFound, also for what cannot be a key."""
    if key and not (key.isascii() and key.isalpha()):
        raise NotFound
    return await projects.get_project(member, key) if key else None


def _list_sorts(chosen: str) -> list[tuple[str, str]]:
    return list((SORTS if chosen in SORTS else {chosen: chosen} | SORTS).items())


def _find_fault(form: FormState) -> Row | None:
    """Where the filter that was typed is wrong."""
    text = form.value("filter") if form.error("filter") else ""
    try:
        tasks.read_filter(text)
    except Invalid as error:
        return find_fault(text, error, field="filter")
    return None


def _build_item(view: Row, member: Member, named: dict[str, Row]) -> Row:
    return build_chip(view, member) | {
        "filter": view["filter"],
        "order": SORTS.get(view["sort"], view["sort"]),
        "project": named.get(view["project"]) if view["project"] else None,
        "project_key": view["project"],
        "owner": view["owner"],
        "version": view["version"],
        "may_change": may_change(member, view),
    }
