"""The tasks of a project as a table, filtered and sorted by its address."""

from typing import Any

from quart import Blueprint, Response, request

from taskflow import projects, search, tasks
from taskflow.pages.addresses import project_address
from taskflow.pages.cards import build_row
from taskflow.pages.filters import SORTS, ListQuery, read_query
from taskflow.pages.rendering import render_page
from taskflow.platform import clock
from taskflow.platform.pagination import Page
from taskflow.tasks import PRIORITIES
from taskflow.web.authentication import require_member
from taskflow.workspaces import Member

routes = Blueprint("task_list", __name__)
Row = dict[str, Any]


@routes.get("/<slug>/p/<key>/list")
async def show(slug: str, key: str) -> Response:
    """A page of the list; `?after=…` goes on."""
    member = await require_member(slug)
    project = await projects.get_project(member, key)
    query = read_query(request.args)
    page = await _load_page(member, key, query)
    path = project_address(slug, key, "list")
    return await render_page(
        "pages/list/table.html",
        member=member,
        current=key,
        project=project,
        query=query,
        path=path,
        **_show_page(page, member, query, path),
        choices=await _list_choices(member, project),
    )


async def _load_page(member: Member, key: str, query: ListQuery) -> Page:
    order = tasks.read_sort(query.sort)
    wanted = query.build_filter(key)
    return await tasks.list_tasks(member, wanted, order=order, after=query.after, match=search.match_words)


def _show_page(page: Page, member: Member, query: ListQuery, path: str) -> Row:
    return {
        "rows": [build_row(task, member, clock.now()) for task in page.items],
        "more_url": page.next_cursor and query.address(path, after=page.next_cursor),
    }


async def _list_choices(member: Member, project: Row) -> Row:
    """What the filter offers."""
    return {
        "sorts": SORTS,
        "priorities": PRIORITIES,
        "people": await tasks.list_assignable(member, project),
        "labels": await projects.list_labels(project),
        "columns": await projects.list_columns(project),
    }
