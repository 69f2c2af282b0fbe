"""Who may do what: one table, role by permission."""

from enum import StrEnum
from typing import Any

from taskflow.platform.errors import Forbidden


class Role(StrEnum):
    """A member's role, from the least to the most."""

    GUEST = "guest"
    MEMBER = "member"
    ADMIN = "admin"
    OWNER = "owner"


class Permission(StrEnum):
    """Something that a role allows. What a member may see at all is decided by loading, not by this."""

    EDIT_WORKSPACE = "workspace.edit"
    SEE_MEMBERS = "members.see"
    MANAGE_MEMBERS = "members.manage"
    MANAGE_OWNERS = "owners.manage"
    MANAGE_TEAMS = "teams.manage"
    CREATE_PROJECT = "project.create"
    EDIT_PROJECT = "project.edit"
    ARCHIVE_PROJECT = "project.archive"
    MANAGE_ACCESS = "project.access"
    MANAGE_COLUMNS = "columns.manage"
    MANAGE_LABELS = "labels.manage"
    MANAGE_FIELDS = "fields.manage"
    CREATE_TASK = "task.create"
    EDIT_TASK = "task.edit"
    DELETE_TASK = "task.delete"
    PURGE_TASK = "task.purge"
    ATTACH_FILE = "file.attach"
    REMOVE_ANY_FILE = "file.remove_any"
    POST_COMMENT = "comment.post"
    DELETE_ANY_COMMENT = "comment.delete_any"
    SHARE_VIEW = "view.share"
    MANAGE_VIEWS = "views.manage"
    SEE_AUDIT = "audit.see"
    MANAGE_WEBHOOKS = "webhooks.manage"
    EXPORT_WORKSPACE = "workspace.export"
    IMPORT_WORKSPACE = "workspace.import"


_GUEST = frozenset({Permission.SEE_MEMBERS, Permission.POST_COMMENT})
_MEMBER = _GUEST | {
    Permission.CREATE_PROJECT,
    Permission.EDIT_PROJECT,
    Permission.MANAGE_ACCESS,
    Permission.MANAGE_COLUMNS,
    Permission.MANAGE_LABELS,
    Permission.MANAGE_FIELDS,
    Permission.CREATE_TASK,
    Permission.EDIT_TASK,
    Permission.DELETE_TASK,
    Permission.SHARE_VIEW,
    Permission.ATTACH_FILE,
}
_ADMIN = _MEMBER | {
    Permission.EDIT_WORKSPACE,
    Permission.MANAGE_MEMBERS,
    Permission.MANAGE_TEAMS,
    Permission.ARCHIVE_PROJECT,
    Permission.PURGE_TASK,
    Permission.DELETE_ANY_COMMENT,
    Permission.REMOVE_ANY_FILE,
    Permission.MANAGE_VIEWS,
    Permission.SEE_AUDIT,
    Permission.MANAGE_WEBHOOKS,
    Permission.EXPORT_WORKSPACE,
    Permission.IMPORT_WORKSPACE,
}
_OWNER = _ADMIN | {Permission.MANAGE_OWNERS}
MATRIX: dict[Role, frozenset[Permission]] = {
    Role.GUEST: _GUEST,
    Role.MEMBER: _MEMBER,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _OWNER,
}
ROLE_SENTENCES: dict[Role, str] = {
    Role.GUEST: "Sees the projects they are let into, and comments there",
    Role.MEMBER: "Sees the projects of the workspace and works on everything in them",
    Role.ADMIN: "Sees every project, and manages people and the workspace",
    Role.OWNER: "Does all that an administrator does, and decides who owns the workspace",
}
# What each permission lets somebody do, for the page and the API; every one has its sentence.
SENTENCES: dict[Permission, str] = {
    Permission.EDIT_WORKSPACE: "Change the name and the time zone of the workspace",
    Permission.SEE_MEMBERS: "See who is in the workspace and in its teams",
    Permission.MANAGE_MEMBERS: "Invite, add, deactivate and remove people, and change their roles",
    Permission.MANAGE_OWNERS: "Make and remove owners, and hand the workspace over",
    Permission.MANAGE_TEAMS: "Make, change and delete teams, and choose who is in them",
    Permission.CREATE_PROJECT: "Start a project",
    Permission.EDIT_PROJECT: "Change the name, description and visibility of a project",
    Permission.ARCHIVE_PROJECT: "Archive a project and bring it back",
    Permission.MANAGE_ACCESS: "Let people and teams into a project",
    Permission.MANAGE_COLUMNS: "Add, change, move and delete the columns of a board",
    Permission.MANAGE_LABELS: "Add, change and delete the labels of a project",
    Permission.MANAGE_FIELDS: "Add, change and delete the fields of a project",
    Permission.CREATE_TASK: "Create tasks",
    Permission.EDIT_TASK: "Change, move, assign and complete tasks",
    Permission.DELETE_TASK: "Delete tasks and take them out of the trash",
    Permission.PURGE_TASK: "Delete tasks of the trash for good",
    Permission.ATTACH_FILE: "Put files on tasks, and take their own off",
    Permission.REMOVE_ANY_FILE: "Take the files of others off tasks",
    Permission.SHARE_VIEW: "Share a saved view with everybody",
    Permission.MANAGE_VIEWS: "Change and delete the shared views of others",
    Permission.POST_COMMENT: "Comment on tasks, and edit and delete their own comments",
    Permission.DELETE_ANY_COMMENT: "Delete the comments of others",
    Permission.SEE_AUDIT: "Read the audit log, and verify that it was not altered",
    Permission.MANAGE_WEBHOOKS: "Make, change and delete webhooks, and see what was sent to them",
    Permission.EXPORT_WORKSPACE: "Take the whole workspace out, with everything in it",
    Permission.IMPORT_WORKSPACE: "Fill an empty workspace from the full export of another",
}


def list_permissions() -> list[dict[str, Any]]:
    """The table as rows: `name`, `sentence`, and for each role by its name whether it is `allowed`."""
    return [
        {
            "name": permission.value,
            "sentence": SENTENCES[permission],
            "allowed": {role.value: is_allowed(role, permission) for role in Role},
        }
        for permission in Permission
    ]


def list_roles() -> list[dict[str, str]]:
    """The roles from the least to the most: `name` and `sentence`."""
    return [{"name": role.value, "sentence": ROLE_SENTENCES[role]} for role in Role]


def is_allowed(role: Role, permission: Permission) -> bool:
    """True when the table says so."""
    return permission in MATRIX[role]


def require(role: Role, permission: Permission) -> None:
    """Pass, or raise Forbidden saying what is missing."""
    if not is_allowed(role, permission):
        raise Forbidden(f"A {role} may not do this ({permission})", extra={"permission": permission.value})
