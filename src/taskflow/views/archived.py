"""Saved views that come from a full export, with their own ids."""

from collections.abc import Sequence
from typing import Any

from taskflow.platform.missing_rows import insert_missing
from taskflow.views.models import SavedView
from taskflow.workspaces import Member, Permission

Row = dict[str, Any]


async def import_archived_views(member: Member, rows: Sequence[Row]) -> None:
    """Write those that are not there yet; their filters and orders are checked already. Raises Forbidden."""
    member.require(Permission.IMPORT_WORKSPACE)
    named = [{"filter_text" if name == "filter" else name: value for name, value in row.items()} for row in rows]
    await insert_missing(SavedView, member.workspace_id, named)
