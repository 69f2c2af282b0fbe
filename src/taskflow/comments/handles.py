"""What people type behind an `@`: a handle for everybody and every team that can be mentioned. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from taskflow.platform.markdown import LONGEST_HANDLE, fold_handle

Row = Mapping[str, Any]
_ROOM = 4  # for the number behind a name that several have


@dataclass(frozen=True, slots=True)
class Mentionable:
    """A member, or a team with those of its members who can see the task; `handle` is the shortest that means it."""

    kind: Literal["member", "team"]
    id: UUID
    name: str
    hue: str
    handle: str
    member_ids: tuple[UUID, ...]


def build_handles(people: Sequence[Row], teams: Sequence[Row]) -> dict[str, Mentionable]:
    """Everything that a handle may mean here, by folded handle.

    Somebody is meant by their whole name (`mateo-ruiz`), and by the first word of it while no other name begins so.
    Who came later gets a number behind a name that is taken. `teams` have `member_ids`; one without is left out.
    """
    named: dict[str, tuple[Literal["member", "team"], Row]] = {}
    for person in sorted(people, key=lambda row: row["id"]):
        named[_find_free(person["name"], named)] = ("member", person)
    here = {person["id"] for person in people}
    for team in sorted(teams, key=lambda row: row["id"]):
        if here & set(team["member_ids"]):
            named[_find_free(team["name"], named)] = ("team", team)
    short = _find_short(named)
    handles: dict[str, Mentionable] = {}
    for handle, (kind, row) in named.items():
        members = (row["id"],) if kind == "member" else tuple(sorted(here & set(row["member_ids"])))
        shown = short.get(handle, handle)
        handles[handle] = handles[shown] = Mentionable(kind, row["id"], row["name"], row["hue"], shown, members)
    return handles


def find_matching(handles: Mapping[str, Mentionable], text: str, limit: int) -> list[Mentionable]:
    """At most `limit` that the beginning of a handle or of a word of a name leads to, by name."""
    wanted = fold_handle(text)
    found = {
        (target.kind, target.id): target
        for handle, target in handles.items()
        if not wanted or handle.startswith(wanted) or f"-{wanted}" in f"-{fold_handle(target.name)}"
    }
    return sorted(found.values(), key=lambda target: (target.name.casefold(), target.id))[:limit]


def _find_free(name: str, taken: Mapping[str, Any]) -> str:
    whole = fold_handle(name)[: LONGEST_HANDLE - _ROOM].strip("-") or "member"
    handle, number = whole, 2
    while handle in taken:
        handle, number = f"{whole}-{number}", number + 1
    return handle


def _find_short(named: Mapping[str, tuple[str, Row]]) -> dict[str, str]:
    """The first names that are one person's alone, by whole handle."""
    first = {
        handle: fold_handle(row["name"]).partition("-")[0] for handle, (kind, row) in named.items() if kind == "member"
    }
    count = Counter(first.values())
    return {handle: word for handle, word in first.items() if word and count[word] == 1 and word not in named}
