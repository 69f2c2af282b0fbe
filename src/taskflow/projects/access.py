"""Letting members into private projects, and guests into any."""

from uuid import UUID

from taskflow.platform.database import execute, fetch
from taskflow.platform.errors import NotFound
from taskflow.platform.ids import new_id
from taskflow.projects.facts import record_fact
from taskflow.projects.queries import Row
from taskflow.workspaces import Member, Permission, get_listed_member


async def grant_access(member: Member, project: Row, member_id: UUID) -> None:
    """Let that member in; doing it twice changes nothing. Raises NotFound for somebody of no or another workspace."""
    if member_id != member.id:
        member.require(Permission.MANAGE_ACCESS)
    await get_listed_member(member, member_id)
    added = await fetch(
        "insert into project_access (id, workspace_id, project_id, member_id) values ($1, $2, $3, $4)"
        " on conflict (workspace_id, project_id, member_id) do nothing returning id",
        new_id(),
        member.workspace_id,
        project["id"],
        member_id,
    )
    if added:
        await record_fact(member, "project.access_granted", project, member_id=(None, member_id))


async def revoke_access(member: Member, project: Row, member_id: UUID) -> None:
    """Take the access away again. Raises NotFound when there was none."""
    member.require(Permission.MANAGE_ACCESS)
    if not await execute(
        "delete from project_access where workspace_id = $1 and project_id = $2 and member_id = $3",
        member.workspace_id,
        project["id"],
        member_id,
    ):
        raise NotFound
    await record_fact(member, "project.access_revoked", project, member_id=(member_id, None))


async def forget_member(workspace_id: UUID, member_id: UUID) -> None:
    """Take every access of somebody who is no longer in the workspace; who came back meanwhile keeps theirs."""
    await execute(
        "delete from project_access a using members m where a.workspace_id = $1 and a.member_id = $2"
        " and m.id = a.member_id and m.removed_at is not null",
        workspace_id,
        member_id,
    )
