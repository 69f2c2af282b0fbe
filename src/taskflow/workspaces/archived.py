"""Teams that come from a full export, with their own ids; what the import is called is recorded once for all of it."""

from collections.abc import Sequence
from typing import Any

from taskflow.activity import Subject, record, stays
from taskflow.platform.ids import new_id
from taskflow.platform.missing_rows import insert_missing
from taskflow.workspaces.members import Member
from taskflow.workspaces.models import Team, TeamMembership
from taskflow.workspaces.permissions import Permission

Row = dict[str, Any]
stays("What was imported stays: delete what you do not want", "workspace.imported")


async def import_archived_teams(member: Member, rows: Sequence[Row]) -> None:
    """Write those that are not there yet, with the `members` that each names. Raises Forbidden."""
    member.require(Permission.IMPORT_WORKSPACE)
    members = {row["id"]: row["members"] for row in rows}
    plain = [{name: value for name, value in row.items() if name != "members"} for row in rows]
    fresh = await insert_missing(Team, member.workspace_id, plain)
    await TeamMembership.bulk_create(
        TeamMembership(id=new_id(), workspace_id=member.workspace_id, team_id=row["id"], member_id=who)
        for row in fresh
        for who in members[row["id"]]
    )


async def record_import(member: Member, told: Row) -> None:
    """The workspace was filled from a full export; `told` says of which workspace, of when, and how much of it."""
    await record(
        "workspace.imported",
        actor=member.actor,
        subject=Subject("workspace", member.workspace_id),
        workspace_id=member.workspace_id,
        changes={name: (None, value) for name, value in told.items()},
    )
