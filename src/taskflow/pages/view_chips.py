"""Saved views beside a task list: the way to each, and what could be saved."""

from typing import Any
from uuid import UUID

from taskflow import views
from taskflow.pages.addresses import project_address, with_query
from taskflow.pages.filters import ListQuery
from taskflow.platform.errors import Forbidden
from taskflow.views import NewView
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]
MOST_READ, MOST_CHIPS = 200, 12
LONGEST_KEPT = 1200


async def load_views(member: Member, project_key: str | None, query: ListQuery, written: str | None) -> Row:
    """What a list shows of views: `chips`, the `open_view` or None, and `save_url`; the list says `written` now.

    Without a project those of the whole workspace. `written` is None when its filter cannot be read.
    """
    rows = await views.list_views(member, project_key=project_key, limit=MOST_READ)
    mine = [row for row in rows if row["project"] == project_key]
    chips = [build_chip(row, member, query.view) for row in mine[:MOST_CHIPS]]
    opened = next((row for row in mine if row["id"] == query.view), None)
    if opened is not None and opened not in mine[:MOST_CHIPS]:
        chips.append(build_chip(opened, member, query.view))
    return {
        "chips": chips,
        "open_view": opened and _compare(opened, member, query, written),
        "save_url": None if written is None else _build_save_url(member, project_key, query, written),
    }


def build_chip(view: Row, member: Member, opened: UUID | None = None) -> Row:
    """A view as its chip and its row show it."""
    return {
        "id": view["id"],
        "name": view["name"],
        "url": view_address(member.workspace_slug, view),
        "is_shared": view["is_shared"],
        "is_open": view["id"] == opened,
    }


def view_address(slug: str, view: Row) -> str:
    """Where the tasks of a view are listed."""
    path = project_address(slug, view["project"], "list") if view["project"] else f"/{slug}/list"
    return with_query(path, filter=view["filter"], sort=view["sort"], view=view["id"])


def may_change(member: Member, view: Row) -> bool:
    """True for its owner, and for whoever manages the views of others."""
    return view["owner_id"] == member.id or member.can(Permission.MANAGE_VIEWS)


def require_change(member: Member, view: Row) -> None:
    """Pass, or raise Forbidden."""
    if not may_change(member, view):
        raise Forbidden("Only its owner or an administrator changes a shared view")


def pack_view(member: Member, view: Row) -> str:
    """What saves the view again, as text for a form; empty when it is somebody else's or too long for a message."""
    names = set(NewView.model_fields)
    text = NewView.model_validate({name: value for name, value in view.items() if name in names}).model_dump_json()
    return text if view["owner_id"] == member.id and len(text.encode()) <= LONGEST_KEPT else ""


def _compare(view: Row, member: Member, query: ListQuery, written: str | None) -> Row:
    """The open view, and whether the list asks for something else by now that its form could save."""
    is_changed = written is not None and (written, query.sort) != (view["filter"], view["sort"])
    return {
        "id": view["id"],
        "name": view["name"],
        "version": view["version"],
        "filter": written,
        "sort": query.sort,
        "may_change": may_change(member, view),
        "may_save": is_changed and may_change(member, view),
    }


def _build_save_url(member: Member, project_key: str | None, query: ListQuery, written: str) -> str:
    path = f"/{member.workspace_slug}/views/new"
    return with_query(path, project=project_key, filter=written, sort=query.sort)
