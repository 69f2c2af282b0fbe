"""Letting teams into projects: whoever is in the team sees the project as if they had been let in themselves."""

from uuid import UUID

from taskflow.platform.database import execute, fetch
from taskflow.platform.ids import new_id
from taskflow.platform.pagination import read_cursor, read_id, read_text
from taskflow.projects.facts import record_fact
from taskflow.projects.queries import Row
from taskflow.workspaces import Member, Permission, get_team


async def list_project_teams(project: Row, *, after: str | None = None, limit: int | None = None) -> list[Row]:
    """The teams that were let into the project by name: `team_id`, `name`, `hue` and `member_count`.

    All of them, or `limit` behind the cursor `after` of `sort_name` and `team_id`.
    Raises Invalid for a made-up cursor.
    """
    return await fetch(
        "select t.id as team_id, t.name, t.hue, lower(t.name) as sort_name, (select count(*) from team_members c"
        "  where c.workspace_id = t.workspace_id and c.team_id = t.id) as member_count"
        " from project_teams pt join teams t on t.id = pt.team_id"
        " where pt.workspace_id = $1 and pt.project_id = $2"
        " and ($3::text is null or (lower(t.name), t.id) > ($3, $4::uuid)) order by lower(t.name), t.id limit $5",
        project["workspace_id"],
        project["id"],
        *read_cursor(after, read_text, read_id),
        limit,
    )


async def let_team_in(member: Member, project: Row, team_id: UUID) -> None:
    """Let that team in; doing it twice changes nothing. Raises Forbidden, or NotFound for no team of the workspace."""
    member.require(Permission.MANAGE_ACCESS)
    team = await get_team(member, team_id)
    added = await fetch(
        "insert into project_teams (id, workspace_id, project_id, team_id) values ($1, $2, $3, $4)"
        " on conflict (workspace_id, project_id, team_id) do nothing returning id",
        new_id(),
        member.workspace_id,
        project["id"],
        team_id,
    )
    if added:
        await record_fact(member, "project.team_let_in", project, team=(None, team["name"]), team_id=(None, team_id))


async def take_team_out(member: Member, project: Row, team_id: UUID) -> None:
    """Take the team's access away; doing it twice changes nothing.

    Raises Forbidden, or NotFound for no team of the workspace.
    """
    member.require(Permission.MANAGE_ACCESS)
    team = await get_team(member, team_id)
    if await execute(
        "delete from project_teams where workspace_id = $1 and project_id = $2 and team_id = $3",
        member.workspace_id,
        project["id"],
        team_id,
    ):
        left = {"team": (team["name"], None), "team_id": (team_id, None)}
        await record_fact(member, "project.team_taken_out", project, None, **left)
