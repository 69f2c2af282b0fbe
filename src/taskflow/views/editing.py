"""Saving, changing and deleting views."""

from typing import Any
from uuid import UUID

from taskflow import projects, tasks
from taskflow.activity import Subject, record
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.errors import Conflict, Forbidden
from taskflow.platform.ids import new_id
from taskflow.views.inputs import NewView, ViewChanges
from taskflow.views.models import SavedView
from taskflow.views.queries import Row, get_view
from taskflow.workspaces import Member, Permission, require_version

MAX_VIEWS = 200


async def create_view(member: Member, new: NewView) -> Row:
    """Save it. Raises NotFound for its project, Forbidden for sharing, or Invalid for its filter or its order."""
    project = await projects.get_project(member, new.project) if new.project else None
    if new.is_shared:
        member.require(Permission.SHARE_VIEW)
    values = _check({"filter": new.filter, "sort": new.sort})
    count = await fetch_value(
        "select count(*) from saved_views where workspace_id = $1 and owner_id = $2", member.workspace_id, member.id
    )
    if count >= MAX_VIEWS:
        raise Conflict(f"Somebody has at most {MAX_VIEWS} views", code="too_many_views")
    view_id, now = new_id(), clock.now()
    await SavedView.create(
        id=view_id,
        workspace_id=member.workspace_id,
        project_id=project["id"] if project else None,
        owner_id=member.id,
        created_at=now,
        updated_at=now,
        **new.model_dump(include={"name", "layout", "is_shared"}),
        filter_text=values["filter"],
        sort=values["sort"],
    )
    view = await get_view(member, view_id)
    await _record(member, "view.saved", view, name=(None, view["name"]))
    return view


async def edit_view(member: Member, view_id: UUID, changes: ViewChanges, *, version: int) -> Row:
    """Change the fields named. Raises NotFound, Forbidden, or Invalid like `create_view`."""
    view = await get_view(member, view_id, lock=True)
    _require_right(member, view)
    await require_version(view, version, workspace_id=member.workspace_id)
    named = _check(changes.named)
    if named.get("is_shared") and not view["is_shared"]:
        member.require(Permission.SHARE_VIEW)
    different = {name: value for name, value in named.items() if view[name] != value}
    if not different:
        return view
    sets, now = "".join(f", {name} = ${place}" for place, name in enumerate(different, start=3)), clock.now()
    await execute(
        f"update saved_views set version = version + 1, updated_at = $2{sets} where id = $1",
        view_id,
        now,
        *different.values(),
    )
    changed: dict[str, Any] = {name: (view[name], value) for name, value in different.items()}
    await _record(member, "view.edited", view | different, **changed, version=(version, version + 1))
    # An administrator who makes somebody's view personal does not see it any more.
    return view | different | {"version": version + 1, "updated_at": now}


async def delete_view(member: Member, view_id: UUID, *, version: int) -> None:
    """Delete it. Raises NotFound, Forbidden or StaleVersion."""
    view = await get_view(member, view_id, lock=True)
    _require_right(member, view)
    await require_version(view, version, workspace_id=member.workspace_id)
    await execute("delete from saved_views where id = $1", view_id)
    await _record(member, "view.deleted", view, name=(view["name"], None))


def _check(values: dict[str, Any]) -> dict[str, Any]:
    """The values with the filter and the order as the language spells them. Raises Invalid."""
    checked = dict(values)
    if "filter" in checked:
        checked["filter"] = tasks.print_filter(tasks.read_filter(checked["filter"], pointer="/filter"))
    if "sort" in checked:
        checked["sort"] = tasks.read_sort(checked["sort"], pointer="/sort").text
    return checked


def _require_right(member: Member, view: Row) -> None:
    if view["owner_id"] != member.id and not member.can(Permission.MANAGE_VIEWS):
        raise Forbidden("Only its owner or an administrator changes a shared view")


async def _record(member: Member, action: str, view: Row, **changes: Any) -> None:
    """Record what concerns others: what somebody does with a view of their own is nobody's business."""
    if not view["is_shared"] and "is_shared" not in changes:
        return
    await record(
        action,
        actor=member.actor,
        subject=Subject("view", view["id"]),
        workspace_id=member.workspace_id,
        project_id=view["project_id"],
        changes=changes,
    )
