"""A task in one line, such as `Fix login tomorrow 9am @mateo #bug !high`: what each piece of it means. Pure."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

from taskflow.tasks.inputs import PRIORITIES
from taskflow.tasks.quick_dates import (
    ADVERB,
    DAY_PATTERNS,
    REPEAT_PATTERNS,
    TIME_PATTERNS,
    build_moment,
    read_day,
    read_repeat,
    read_time,
)
from taskflow.tasks.quick_names import Piece, find_named, find_people

Row = dict[str, Any]
# What is in double quotes is meant as it stands.
_QUOTED = re.compile(r'"[^"]*"')
_END = re.compile(r"[,.;]?(?=\s|$)")
_SIGIL = re.compile(r"[@#!~/>][^\s]+")
_ESTIMATE = re.compile(r"~([0-9]{1,5}(?:\.[0-9]{1,2})?)")
FIELDS = frozenset({"due", "assignee", "label", "column", "priority", "estimate", "recurrence"})
# Fields that hold several values; of the others the last one in the line counts.
_SEVERAL = frozenset({"assignee", "label"})


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a line can mean: who writes when, the people, labels and columns there, and the fields it may set."""

    now: datetime
    zone: str
    today: date
    me: UUID
    people: Sequence[Row] = ()
    labels: Sequence[Row] = ()
    columns: Sequence[Row] = ()
    fields: frozenset[str] = FIELDS


@dataclass(frozen=True, slots=True)
class QuickLine:
    """The line as it was understood; a due is a day or a moment, as in a task."""

    title: str
    understood: tuple[Piece, ...]
    unknown: tuple[Piece, ...]
    due_date: date | None = None
    due_at: datetime | None = None
    values: dict[str, Any] = field(default_factory=dict)


def read_line(text: str, around: Surroundings) -> QuickLine:
    """What the line means. Never raises: what is not understood stays in the title, which may be empty at the end."""
    found = _find_pieces(text, around)
    understood, unknown = _settle(found)
    day = next((piece.value for piece in understood if piece.field == "due" and isinstance(piece.value, date)), None)
    at = next((piece.value for piece in understood if piece.field == "due" and isinstance(piece.value, time)), None)
    due_at = build_moment(day, at, around.zone, around.now) if at is not None else None
    return QuickLine(
        title=_cut(text, understood),
        understood=understood,
        unknown=unknown,
        due_date=day if due_at is None else None,
        due_at=due_at,
        values={
            name: [piece.value for piece in understood if piece.field == name]
            for name in ("assignee", "label", "column", "priority", "estimate", "recurrence")
        },
    )


def _find_pieces(text: str, around: Surroundings) -> list[Piece]:
    quoted = [match.span() for match in _QUOTED.finditer(text)]
    pieces: list[Piece] = []
    for match in re.finditer(r"(?<!\S)\S", text):
        start = match.start()
        if any(begin <= start < end for begin, end in quoted) or (pieces and start < pieces[-1].end):
            continue
        piece = _read_piece(text, start, around)
        if piece is not None and piece.field in around.fields:
            pieces.append(piece)
    return _keep_last_adverb(text, pieces)


def _read_piece(text: str, start: int, around: Surroundings) -> Piece | None:
    if _SIGIL.match(text, start):
        return _read_sigil(text, start, around)
    # A repetition first: in `every friday` the day is not another date.
    for name, patterns, read in (
        ("recurrence", (*REPEAT_PATTERNS, ADVERB), read_repeat),
        ("due", DAY_PATTERNS, lambda match: read_day(match, around.today)),
        ("due", TIME_PATTERNS, read_time),
    ):
        piece = _read_longest(text, start, name, patterns, read)
        if piece is not None:
            return piece
    return None


def _read_longest(
    text: str, start: int, name: str, patterns: Iterable[re.Pattern[str]], read: Callable[[re.Match[str]], Any]
) -> Piece | None:
    best: Piece | None = None
    for pattern in patterns:
        match = pattern.match(text, start)
        end = match and _END.match(text, match.end())
        value = read(match) if match and end else None
        if match and end and value is not None and (best is None or end.end() > best.end):
            best = Piece(text[start : match.end()], start, end.end(), name, value)
    return best


def _read_sigil(text: str, start: int, around: Surroundings) -> Piece | None:
    word = re.match(r"\S+", text[start:])
    assert word is not None  # noqa: S101  a sigil has just been found there
    sigil, shown = text[start], word[0].rstrip(",.;:!?)") or word[0]
    whole = Piece(shown, start, start + len(shown), "")
    if sigil == "@":
        return find_people(whole, around.people, around.me)
    if sigil == "#":
        return find_named(text, whole, "label", around.labels)
    if sigil in "/>":
        piece = find_named(text, whole, "column", around.columns)
        return None if sigil == "/" and piece.value is None else piece  # a path is no failed column
    if sigil == "!":
        name = shown[1:].lower()
        value = name if name in PRIORITIES else None
        return Piece(shown, start, whole.end, "priority", value, "" if value else "is no priority")
    match = _ESTIMATE.fullmatch(shown)
    return Piece(shown, start, whole.end, "estimate", Decimal(match[1])) if match else None


def _keep_last_adverb(text: str, pieces: list[Piece]) -> list[Piece]:
    """Without a `weekly` that further words follow: a weekly report is the name of a report."""
    kept: list[Piece] = []
    rest = len(text)
    for piece in reversed(pieces):
        at_end = not text[piece.end : rest].strip()
        rest = piece.start if at_end else rest
        if at_end or not ADVERB.fullmatch(piece.text):
            kept.append(piece)
    return kept[::-1]


def _settle(found: Sequence[Piece]) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """What counts and what stays in the title: the last of several values for a field that holds one."""
    taken, understood, unknown = set[object](), list[Piece](), list[Piece]()
    for piece in reversed(found):
        kind = (piece.field, type(piece.value)) if piece.field == "due" else piece.field
        if piece.value is None:
            unknown.append(piece)
        elif piece.field in _SEVERAL or kind not in taken:
            taken.add(kind)
            understood.append(piece)
        else:
            unknown.append(Piece(piece.text, piece.start, piece.end, piece.field, None, "is said again further on"))
    return tuple(reversed(understood)), tuple(reversed(unknown))


def _cut(text: str, pieces: Sequence[Piece]) -> str:
    parts, position = list[str](), 0
    for piece in pieces:
        parts.append(text[position : piece.start])
        position = piece.end
    return " ".join(" ".join([*parts, text[position:]]).split())
