"""Workspaces, the members in them, and what their roles allow."""

from taskflow.workspaces.archived import import_archived_teams, record_import
from taskflow.workspaces.creation import (
    create_workspace,
    edit_workspace,
    get_workspace,
    list_workspace_ids,
    list_workspaces,
)
from taskflow.workspaces.deactivation import deactivate_account, deactivate_member, reactivate_member
from taskflow.workspaces.inputs import (
    RESERVED_SLUGS,
    Acceptance,
    Code,
    InvitedUser,
    MemberChanges,
    NewInvitation,
    NewMember,
    NewOwner,
    NewTeam,
    NewWorkspace,
    TeamChanges,
    WorkspaceChanges,
)
from taskflow.workspaces.invitation_mails import MAX_MAILS, mail_invitation
from taskflow.workspaces.invitations import (
    build_invitation_url,
    create_invitation,
    get_invitation,
    list_invitations,
    revoke_invitation,
)
from taskflow.workspaces.joining import accept_invitation, find_offer, register_invited
from taskflow.workspaces.members import (
    Member,
    ask_membership,
    find_member,
    get_listed_member,
    get_member,
    list_members,
    load_member,
    name_members,
)
from taskflow.workspaces.membership import add_member, change_role, remove_member
from taskflow.workspaces.ownership import transfer_ownership
from taskflow.workspaces.permissions import MATRIX, SENTENCES, Permission, Role, list_permissions, list_roles
from taskflow.workspaces.teams import (
    add_to_team,
    create_team,
    delete_team,
    edit_team,
    get_team,
    list_team_members,
    list_teams,
    list_teams_of,
    remove_from_team,
)
from taskflow.workspaces.undoing import UndoConflict, undo_unit
from taskflow.workspaces.versions import require_version

__all__ = [
    "MATRIX", "MAX_MAILS", "RESERVED_SLUGS", "SENTENCES", "Acceptance", "Code", "InvitedUser", "Member",
    "MemberChanges", "NewInvitation", "NewMember", "NewOwner", "NewTeam", "NewWorkspace", "Permission", "Role",
    "TeamChanges", "UndoConflict", "WorkspaceChanges", "accept_invitation", "add_member", "add_to_team",
    "ask_membership", "build_invitation_url", "change_role", "create_invitation", "create_team", "create_workspace",
    "deactivate_account", "deactivate_member", "delete_team", "edit_team", "edit_workspace", "find_member",
    "find_offer", "get_invitation", "get_listed_member", "get_member", "get_team", "get_workspace",
    "import_archived_teams", "list_invitations",
    "list_members", "list_permissions", "list_roles", "list_team_members", "list_teams", "list_teams_of",
    "list_workspace_ids", "list_workspaces", "load_member", "mail_invitation", "name_members", "reactivate_member",
    "record_import", "register_invited", "remove_from_team", "remove_member", "require_version", "revoke_invitation",
    "transfer_ownership", "undo_unit",
]  # fmt: skip
