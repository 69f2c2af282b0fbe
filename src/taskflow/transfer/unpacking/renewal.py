"""What becomes of the ids of an export here: things get new ones, and people are found by their addresses."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from taskflow.platform.database import fetch
from taskflow.transfer.reading import Unreadable
from taskflow.transfer.unpacking.rows import MemberLine, ProjectLine
from taskflow.workspaces import Member

_LOW_BITS = 2**32 - 1


def renew(workspace_id: UUID, old: UUID) -> UUID:
    """The id that a thing of an export gets in the workspace, always the same. Pure.

    What makes ids sort by the moment that they were made stays. The last 32 bits are turned by a number that each
    workspace has of its own, so that no thing gets the id that it had, and no two of one export get the same.
    """
    turn = int.from_bytes(hashlib.sha256(b"taskflow import" + workspace_id.bytes).digest()[:4]) & _LOW_BITS or 1
    return UUID(int=old.int ^ turn)


@dataclass(slots=True)
class Renewal:
    """New ids for old ones in one workspace. Who is not here is counted by their address in `unknown`."""

    member: Member
    here: dict[str, dict[str, Any]]  # the members of the workspace by address, in small letters
    chosen: Mapping[str, UUID | None]
    people: dict[UUID, MemberLine] = field(default_factory=dict)
    unknown: Counter[str] = field(default_factory=Counter)
    hidden: Counter[str] = field(default_factory=Counter)
    _insiders: dict[UUID, set[UUID]] = field(default_factory=dict)
    _open: set[UUID] = field(default_factory=set)
    _roles: dict[UUID, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._roles = {row["id"]: row["role"] for row in self.here.values()}
        for name, member_id in self.chosen.items():
            if member_id is not None and member_id not in self._roles:
                raise Unreadable(f"Whoever you chose for «{name[:100]}» is no member of this workspace")

    def renew(self, old: UUID) -> UUID:
        """The new id of a thing."""
        return renew(self.member.workspace_id, old)

    def find_person(self, old: UUID, *, is_counted: bool = True) -> UUID | None:
        """Who that is here; None, and it is counted, for who is not."""
        email = self.people[old].email.lower()
        known = self.here.get(email)
        found = self.chosen[email] if email in self.chosen else known["id"] if known else None
        if found is None and is_counted and email not in self.chosen:
            self.unknown[email] += 1
        return found

    def find_people(self, old: Iterable[UUID]) -> list[UUID]:
        """Those of them who are here, each once."""
        return list(dict.fromkeys(found for one in old if (found := self.find_person(one)) is not None))

    def find_insiders(self, old: Iterable[UUID], project_id: UUID) -> list[UUID]:
        """Those of them who are here and see the project with that old id; the others are counted in `hidden`."""
        found = self.find_people(old)
        seeing = [one for one in found if self._sees(one, project_id)]
        self.hidden["people"] += len(found) - len(seeing)
        return seeing

    def note_project(self, line: ProjectLine, teams: Mapping[UUID, Iterable[UUID]]) -> None:
        """Remember who sees the project: `teams` are the people of each, all by their old ids."""
        let_in = {*line.members, *(one for team in line.teams for one in teams[team])}
        people = (self.find_person(one, is_counted=False) for one in let_in)
        self._insiders[line.id] = {one for one in people if one is not None}
        if line.visibility == "workspace":
            self._open.add(line.id)

    def _sees(self, member_id: UUID, project_id: UUID) -> bool:
        role = self._roles[member_id]
        sees_all = role in {"owner", "admin"} or (role == "member" and project_id in self._open)
        return sees_all or member_id in self._insiders[project_id]


async def load_renewal(member: Member, chosen: Mapping[str, UUID | None]) -> Renewal:
    """With the members that the workspace has now; `chosen` are some of them by address. Raises Unreadable."""
    rows = await fetch(
        "select m.id, lower(u.email) as email, m.role::text from members m join users u on u.id = m.user_id"
        " where m.workspace_id = $1 and m.removed_at is null",
        member.workspace_id,
    )
    return Renewal(member, {row["email"]: row for row in rows}, {name.lower(): who for name, who in chosen.items()})
