"""Mentioning members and teams in comments: what `@handle` meant is kept as it was when the text was written."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from taskflow.comments.handles import Mentionable, build_handles, find_matching
from taskflow.platform.database import execute, fetch
from taskflow.platform.ids import new_id
from taskflow.platform.markdown import find_handles
from taskflow.tasks import list_assignable
from taskflow.workspaces import Member

Row = dict[str, Any]
MAX_HANDLES = 50
MENU_LENGTH = 10


async def list_mentionable(member: Member, task: Row, *, text: str = "", limit: int = MENU_LENGTH) -> list[Mentionable]:
    """Whom a comment on the task can mention and whose handle or name has a word that begins with `text`."""
    return find_matching(await _load_handles(member, task), text, limit)


async def write_mentions(
    member: Member, task: Row, comment_id: UUID, body: str, present: Sequence[Row] = ()
) -> set[UUID]:
    """Keep what the handles in `body` mean, and give the members who are mentioned.

    `present` are the mentions of the text before: their handles go on meaning what they meant. Only members who can
    see the task are mentioned; a handle that means nobody is left as text.
    """
    kept = {row["handle"]: row for row in present}
    handles = find_handles(body)[:MAX_HANDLES]
    gone, new = [handle for handle in kept if handle not in handles], [h for h in handles if h not in kept]
    meant = await _load_handles(member, task) if new else {}
    found = {handle: meant[handle] for handle in new if handle in meant}
    if gone:
        await execute(
            "delete from comment_mentions where workspace_id = $1 and comment_id = $2 and handle = any($3::text[])",
            member.workspace_id,
            comment_id,
            gone,
        )
    if found:
        await _insert(member, comment_id, found)
    ids = find_mentioned(row for handle, row in kept.items() if handle not in gone)
    return ids.union(*(target.member_ids for target in found.values()))


def find_mentioned(mentions: Iterable[Row]) -> set[UUID]:
    """The members in a comment's mentions. Pure."""
    return {UUID(person["id"]) for mention in mentions for person in mention["members"]}


async def _load_handles(member: Member, task: Row) -> dict[str, Mentionable]:
    people = await list_assignable(member, {"id": task["project_id"]})
    teams = await fetch(
        "select t.id, t.name, t.hue, array_agg(tm.member_id) as member_ids from teams t join team_members tm"
        " on tm.workspace_id = t.workspace_id and tm.team_id = t.id where t.workspace_id = $1 group by t.id",
        member.workspace_id,
    )
    return build_handles(people, teams)


async def _insert(member: Member, comment_id: UUID, found: dict[str, Mentionable]) -> None:
    rows = [(handle, target, member_id) for handle, target in found.items() for member_id in target.member_ids]
    await fetch(
        "insert into comment_mentions (id, workspace_id, comment_id, handle, member_id, team_id)"
        " select n.id, $1, $2, n.handle, n.member_id, n.team_id"
        " from unnest($3::uuid[], $4::text[], $5::uuid[], $6::uuid[]) as n(id, handle, member_id, team_id)",
        member.workspace_id,
        comment_id,
        [new_id() for _ in rows],
        [handle for handle, _, _ in rows],
        [member_id for _, _, member_id in rows],
        [target.id if target.kind == "team" else None for _, target, _ in rows],
    )
