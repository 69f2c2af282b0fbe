"""Invitations together with the projects that they let into."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from taskflow import workspaces
from taskflow.identity import Person
from taskflow.platform.database import fetch
from taskflow.platform.errors import Invalid, StaleVersion
from taskflow.projects.access import grant_access
from taskflow.projects.queries import Row
from taskflow.projects.visibility import build_visibility
from taskflow.workspaces import Member, NewInvitation, Permission


async def invite(member: Member, new: NewInvitation) -> tuple[Row, str]:
    """Make the invitation; gives its row and its code, which is shown once and not kept.

    Raises what `workspaces.create_invitation` raises, and Invalid for a project that the member may not see.
    """
    member.require(Permission.MANAGE_MEMBERS)
    rows = await fetch(
        "select p.id, p.key from projects p where p.workspace_id = $1 and p.key = any($2::text[])"
        f" and {build_visibility(member, '$3')}",
        member.workspace_id,
        new.projects,
        member.id,
    )
    missing = sorted(set(new.projects) - {row["key"] for row in rows})
    if missing:
        raise Invalid.field("projects", "unknown_project", f"must be keys of projects: {', '.join(missing)} is none")
    invitation, code = await workspaces.create_invitation(member, new, [row["id"] for row in rows])
    return (await _with_projects(member, [invitation]))[0], code


async def list_invitations(member: Member, *, pending: bool = False, **window: Any) -> list[Row]:
    """`workspaces.list_invitations`, each with the keys of its `projects`."""
    return await _with_projects(member, await workspaces.list_invitations(member, pending=pending, **window))


async def get_invitation(member: Member, invitation_id: UUID) -> Row:
    """One of `list_invitations`. Raises Forbidden or NotFound."""
    return (await _with_projects(member, [await workspaces.get_invitation(member, invitation_id)]))[0]


async def revoke_invitation(member: Member, invitation_id: UUID, *, version: int) -> None:
    """Withdraw it. Raises Forbidden, NotFound, or StaleVersion with the invitation as it is now."""
    try:
        await workspaces.revoke_invitation(member, invitation_id, version=version)
    except StaleVersion as stale:
        stale.extra["current"] = await get_invitation(member, invitation_id)
        raise


async def mail_invitation(member: Member, invitation_id: UUID) -> Row:
    """Have it mailed again; gives it as one of `list_invitations`. Raises what `workspaces.mail_invitation` raises."""
    return (await _with_projects(member, [await workspaces.mail_invitation(member, invitation_id)]))[0]


async def accept_invitation(person: Person, code: str) -> Member:
    """Become a member, and be let into the projects of the invitation. Raises like `workspaces.accept_invitation`."""
    member, project_ids = await workspaces.accept_invitation(person, code)
    for row in await _name_projects(member.workspace_id, project_ids):
        await grant_access(member, row, member.id)
    return member


async def _with_projects(member: Member, invitations: list[Row]) -> list[Row]:
    ids = {project_id for row in invitations for project_id in row["project_ids"]}
    keys = {row["id"]: row["key"] for row in await _name_projects(member.workspace_id, ids)}
    return [row | {"projects": sorted(keys[one] for one in row["project_ids"] if one in keys)} for row in invitations]


async def _name_projects(workspace_id: UUID, ids: Collection[UUID]) -> list[Row]:
    """Id and key of those projects, as far as they are still there."""
    if not ids:
        return []
    return await fetch(
        "select p.id, p.key from projects p where p.workspace_id = $1 and p.id = any($2::uuid[])",
        workspace_id,
        list(ids),
    )
