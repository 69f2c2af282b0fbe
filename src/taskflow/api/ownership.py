"""Whose a workspace is."""

from taskflow import workspaces
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Workspace
from taskflow.workspaces import Member, NewOwner


@operation(
    "PUT", "/workspaces/{slug}/ownership", body=NewOwner, answer=Workspace, if_match="required", needs_session=True,
    codes=("forbidden", "own_membership"), undo="The new owner decides now: they can hand it back",
)  # fmt: skip
async def transfer_ownership(member: Member, body: NewOwner, version: int) -> Row:
    """Hand a workspace over

    The member becomes an owner and you an administrator. If-Match names the version of the workspace.
    """
    return await workspaces.transfer_ownership(member, body, version=version)
