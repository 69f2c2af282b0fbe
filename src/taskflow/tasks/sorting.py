"""The order of a list by up to three keys, and its place behind a cursor: the nulls of a key come last, either way."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from taskflow.platform.errors import FieldError, Invalid
from taskflow.platform.pagination import read_cursor, read_day, read_id, read_moment, read_number, read_text
from taskflow.tasks.filtering.errors import FilterError
from taskflow.tasks.inputs import PRIORITIES

MAX_KEYS = 3
# Long titles are told apart by their beginning, so that a cursor stays short.
_TITLE = "left(lower(t.title), 60)"
# The expression of each key, its SQL type, and what stands for null in a key that can be null.
_KEYS: dict[str, tuple[str, str, str | None]] = {
    "number": ("t.number", "bigint", None),
    "title": (_TITLE, "text", None),
    "priority": ("t.priority", "priority", None),
    "due": ("coalesce(t.due_date, (t.due_at at time zone t.due_zone)::date)", "date", "'1970-01-01'::date"),
    "start": ("t.start_date", "date", "'1970-01-01'::date"),
    "created": ("t.created_at", "timestamptz", None),
    "updated": ("t.updated_at", "timestamptz", None),
    "completed": ("t.completed_at", "timestamptz", "'epoch'::timestamptz"),
    "estimate": ("t.estimate", "numeric", "0::numeric"),
}
SORT_KEYS = tuple(_KEYS)


def _read_flag(value: Any) -> bool:
    return {"true": True, "false": False}[read_text(value)]


def _read_decimal(value: Any) -> Decimal:
    text = read_text(value)
    if len(text) > 20 or not text.replace(".", "", 1).isascii() or not text.replace(".", "", 1).isdigit():
        raise ValueError("not an amount")
    return Decimal(text)


_READERS: dict[str, Callable[[Any], Any]] = {
    "bigint": read_number,
    "text": read_text,
    "priority": lambda value: PRIORITIES[PRIORITIES.index(value)],
    "date": read_day,
    "timestamptz": read_moment,
    "numeric": _read_decimal,
    "boolean": _read_flag,
    "uuid": read_id,
}


@dataclass(frozen=True, slots=True)
class Part:
    """One expression of an order."""

    expression: str
    kind: str
    descends: bool


@dataclass(frozen=True, slots=True)
class Order:
    """The order of a list; `text` is how it was asked for."""

    text: str
    parts: tuple[Part, ...]

    @property
    def columns(self) -> str:
        """What a row needs for the cursor behind it."""
        return ", ".join(f"({part.expression})::text as sort_{place}" for place, part in enumerate(self.parts[:-1]))

    @property
    def cursor_fields(self) -> list[str]:
        """The names of those columns, and the id."""
        return ["sort", *(f"sort_{place}" for place in range(len(self.parts) - 1)), "id"]

    @property
    def clause(self) -> str:
        """What follows `order by`."""
        return ", ".join(f"{part.expression} {'desc' if part.descends else 'asc'}" for part in self.parts)

    def build_after(self, cursor: str, values: list[Any]) -> str:
        """The condition on what comes behind the cursor; appends to the statement's `values`. Raises Invalid."""
        readers = [_READERS[part.kind] for part in self.parts]
        _, *last = read_cursor(cursor, self._check, *readers)
        places = [f"${len(values) + number}::{part.kind}" for number, part in enumerate(self.parts, start=1)]
        values += last
        if len({part.descends for part in self.parts}) == 1:
            names = ", ".join(part.expression for part in self.parts)
            return f"({names}) {'<' if self.parts[0].descends else '>'} ({', '.join(places)})"
        condition = "false"
        for part, place in zip(reversed(self.parts), reversed(places), strict=True):
            further = f"{part.expression} {'<' if part.descends else '>'} {place}"
            condition = f"({further} or ({part.expression} = {place} and {condition}))"
        return condition

    def _check(self, value: Any) -> str:
        if value != self.text:
            raise ValueError("a cursor of another order")
        return self.text


def read_sort(text: str, *, pointer: str = "/query/sort") -> Order:
    """The order that `text` asks for, such as `-priority,due`. Raises Invalid at the JSON `pointer`."""
    try:
        keys = _split(text)
    except FilterError as error:
        detail = f"{error.detail} (at character {error.position + 1})"
        extra = {
            "position": error.position,
            "found": error.found[:100],
            "expected": list(error.expected),
            "suggestion": error.suggestion,
        }
        name = pointer.rpartition("/")[2]
        raise Invalid(f"{name}: {detail}", errors=(FieldError(pointer, "sort", detail),), extra=extra) from None
    parts: list[Part] = []
    for key, descends in keys:
        expression, kind, instead = _KEYS[key]
        if instead is not None:
            parts.append(Part(f"({expression} is null)", "boolean", descends=False))
            expression = f"coalesce({expression}, {instead})"
        parts.append(Part(expression, kind, descends))
    return Order(text, (*parts, Part("t.id", "uuid", parts[-1].descends)))


def _split(text: str) -> list[tuple[str, bool]]:
    """The keys in order, and whether each descends. Raises FilterError."""
    keys, place = dict[str, bool](), 0
    for word in text.split(","):
        name = word.removeprefix("-")
        start, place = place, place + len(word) + 1
        if name not in _KEYS:
            reason = f"{name or 'nothing'} is no key that tasks are sorted by"
            raise FilterError(reason, position=start, found=name, expected=SORT_KEYS)
        if name in keys:
            raise FilterError(f"{name} is given twice", position=start, found=name, known=("\0",))
        keys[name] = word != name
    if len(keys) > MAX_KEYS:
        raise FilterError(f"has more than {MAX_KEYS} keys", position=0, found=text, known=("\0",))
    return list(keys.items())
