"""Workspaces, the members in them, and what their roles allow."""

from taskflow.workspaces.creation import create_workspace, edit_workspace, get_workspace, list_workspaces
from taskflow.workspaces.inputs import (
    RESERVED_SLUGS,
    MemberChanges,
    NewMember,
    NewWorkspace,
    WorkspaceChanges,
)
from taskflow.workspaces.members import Member, get_listed_member, get_member, list_members, name_members
from taskflow.workspaces.membership import add_member, change_role, remove_member
from taskflow.workspaces.permissions import MATRIX, Permission, Role

__all__ = [
    "MATRIX", "RESERVED_SLUGS", "Member", "MemberChanges", "NewMember", "NewWorkspace", "Permission", "Role",
    "WorkspaceChanges", "add_member", "change_role", "create_workspace", "edit_workspace",
    "get_listed_member", "get_member", "get_workspace", "list_members", "list_workspaces", "name_members",
    "remove_member",
]  # fmt: skip
