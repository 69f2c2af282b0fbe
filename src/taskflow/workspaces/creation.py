"""Making and changing a workspace, and finding the ones that a person is in."""

from typing import Any

from taskflow.activity import Subject, record
from taskflow.identity import Person
from taskflow.platform import clock
from taskflow.platform.database import fetch, fetch_one, fetch_value
from taskflow.platform.errors import Invalid, NotFound, StaleVersion
from taskflow.platform.ids import new_id
from taskflow.workspaces.inputs import NewWorkspace, WorkspaceChanges
from taskflow.workspaces.members import Member, get_member
from taskflow.workspaces.models import Membership, Workspace
from taskflow.workspaces.permissions import Permission, Role

_COLUMNS = "w.id, w.slug, w.name, w.time_zone, w.version, w.created_at, w.updated_at"


async def create_workspace(person: Person, new: NewWorkspace) -> Member:
    """Make it; the person becomes its owner. Raises Invalid when the slug is taken."""
    if await fetch_value("select 1 from workspaces where slug = $1", new.slug):
        raise Invalid.field("slug", "slug_taken", "is taken by another workspace")
    workspace_id, now = new_id(), clock.now()
    await Workspace.create(
        id=workspace_id, slug=new.slug, name=new.name, time_zone=new.time_zone, created_at=now, updated_at=now
    )
    await Membership.create(
        id=new_id(), workspace_id=workspace_id, user_id=person.id, role=Role.OWNER.value, created_at=now
    )
    member = await get_member(person, new.slug)
    await record(
        "workspace.created",
        actor=member.actor,
        subject=Subject("workspace", workspace_id),
        workspace_id=workspace_id,
        changes={"name": (None, new.name), "slug": (None, new.slug)},
    )
    return member


async def edit_workspace(member: Member, changes: WorkspaceChanges, *, version: int) -> dict[str, Any]:
    """Change the fields named. Raises Forbidden, or StaleVersion when `version` is not current."""
    member.require(Permission.EDIT_WORKSPACE)
    before = await get_workspace(member)
    named = {name: value for name, value in changes.model_dump(exclude_unset=True).items() if value is not None}
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(named, start=3))
    row = await fetch_one(
        f"update workspaces w set version = version + 1, updated_at = now(){sets}"
        f" where w.id = $1 and w.version = $2 returning {_COLUMNS}",
        member.workspace_id,
        version,
        *named.values(),
    )
    if row is None:
        raise StaleVersion(extra={"current": await get_workspace(member)})
    await record(
        "workspace.edited",
        actor=member.actor,
        subject=Subject("workspace", member.workspace_id),
        workspace_id=member.workspace_id,
        changes={name: (before[name], value) for name, value in named.items() if before[name] != value},
    )
    return row


async def get_workspace(member: Member) -> dict[str, Any]:
    """The member's workspace as a row."""
    row = await fetch_one(f"select {_COLUMNS} from workspaces w where w.id = $1", member.workspace_id)
    if row is None:
        raise NotFound
    return row


async def list_workspaces(person: Person) -> list[dict[str, Any]]:
    """The workspaces that the person is in, by name, with their role and the number of members."""
    return await fetch(
        f"select {_COLUMNS}, m.role, (select count(*) from members c where c.workspace_id = w.id"
        " and c.removed_at is null) as member_count"
        " from members m join workspaces w on w.id = m.workspace_id"
        " where m.user_id = $1 and m.removed_at is null order by lower(w.name), w.id",
        person.id,
    )
