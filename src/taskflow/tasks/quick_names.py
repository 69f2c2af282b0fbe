"""The people, labels and columns that a line names. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of the line from `start` to `end` (characters), the field that it sets, and to what.

    `value` is a day, a time of the day, a rule, a number, a priority or the row of what is named; it is None when the
    piece was not understood, `reason` says why, and it stays in the title.
    """

    text: str
    start: int
    end: int
    field: str
    value: Any = None
    reason: str = ""


def find_people(piece: Piece, people: Sequence[Row], me: UUID) -> Piece:
    """The member that `@name` means: `@me`, a first or whole name, or the beginning of one that only one has."""
    wanted = piece.text[1:].casefold()
    if wanted == "me":
        found = [person for person in people if person["id"] == me]
    else:
        found = [person for person in people if wanted in _spell(person["name"])]
        found = found or [
            person for person in people if any(name.startswith(wanted) for name in _spell(person["name"]))
        ]
    if len(found) == 1:
        return replace(piece, field="assignee", value=found[0])
    names = ", ".join(person["name"] for person in found[:5])
    return replace(
        piece, field="assignee", reason=f"could be {names}" if found else "is nobody who can see the project"
    )


def find_named(text: str, piece: Piece, field: str, things: Sequence[Row]) -> Piece:
    """The label or column whose name stands there, the longest one that does; its name may have spaces.

    Spaces of a name may be left out or written as hyphens.
    """
    start = piece.start + 1
    best: Piece | None = None
    for thing in things:
        for name in {thing["name"], "-".join(thing["name"].split()), "".join(thing["name"].split())}:
            end = start + len(name)
            is_there = text[start:end].casefold() == name.casefold() and not text[end : end + 1].isalnum()
            if is_there and (best is None or end > best.end) and text[end : end + 1] not in {"-", "_"}:
                best = replace(piece, text=text[piece.start : end], end=end, field=field, value=thing)
    return best or replace(piece, field=field, reason=f"is no {field} of the project")


def _spell(name: str) -> set[str]:
    """How a name is written behind the `@`: the first name, or all of it without its spaces."""
    words = name.casefold().split()
    return {words[0], *(sign.join(words) for sign in ("", ".", "-", "_"))} if words else set()
