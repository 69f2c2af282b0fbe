"""Which role may do what."""

from taskflow import workspaces
from taskflow.api.operations import operation
from taskflow.api.rows import Row
from taskflow.api.schemas import Permissions
from taskflow.workspaces import Member


@operation("GET", "/workspaces/{slug}/permissions", answer=Permissions)
async def get_permissions(member: Member) -> Row:
    """Read which role may do what

    It is the same in every workspace. What a member may see at all also depends on the projects they were let into.
    """
    return {"roles": workspaces.list_roles(), "permissions": workspaces.list_permissions()}
