"""Saved views."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from taskflow import search, views
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import Card, View
from taskflow.platform.pagination import Page
from taskflow.views import NewView, ViewChanges
from taskflow.workspaces import Member

_VIEWS = "/workspaces/{slug}/views"
_VIEW = _VIEWS + "/{view_id}"


class ViewQuery(PageQuery):
    """Which views."""

    project: Annotated[str, Field(max_length=6, examples=["WEB"], description="A project's key")] | None = None


@operation("GET", _VIEWS, query=ViewQuery, items=View)
async def list_views(member: Member, query: ViewQuery) -> Page:
    """List your views and those that are shared with you, by name"""
    rows = await views.list_views(member, project_key=query.project, **window(query))
    return page_of(rows, query, "sort_name", "id")


@operation(
    "POST", _VIEWS, body=NewView, answer=View, location="/workspaces/{slug}/views/{id}",
    codes=("forbidden", "not_found", "too_many_views"), undo="A view is one's own: delete it instead",
)  # fmt: skip
async def create_view(member: Member, body: NewView) -> Row:
    """Save a view

    The filter is kept as the filter language spells it; for 422, `position` and `expected` say what is wrong with it.
    """
    return await views.create_view(member, body)


@operation("GET", _VIEW, answer=View)
async def get_view(member: Member, view_id: UUID) -> Row:
    """Read a view"""
    return await views.get_view(member, view_id)


@operation(
    "PATCH", _VIEW, body=ViewChanges, answer=View, if_match="required", codes=("forbidden",),
    undo="A view is one's own: change it again",
)  # fmt: skip
async def edit_view(member: Member, view_id: UUID, body: ViewChanges, version: int) -> Row:
    """Change a view

    Its owner may, and an administrator when it is shared.
    """
    return await views.edit_view(member, view_id, body, version=version)


@operation(
    "DELETE", _VIEW, current=View, if_match="required", codes=("forbidden",),
    undo="A view that was deleted is not kept: save it again",
)  # fmt: skip
async def delete_view(member: Member, view_id: UUID, version: int) -> None:
    """Delete a view"""
    await views.delete_view(member, view_id, version=version)


@operation("GET", _VIEW + "/tasks", items=Card)
async def list_view_tasks(member: Member, view_id: UUID, query: PageQuery) -> Page:
    """List the tasks that a view holds for you, in its order"""
    view = await views.get_view(member, view_id)
    return await views.list_view_tasks(member, view, match=search.match_words, after=query.after, limit=query.limit)
