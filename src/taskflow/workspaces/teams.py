"""Teams: members under a name, so that they are let into projects together."""

from typing import Any
from uuid import UUID

from taskflow.activity import Subject, record
from taskflow.platform import clock
from taskflow.platform.database import execute, fetch, fetch_one, fetch_value
from taskflow.platform.errors import Invalid, NotFound
from taskflow.platform.ids import new_id
from taskflow.platform.pagination import read_cursor, read_id, read_text
from taskflow.workspaces.inputs import NewTeam, TeamChanges
from taskflow.workspaces.members import LISTED_MEMBER, Member, build_listed, get_listed_member
from taskflow.workspaces.models import Team
from taskflow.workspaces.permissions import Permission
from taskflow.workspaces.roster import lock_roster
from taskflow.workspaces.versions import require_version

Row = dict[str, Any]
_LISTED = (
    "t.id, t.name, t.hue, t.version, t.created_at, lower(t.name) as sort_name, (select count(*) from team_members c"
    " where c.workspace_id = t.workspace_id and c.team_id = t.id) as member_count from teams t"
)


async def list_teams(member: Member, *, after: str | None = None, limit: int | None = None) -> list[Row]:
    """The teams of the workspace by name, with the number of their members.

    All of them, or `limit` behind the cursor `after` of `sort_name` and `id`. Raises Invalid for a made-up cursor.
    """
    member.require(Permission.SEE_MEMBERS)
    return await fetch(
        f"select {_LISTED} where t.workspace_id = $1"
        " and ($2::text is null or (lower(t.name), t.id) > ($2, $3::uuid)) order by lower(t.name), t.id limit $4",
        member.workspace_id,
        *read_cursor(after, read_text, read_id),
        limit,
    )


async def list_teams_of(member: Member, member_id: UUID) -> list[Row]:
    """The teams that the member `member_id` is in, by name, as `list_teams` gives them."""
    member.require(Permission.SEE_MEMBERS)
    return await fetch(
        f"select {_LISTED} where t.workspace_id = $1 and exists (select from team_members tm"
        " where tm.workspace_id = t.workspace_id and tm.team_id = t.id and tm.member_id = $2) order by lower(t.name)",
        member.workspace_id,
        member_id,
    )


async def get_team(member: Member, team_id: UUID) -> Row:
    """One of `list_teams`. Raises NotFound."""
    member.require(Permission.SEE_MEMBERS)
    row = await fetch_one(f"select {_LISTED} where t.workspace_id = $1 and t.id = $2", member.workspace_id, team_id)
    if row is None:
        raise NotFound
    return row


async def create_team(member: Member, new: NewTeam) -> Row:
    """Make a team without anybody in it. Raises Forbidden, or Invalid when the workspace has one of that name."""
    member = await _take_turn(member)
    team_id = new_id()
    await _require_free_name(member, team_id, new.name)
    await Team.create(id=team_id, workspace_id=member.workspace_id, name=new.name, hue=new.hue, created_at=clock.now())
    await record_team(member, "team.created", team_id, name=(None, new.name), hue=(None, new.hue))
    return await get_team(member, team_id)


async def edit_team(member: Member, team_id: UUID, changes: TeamChanges, *, version: int) -> Row:
    """Change the fields named. Raises NotFound, Forbidden, StaleVersion, or Invalid for a taken name."""
    member = await _take_turn(member)
    team = await get_team(member, team_id)
    await require_version(team, version, workspace_id=member.workspace_id)
    different = {name: value for name, value in changes.named.items() if team[name] != value}
    if not different:
        return team
    if "name" in different:
        await _require_free_name(member, team_id, different["name"])
    sets = "".join(f", {name} = ${place}" for place, name in enumerate(different, start=2))
    await execute(f"update teams set version = version + 1{sets} where id = $1", team_id, *different.values())
    edited = {name: (team[name], value) for name, value in different.items()}
    await record_team(member, "team.edited", team_id, **edited, version=(version, version + 1))
    return await get_team(member, team_id)


async def delete_team(member: Member, team_id: UUID, *, version: int) -> None:
    """Delete a team; its members stay, and lose what they saw through it. Raises NotFound, Forbidden, StaleVersion."""
    member = await _take_turn(member)
    team = await get_team(member, team_id)
    await require_version(team, version, workspace_id=member.workspace_id)
    await execute("delete from teams where id = $1", team_id)
    await record_team(member, "team.deleted", team_id, name=(team["name"], None))


async def list_team_members(
    member: Member, team_id: UUID, *, after: str | None = None, limit: int | None = None
) -> list[Row]:
    """The members of a team as `list_members` gives them. Raises NotFound, or Invalid for a made-up cursor."""
    await get_team(member, team_id)
    rows = await fetch(
        f"select {LISTED_MEMBER} join team_members tm on tm.workspace_id = m.workspace_id and tm.member_id = m.id"
        " where tm.workspace_id = $1 and tm.team_id = $2"
        " and ($3::text is null or (lower(u.name), m.id) > ($3, $4::uuid)) order by lower(u.name), m.id limit $5",
        member.workspace_id,
        team_id,
        *read_cursor(after, read_text, read_id),
        limit,
    )
    return [build_listed(row, member) for row in rows]


async def add_to_team(member: Member, team_id: UUID, member_id: UUID) -> None:
    """Put a member into the team; doing it twice changes nothing. Raises NotFound or Forbidden."""
    member = await _take_turn(member)
    team, listed = await get_team(member, team_id), await get_listed_member(member, member_id)
    added = await fetch(
        "insert into team_members (id, workspace_id, team_id, member_id) values ($1, $2, $3, $4)"
        " on conflict (workspace_id, team_id, member_id) do nothing returning id",
        new_id(),
        member.workspace_id,
        team["id"],
        listed["id"],
    )
    if added:
        await record_team(member, "team.member_added", team_id, member_id=(None, member_id))


async def remove_from_team(member: Member, team_id: UUID, member_id: UUID) -> None:
    """Take a member out of the team; doing it twice changes nothing. Raises NotFound or Forbidden."""
    member = await _take_turn(member)
    team, listed = await get_team(member, team_id), await get_listed_member(member, member_id)
    if await execute(
        "delete from team_members where workspace_id = $1 and team_id = $2 and member_id = $3",
        member.workspace_id,
        team["id"],
        listed["id"],
    ):
        await record_team(member, "team.member_removed", team_id, member_id=(member_id, None))


async def record_team(member: Member, action: str, team_id: UUID, **changes: Any) -> None:
    """Record `action`, which was done to a team."""
    await record(
        action,
        actor=member.actor,
        subject=Subject("team", team_id),
        workspace_id=member.workspace_id,
        changes=changes,
    )


async def _take_turn(member: Member) -> Member:
    """Changes of teams happen one after the other, so that a name is taken once and nobody gone is in a team."""
    member.require(Permission.MANAGE_TEAMS)
    return await lock_roster(member, Permission.MANAGE_TEAMS)


async def _require_free_name(member: Member, team_id: UUID, name: str) -> None:
    if await fetch_value(
        "select 1 from teams where workspace_id = $1 and lower(name) = lower($2) and id <> $3",
        member.workspace_id,
        name,
        team_id,
    ):
        raise Invalid.field("name", "name_taken", "is the name of another team")
