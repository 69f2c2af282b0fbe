"""Taking a unit of work back: all of its events, the last first, or none; and how changes of a workspace go back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from taskflow.activity import (
    ACTIONS,
    Obstacle,
    Obstructed,
    find_inverse,
    find_inverse_of_many,
    find_later_change,
    find_reason,
    group_events,
    list_unit,
    prepare,
    require_unchanged,
    stays,
    undoes,
)
from taskflow.platform.errors import Conflict, Invalid, NotFound
from taskflow.platform.unit_of_work import savepoint
from taskflow.workspaces.creation import edit_workspace, get_workspace
from taskflow.workspaces.deactivation import deactivate_member, reactivate_member
from taskflow.workspaces.inputs import MemberChanges, TeamChanges, WorkspaceChanges
from taskflow.workspaces.members import Member, get_listed_member, name_members
from taskflow.workspaces.membership import change_role, remove_member
from taskflow.workspaces.teams import add_to_team, delete_team, edit_team, get_team, list_team_members, remove_from_team

Row = dict[str, Any]
MAX_LOOKED_UP = 20


class UndoConflict(Conflict):
    """Something stands against taking a change back: `obstacles` in `extra`."""

    code = "undo_conflict"
    title = "This cannot be undone any more"


async def undo_unit(member: Member, unit_id: UUID, first_seq: int, last_seq: int) -> list[Row]:
    """Take back what the member did in that unit; gives `action`, `subject_type`, `subject_id` and `sentence` of each.

    Belongs into a unit of work, which an error ends. Raises NotFound for no unit of theirs, Forbidden when their role
    does not allow it now, or UndoConflict with everything that stands against it.
    """
    events = await list_unit(member.workspace_id, unit_id, first_seq, last_seq)
    if not events or any(event["actor_id"] != member.id for event in events):
        raise NotFound
    await prepare(member, events)
    undone, obstacles = list[Row](), list[Row]()
    for group in group_events(events):
        try:
            async with savepoint():
                names = await _undo(member, group)
                undone += [_tell(member, event, name) for event, name in zip(group, names, strict=True)]
        except Obstructed as error:
            obstacles += await _describe_all(member, group, error.obstacles)
        except (NotFound, Conflict, Invalid) as error:
            # What is below may rest on what could not be undone here: nothing more is tried.
            detail = "it is gone" if isinstance(error, NotFound) else error.detail
            obstacles.append(await _describe(member, group[0], Obstacle("", "", detail)))
            break
    if obstacles:
        raise UndoConflict(obstacles[0]["detail"], extra={"obstacles": obstacles})
    return undone


async def _undo(member: Member, group: list[Row]) -> list[str]:
    """Take the events of a group back; gives what their subjects are called."""
    action = group[0]["action"]
    inverse, inverse_of_many = find_inverse(action), find_inverse_of_many(action)
    if inverse_of_many is not None and len(group) > 1:
        return await inverse_of_many(member, group)
    if inverse is None:
        raise Obstructed(Obstacle("", "", find_reason(action) or "This cannot be undone"))
    return [await inverse(member, event) for event in group]


def _tell(member: Member, event: Row, name: str) -> Row:
    words = {field: new for field, (_, new) in event["changes"].items()}
    sentence = ACTIONS[event["action"]].format_map(words | {"actor": member.name, "subject": name})
    return {key: event[key] for key in ("action", "subject_type", "subject_id")} | {"sentence": sentence}


async def _describe_all(member: Member, group: list[Row], obstacles: Sequence[Obstacle]) -> list[Row]:
    """All of them; who it was is looked up for the first ones only."""
    events = {event["subject_id"]: event for event in group}
    named = [(events.get(obstacle.subject_id or group[0]["subject_id"], group[0]), obstacle) for obstacle in obstacles]
    told = [await _describe(member, event, obstacle) for event, obstacle in named[:MAX_LOOKED_UP]]
    return told + [_build_obstacle(event, obstacle) for event, obstacle in named[MAX_LOOKED_UP:]]


async def _describe(member: Member, event: Row, obstacle: Obstacle) -> Row:
    fields = [obstacle.field] if obstacle.field in event["changes"] else []
    later = await find_later_change(event, member.workspace_id, fields=fields)
    names = await name_members(member, [later["actor_id"]] if later and later["actor_id"] else [])
    by = names[later["actor_id"]]["name"] if later and later["actor_id"] in names else None
    return _build_obstacle(event, obstacle) | {"by": by, "at": later["at"] if later else None}


def _build_obstacle(event: Row, obstacle: Obstacle) -> Row:
    return {
        "subject_type": event["subject_type"],
        "subject_id": event["subject_id"],
        "subject": obstacle.subject,
        "field": obstacle.field or None,
        "detail": obstacle.detail,
        "by": None,
        "at": None,
    }


@undoes("workspace.edited")
async def _put_workspace_back(member: Member, event: Row) -> str:
    workspace = await get_workspace(member, lock=True)
    fields = _list_fields(event)
    require_unchanged(workspace["name"], event, workspace, *fields)
    changes = WorkspaceChanges.model_validate({field: event["changes"][field][0] for field in fields})
    await edit_workspace(member, changes, version=workspace["version"])
    return str(workspace["name"])


@undoes("member.added")
async def _remove(member: Member, event: Row) -> str:
    listed = await get_listed_member(member, event["subject_id"])
    require_unchanged(listed["name"], event, listed, "role")
    await remove_member(member, event["subject_id"])
    return str(listed["name"])


@undoes("member.role_changed")
async def _give_role_back(member: Member, event: Row) -> str:
    listed = await get_listed_member(member, event["subject_id"])
    require_unchanged(listed["name"], event, listed, "role")
    changes = MemberChanges(role=event["changes"]["role"][0])
    await change_role(member, event["subject_id"], changes, version=listed["version"])
    return str(listed["name"])


@undoes("member.deactivated", "member.reactivated")
async def _turn_activity(member: Member, event: Row) -> str:
    listed = await get_listed_member(member, event["subject_id"])
    require_unchanged(listed["name"], event, listed, "deactivated_at")
    turn = reactivate_member if event["action"] == "member.deactivated" else deactivate_member
    await turn(member, event["subject_id"])
    return str(listed["name"])


@undoes("team.created")
async def _delete_team(member: Member, event: Row) -> str:
    team = await get_team(member, event["subject_id"])
    require_unchanged(team["name"], event, team, "name", "hue")
    if team["member_count"]:
        raise Obstructed(Obstacle(team["name"], "", "somebody is in the team by now"))
    await delete_team(member, event["subject_id"], version=team["version"])
    return str(team["name"])


@undoes("team.edited")
async def _put_team_back(member: Member, event: Row) -> str:
    team = await get_team(member, event["subject_id"])
    fields = _list_fields(event)
    require_unchanged(team["name"], event, team, *fields)
    changes = TeamChanges.model_validate({field: event["changes"][field][0] for field in fields})
    await edit_team(member, event["subject_id"], changes, version=team["version"])
    return str(team["name"])


@undoes("team.member_added", "team.member_removed")
async def _turn_team_membership(member: Member, event: Row) -> str:
    team = await get_team(member, event["subject_id"])
    old, new = event["changes"]["member_id"]
    is_in = any(str(row["id"]) == (new or old) for row in await list_team_members(member, team["id"]))
    if is_in != (new is not None):
        raise Obstructed(Obstacle(team["name"], "member_id", "who is in the team was changed again"))
    turn = remove_from_team if new else add_to_team
    await turn(member, team["id"], UUID(new or old))
    return str(team["name"])


def _list_fields(event: Row) -> list[str]:
    return [field for field in event["changes"] if field != "version"]


stays("An account stays: who has it may be removed from a workspace", "user.registered")
stays("Changes of a profile are one's own, and as quickly changed back", "user.edited")
stays("The former password is not kept", "user.password_reset")
stays("The address may have been read; it ends by itself within an hour", "user.reset_offered")
stays("Signing in and out is no change of a workspace", "user.signed_in", "user.signed_out")
stays("The token was shown, and may be in use: revoke it", "token.created")
stays("A revoked token is never good again: make another one", "token.revoked")
stays("A workspace stays", "workspace.created")
stays("The new owner decides now: they can hand it back", "workspace.handed_over")
stays(
    "Whoever was removed has lost their teams and the projects that they were let into: add them again",
    "member.removed",
)
stays("The person who joined decided to; remove them if it was a mistake", "member.joined")
stays("Who was in the team, and what it was let into, is not kept: make it again", "team.deleted")
stays("The invitation may have been read: revoke it", "invitation.created", "invitation.mailed")
stays("An invitation that was withdrawn is never good again: make another one", "invitation.revoked")
stays("The operator decides who may use TaskFlow, and can decide anew", "user.deactivated", "user.reactivated")
