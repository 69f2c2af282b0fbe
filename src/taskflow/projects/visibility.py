"""Which projects a member may see, as the condition that every query of a project or a task joins through."""

from taskflow.workspaces import Member, Role

_INVITED = "exists (select from project_access a where a.project_id = p.id and a.member_id = {place})"


def build_visibility(member: Member, place: str) -> str:
    """A condition on `projects p`; `place` is the placeholder of the member's id, which it always uses."""
    invited = _INVITED.format(place=place)
    if member.role in {Role.OWNER, Role.ADMIN}:
        return f"{place}::uuid is not null"
    if member.role is Role.GUEST:
        return invited
    return f"(p.visibility = 'workspace' or {invited})"
