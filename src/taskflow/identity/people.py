"""A signed-in person as the rest of the system knows them, whichever way they came in."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. `session_id` or `token_id` says how they came in; `scopes` bounds a token."""

    id: UUID
    email: str
    name: str
    hue: str
    time_zone: str
    theme: str
    density: str
    is_operator: bool
    version: int
    session_id: UUID | None = None
    token_id: UUID | None = None
    scopes: frozenset[str] = frozenset({"read", "write"})

    @property
    def initials(self) -> str:
        """One or two letters for an avatar."""
        return build_initials(self.name)


@dataclass(slots=True)
class Also:
    """What is read in the same statement beside the person: `columns` from `joins` on `users u`, where $3 is `value`.

    `row` has the columns when the person was found.
    """

    columns: str
    joins: str
    value: str
    row: dict[str, Any] = field(default_factory=dict)


PERSON_COLUMNS = "u.id, u.email, u.name, u.hue, u.time_zone, u.theme, u.density, u.is_operator, u.version"


def build_person(row: dict[str, Any], also: Also | None = None, **more: Any) -> Person:
    """A Person from a row that has PERSON_COLUMNS; `also` gets the row."""
    if also is not None:
        also.row = row
    names = ("id", "email", "name", "hue", "time_zone", "theme", "density", "is_operator", "version")
    return Person(**{name: row[name] for name in names}, **more)


def read_also(also: Also | None) -> tuple[str, str, list[str]]:
    """What it adds to the columns, the joins and the values of a statement. Pure."""
    return ("", "", []) if also is None else (f", {also.columns}", f" {also.joins}", [also.value])


def build_initials(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = name.split()
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()
