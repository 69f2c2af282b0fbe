"""Taking tasks out: which of them, and as what."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import projects, transfer
from taskflow.pages.filter_words import HINTS, find_fault
from taskflow.pages.filters import SORTS
from taskflow.pages.forms import EMPTY, FormState, answers_with, read_input
from taskflow.pages.rendering import render_page, see_other
from taskflow.platform.errors import Conflict, Invalid
from taskflow.tasks import read_filter
from taskflow.transfer import NewExport
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member, Permission

routes = Blueprint("exports", __name__)
Row = dict[str, Any]
FORMATS = [("csv", "CSV, for spreadsheets"), ("json", "JSON"), ("jsonl", "JSON lines, one task a line")]


@routes.get("/<slug>/export")
async def show(slug: str, form: FormState = EMPTY) -> Response:
    """The form, filled in from the address."""
    member = await require_member(slug)
    sort = request.args.get("sort") or "number"
    return await render_page(
        "pages/transfer/export.html",
        member=member,
        current="jobs",
        form=form,
        projects=await _list_projects(member),
        given={name: request.args.get(name, "") for name in ("project", "filter")} | {"sort": sort},
        sorts=list((SORTS if sort in SORTS else {sort: sort} | SORTS).items()),
        formats=FORMATS,
        fault=_find_fault(form),
        hints=HINTS,
    )


@routes.post("/<slug>/export")
@answers_with(show)
async def start(slug: str) -> Response:
    """Have it made, and show how far it is."""
    member = await require_member(slug)
    new = await read_input(NewExport)
    try:
        run = await transfer.start_export(member, new)
    except Conflict as conflict:
        raise Invalid(conflict.detail) from None
    return see_other(f"/{slug}/jobs/{run['id']}")


@routes.get("/<slug>/admin/export")
async def show_whole(slug: str, form: FormState = EMPTY) -> Response:
    """What a full export is, and the button for it."""
    member = await require_member(slug)
    member.require(Permission.EXPORT_WORKSPACE)
    return await render_page("pages/transfer/export_all.html", member=member, current="settings", form=form)


@routes.post("/<slug>/admin/export")
@answers_with(show_whole)
async def start_whole(slug: str) -> Response:
    """Have it made, and show how far it is."""
    member = await require_member(slug)
    try:
        run = await transfer.start_export(member, NewExport(format="zip"))
    except Conflict as conflict:
        raise Invalid(conflict.detail) from None
    return see_other(f"/{slug}/jobs/{run['id']}")


async def _list_projects(member: Member) -> list[tuple[str, str]]:
    rows = await projects.list_projects(member)
    return [("", "All projects"), *((row["key"], row["name"]) for row in rows)]


def _find_fault(form: FormState) -> Row | None:
    text = form.value("filter") if form.error("filter") else ""
    try:
        read_filter(text)
    except Invalid as error:
        return find_fault(text, error, field="filter")
    return None
