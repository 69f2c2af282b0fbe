"""The tasks of a project or of the workspace as a table, filtered and sorted by its address."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import projects, search, tasks
from taskflow.pages.addresses import project_address, with_query
from taskflow.pages.cards import build_row
from taskflow.pages.filter_words import HINTS, find_fault
from taskflow.pages.filters import SORTS, ListQuery, read_query, write_filter
from taskflow.pages.rendering import render_page
from taskflow.pages.view_chips import load_views
from taskflow.platform import clock
from taskflow.platform.errors import Invalid
from taskflow.platform.pagination import Page
from taskflow.tasks import PRIORITIES
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member

routes = Blueprint("task_list", __name__)
Row = dict[str, Any]
_EVERYWHERE: Row = {"people": [], "columns": [], "labels": []}


@routes.get("/<slug>/p/<key>/list")
async def show(slug: str, key: str) -> Response:
    """A page of the list; `?after=…` goes on."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    query = read_query(request.args)
    choices = await _list_choices(member, project)
    shown = await _load(member, key, query, project_address(slug, key, "list"), choices)
    return await render_page("pages/list/table.html", member=member, current=key, project=project, **shown)


@routes.get("/<slug>/list")
async def show_everywhere(slug: str) -> Response:
    """The same for all projects that the member sees."""
    member = await require_member(slug)
    shown = await _load(member, None, read_query(request.args), f"/{slug}/list", _EVERYWHERE)
    return await render_page("pages/list/everywhere.html", member=member, current="views", **shown)


async def _load(member: Member, key: str | None, query: ListQuery, path: str, choices: Row) -> Row:
    """All that the table shows, with the `fault` of a filter that cannot be read, and the `status` to answer with."""
    fault: Row | None = None
    written: str | None = None
    try:
        page = await _load_page(member, key, query)
        written = write_filter(query, people=choices["people"], columns=choices["columns"])
    except Invalid as error:
        fault, page = find_fault(query.filter, error, field="filter"), Page([], None)
    return {
        "query": query,
        "path": path,
        "rows": [build_row(task, member, clock.now()) for task in page.items],
        "more_url": page.next_cursor and query.address(path, after=page.next_cursor),
        "fault": fault,
        "export_url": _build_export(member, key, query, written),
        "status": 422 if fault else 200,
        "hints": HINTS,
        "choices": choices | {"sorts": SORTS, "priorities": PRIORITIES},
        **await load_views(member, key, query, written),
    }


def _build_export(member: Member, key: str | None, query: ListQuery, written: str | None) -> str | None:
    """Where this list is exported; a list without a filter shows the open tasks."""
    if written is None:
        return None
    filter_text = written or "status:open"
    return with_query(f"/{member.workspace_slug}/export", project=key, filter=filter_text, sort=query.sort)


async def _load_page(member: Member, key: str | None, query: ListQuery) -> Page:
    order = tasks.read_sort(query.sort)
    wanted = query.build_filter(key)
    return await tasks.list_tasks(member, wanted, order=order, after=query.after, match=search.match_words)


async def _list_choices(member: Member, project: Row) -> Row:
    """What the filter offers."""
    return {
        "people": await tasks.list_assignable(member, project),
        "labels": await projects.list_labels(project),
        "columns": await projects.list_columns(project),
    }
