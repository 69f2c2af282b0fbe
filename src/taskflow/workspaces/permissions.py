"""Who may do what: one table, role by permission."""

from enum import StrEnum

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
    CREATE_PROJECT = "project.create"
    EDIT_PROJECT = "project.edit"
    ARCHIVE_PROJECT = "project.archive"
    MANAGE_ACCESS = "project.access"
    MANAGE_COLUMNS = "columns.manage"
    MANAGE_LABELS = "labels.manage"
    CREATE_TASK = "task.create"
    EDIT_TASK = "task.edit"
    DELETE_TASK = "task.delete"
    POST_COMMENT = "comment.post"
    DELETE_ANY_COMMENT = "comment.delete_any"


_GUEST = frozenset({Permission.SEE_MEMBERS, Permission.POST_COMMENT})
_MEMBER = _GUEST | {
    Permission.CREATE_PROJECT,
    Permission.EDIT_PROJECT,
    Permission.MANAGE_ACCESS,
    Permission.MANAGE_COLUMNS,
    Permission.MANAGE_LABELS,
    Permission.CREATE_TASK,
    Permission.EDIT_TASK,
    Permission.DELETE_TASK,
}
_ADMIN = _MEMBER | {
    Permission.EDIT_WORKSPACE,
    Permission.MANAGE_MEMBERS,
    Permission.ARCHIVE_PROJECT,
    Permission.DELETE_ANY_COMMENT,
}
MATRIX: dict[Role, frozenset[Permission]] = {
    Role.GUEST: _GUEST,
    Role.MEMBER: _MEMBER,
    Role.ADMIN: _ADMIN,
    Role.OWNER: _ADMIN,  # and only an owner makes or unmakes owners: see membership.py
}


def is_allowed(role: Role, permission: Permission) -> bool:
    """True when the table says so."""
    return permission in MATRIX[role]


def require(role: Role, permission: Permission) -> None:
    """Pass, or raise Forbidden saying what is missing."""
    if not is_allowed(role, permission):
        raise Forbidden(f"A {role} may not do this ({permission})", extra={"permission": permission.value})
