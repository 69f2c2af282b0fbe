"""A member: who acts, as every part below sees them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from taskflow.activity import Actor
from taskflow.identity import Also, Person, build_initials
from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.errors import NotFound
from taskflow.platform.pagination import read_cursor, read_id, read_text
from taskflow.workspaces.permissions import Permission, Role, is_allowed, require


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a workspace with a role. Loading one is the proof that they are in it."""

    id: UUID
    user_id: UUID
    workspace_id: UUID
    workspace_slug: str
    workspace_name: str
    workspace_time_zone: str
    role: Role
    name: str
    hue: str
    time_zone: str

    @property
    def actor(self) -> Actor:
        """Who the events name."""
        return Actor("member", self.id)

    @property
    def initials(self) -> str:
        """One or two letters for an avatar."""
        return build_initials(self.name)

    @property
    def is_guest(self) -> bool:
        """True for those who only see the projects they were let into."""
        return self.role is Role.GUEST

    def can(self, permission: Permission) -> bool:
        """True when their role allows it."""
        return is_allowed(self.role, permission)

    def require(self, permission: Permission) -> None:
        """Pass, or raise Forbidden."""
        require(self.role, permission)


_MEMBER = (
    "m.id as member_id, m.workspace_id, w.slug as workspace_slug, w.name as workspace_name,"
    " w.time_zone as workspace_time_zone, m.role"
)
_MEMBERSHIP = (
    "left join workspaces w on w.slug = {slug} left join members m on m.workspace_id = w.id and m.user_id = u.id"
    " and m.removed_at is null and m.deactivated_at is null"
)
LISTED_MEMBER = (
    "m.id, m.user_id, m.role, m.version, m.created_at, m.deactivated_at, u.name, u.hue, u.email,"
    " lower(u.name) as sort_name from members m join users u on u.id = m.user_id"
)


def ask_membership(slug: str) -> Also:
    """Have a person's membership of that workspace read along with them; `find_member` finds it there."""
    return Also(_MEMBER, _MEMBERSHIP.format(slug="$3"), slug)


def find_member(person: Person, row: Mapping[str, Any]) -> Member | None:
    """The person as the member whom their row has; None when they are not in, or deactivated there. Pure."""
    if row["member_id"] is None:
        return None
    return Member(
        id=row["member_id"],
        user_id=person.id,
        workspace_id=row["workspace_id"],
        workspace_slug=row["workspace_slug"],
        workspace_name=row["workspace_name"],
        workspace_time_zone=row["workspace_time_zone"],
        role=Role(row["role"]),
        name=person.name,
        hue=person.hue,
        time_zone=person.time_zone,
    )


async def get_member(person: Person, slug: str) -> Member:
    """The person as a member of that workspace. Raises NotFound when they are not in it, or deactivated there."""
    row = await fetch_one(
        f"select {_MEMBER} from users u {_MEMBERSHIP.format(slug='$1')} where u.id = $2", slug, person.id
    )
    member = find_member(person, row) if row is not None else None
    if member is None:
        raise NotFound
    return member


async def load_member(workspace_id: UUID, member_id: UUID) -> Member | None:
    """Who asked for a job, with the role that they have now; None when they are no longer in, or deactivated."""
    row = await fetch_one(
        "select m.id, m.user_id, m.workspace_id, w.slug as workspace_slug, w.name as workspace_name,"
        " w.time_zone as workspace_time_zone, m.role, u.name, u.hue, u.time_zone"
        " from members m join workspaces w on w.id = m.workspace_id join users u on u.id = m.user_id"
        " where m.workspace_id = $1 and m.id = $2 and m.removed_at is null and m.deactivated_at is null"
        " and u.deactivated_at is null",
        workspace_id,
        member_id,
    )
    return None if row is None else Member(**row | {"role": Role(row["role"])})


async def list_members(member: Member, *, after: str | None = None, limit: int | None = None) -> list[dict[str, Any]]:
    """Everybody in the workspace by name, the deactivated ones included; a guest sees no addresses.

    All of them, or `limit` behind the cursor `after` of `sort_name` and `id`. Raises Invalid for a made-up cursor.
    """
    member.require(Permission.SEE_MEMBERS)
    rows = await fetch(
        f"select {LISTED_MEMBER} where m.workspace_id = $1 and m.removed_at is null"
        " and ($2::text is null or (lower(u.name), m.id) > ($2, $3::uuid)) order by lower(u.name), m.id limit $4",
        member.workspace_id,
        *read_cursor(after, read_text, read_id),
        limit,
    )
    return [build_listed(row, member) for row in rows]


async def get_listed_member(member: Member, member_id: UUID) -> dict[str, Any]:
    """One of `list_members`. Raises NotFound."""
    row = await fetch_one(
        f"select {LISTED_MEMBER} where m.workspace_id = $1 and m.id = $2 and m.removed_at is null",
        member.workspace_id,
        member_id,
    )
    if row is None:
        raise NotFound
    return build_listed(row, member)


async def name_members(member: Member, ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """Id, name, hue and `has_left` of those members by id: what those who left did stays theirs."""
    member.require(Permission.SEE_MEMBERS)
    rows = await fetch(
        "select m.id, u.name, u.hue, m.removed_at is not null as has_left"
        " from members m join users u on u.id = m.user_id where m.workspace_id = $1 and m.id = any($2::uuid[])",
        member.workspace_id,
        list(ids),
    )
    return {row["id"]: row for row in rows}


def build_listed(row: dict[str, Any], viewer: Member) -> dict[str, Any]:
    """A member's row as `viewer` may see it."""
    return row | {"initials": build_initials(row["name"]), "email": None if viewer.is_guest else row["email"]}
