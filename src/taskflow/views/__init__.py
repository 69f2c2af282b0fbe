"""Saved views: a filter, an order and a layout under a name, one's own or everybody's."""

from taskflow.views import undoing  # noqa: F401  enters why it stays
from taskflow.views.archived import import_archived_views
from taskflow.views.editing import create_view, delete_view, edit_view
from taskflow.views.inputs import LAYOUTS, Layout, NewView, ViewChanges
from taskflow.views.queries import get_view, list_views
from taskflow.views.showing import list_view_tasks

__all__ = [
    "LAYOUTS", "Layout", "NewView", "ViewChanges", "create_view", "delete_view", "edit_view", "get_view",
    "import_archived_views", "list_view_tasks", "list_views",
]  # fmt: skip
