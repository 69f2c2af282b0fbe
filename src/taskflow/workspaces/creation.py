"""Making and changing a workspace, and finding the ones that a person is in."""

from typing import Any
from uuid import UUID

from taskflow.activity import Subject, record
from taskflow.identity import Person
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one
from taskflow.platform.errors import Invalid, NotFound
from taskflow.platform.ids import new_id
from taskflow.platform.pagination import read_cursor, read_id, read_text
from taskflow.workspaces.inputs import NewWorkspace, WorkspaceChanges
from taskflow.workspaces.members import Member, get_member
from taskflow.workspaces.models import Membership
from taskflow.workspaces.permissions import Permission, Role
from taskflow.workspaces.versions import require_version

_COLUMNS = "w.id, w.slug, w.name, w.time_zone, w.version, w.created_at, w.updated_at"


async def create_workspace(person: Person, new: NewWorkspace) -> Member:
    """Make it; the person becomes its owner. Raises Invalid when the slug is taken."""
    workspace_id, now = new_id(), clock.now()
    added = await fetch(
        "insert into workspaces (id, slug, name, time_zone, created_at, updated_at) values ($1, $2, $3, $4, $5, $5)"
        " on conflict (slug) do nothing returning id",
        workspace_id,
        new.slug,
        new.name,
        new.time_zone,
        now,
    )
    if not added:
        raise Invalid.field("slug", "slug_taken", "is taken by another workspace")
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
    before = await get_workspace(member, lock=True)
    await require_version(before, version, workspace_id=member.workspace_id)
    different = {name: value for name, value in changes.named.items() if before[name] != value}
    if not different:
        return before
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(different, start=2))
    await execute(
        f"update workspaces set version = version + 1, updated_at = now(){sets} where id = $1",
        member.workspace_id,
        *different.values(),
    )
    await record(
        "workspace.edited",
        actor=member.actor,
        subject=Subject("workspace", member.workspace_id),
        workspace_id=member.workspace_id,
        changes={name: (before[name], value) for name, value in different.items()}
        | {"version": (version, version + 1)},
    )
    return await get_workspace(member)


async def get_workspace(member: Member, *, lock: bool = False) -> dict[str, Any]:
    """The member's workspace as a row, locked against other writers when asked so."""
    row = await fetch_one(
        f"select {_COLUMNS} from workspaces w where w.id = $1{' for no key update' if lock else ''}",
        member.workspace_id,
    )
    if row is None:
        raise NotFound
    return row


async def list_workspaces(
    person: Person, *, after: str | None = None, limit: int | None = None
) -> list[dict[str, Any]]:
    """The workspaces that the person is in, by name, with their role and the number of members.

    All of them, or `limit` behind the cursor `after` of `sort_name` and `id`. Raises Invalid for a made-up cursor.
    """
    return await fetch(
        f"select {_COLUMNS}, lower(w.name) as sort_name, m.role, (select count(*) from members c"
        " where c.workspace_id = w.id and c.removed_at is null and c.deactivated_at is null) as member_count"
        " from members m join workspaces w on w.id = m.workspace_id"
        " where m.user_id = $1 and m.removed_at is null and m.deactivated_at is null"
        " and ($2::text is null or (lower(w.name), w.id) > ($2, $3::uuid)) order by lower(w.name), w.id limit $4",
        person.id,
        *read_cursor(after, read_text, read_id),
        limit,
    )


async def list_workspace_ids() -> list[UUID]:
    """The ids of all workspaces, for what is done in each."""
    return [row["id"] for row in await fetch("select id from workspaces order by id")]
