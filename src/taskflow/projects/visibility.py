"""Which projects a member may see, as the condition that every query of a project or a task joins through."""

from taskflow.workspaces import Member, Role

# Both look up whole index entries; whoever sees a project by its visibility or their role pays for neither.
_INVITED = (
    "(exists (select from project_access a"
    " where a.workspace_id = p.workspace_id and a.project_id = p.id and a.member_id = {who})"
    " or exists (select from team_members tm"
    " join project_teams pt on pt.workspace_id = tm.workspace_id and pt.team_id = tm.team_id"
    " where tm.workspace_id = p.workspace_id and tm.member_id = {who} and pt.project_id = p.id))"
)

# A condition on `members m` and `projects p`: m can enter the workspace and sees p.
SEES_PROJECT = (
    "m.removed_at is null and m.deactivated_at is null and (m.role in ('owner', 'admin')"
    f" or (m.role = 'member' and p.visibility = 'workspace') or {_INVITED.format(who='m.id')})"
)


def build_visibility(member: Member, place: str) -> str:
    """A condition on `projects p`; `place` is the placeholder of the member's id, which it always uses."""
    invited = _INVITED.format(who=place)
    if member.role in {Role.OWNER, Role.ADMIN}:
        return f"{place}::uuid is not null"
    if member.role is Role.GUEST:
        return invited
    return f"(p.visibility = 'workspace' or {invited})"
