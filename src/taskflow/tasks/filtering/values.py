"""What stands behind a field's name, read as that field takes it. Pure."""

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import cast
from uuid import UUID

from taskflow.tasks.filtering.ast import Comparison, Distance, Keyword, Person, Test, Text, Value
from taskflow.tasks.filtering.errors import FilterError
from taskflow.tasks.filtering.lexer import Token
from taskflow.tasks.filtering.vocabulary import FIELDS, Field, Kind
from taskflow.tasks.inputs import EARLIEST, LATEST

_DISTANCE = re.compile(r"(-?[0-9]{1,4})([dwmy])", re.ASCII)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,5}(\.[0-9]{1,2})?", re.ASCII)
_PROJECT = re.compile(r"[A-Za-z]{2,6}")
_TASK = re.compile(r"[A-Za-z]{2,6}-[1-9][0-9]{0,8}", re.ASCII)
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_MOST = {"d": 36_500, "w": 5_200, "m": 1_200, "y": 100}
_LONGEST_NAME = 100


def read_test(token: Token) -> Test:
    """The test that the token says. Raises FilterError."""
    field = FIELDS.get(token.text)
    if field is None:
        reason = f"{token.text} is no field (put it in quotes to look for the text)"
        raise FilterError(reason, position=token.position, found=token.text, expected=tuple(FIELDS))
    if token.comparison != ":" and not field.is_ordered:
        place = token.position + len(token.text)
        reason = f"{token.text} takes only a colon"
        raise FilterError(reason, position=place, found=token.comparison, expected=(":",), known=("\0",))
    return Test(token.text, cast("Comparison", token.comparison), _read_value(token, field))


def _read_value(token: Token, field: Field) -> Value:
    word = token.value.lower()
    if word in field.words and (field.kind == "choice" or not token.is_quoted):
        if token.comparison != ":" and word not in field.ordered_words:
            raise _error(token, f"{word} does not go with {token.comparison}", _expected(token, field))
        return Keyword(word)
    value = _READERS[field.kind](token.value)
    if value is None:
        said = f"{token.value} is nothing" if token.value else "nothing follows"
        raise _error(token, f"{said} that {token.text} can be", _expected(token, field))
    return value


def _expected(token: Token, field: Field) -> tuple[str, ...]:
    words = field.words if token.comparison == ":" else field.ordered_words
    return (*words, *field.examples)


def _error(token: Token, reason: str, expected: tuple[str, ...]) -> FilterError:
    # An example is nothing that anybody meant.
    known = tuple(word for word in expected if word in FIELDS[token.text].words) or ("\0",)
    return FilterError(reason, position=token.value_position, found=token.value, expected=expected, known=known)


def _read_day(text: str) -> Value | None:
    match = _DISTANCE.fullmatch(text.lower())
    if match:
        amount, unit = int(match[1]), match[2]
        return Distance(amount, unit) if abs(amount) <= _MOST[unit] else None  # type: ignore[arg-type]
    if not _DAY.fullmatch(text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def _read_person(text: str) -> Value | None:
    if _ID.fullmatch(text):
        return UUID(text)
    name = text.removeprefix("@").strip()
    return Person(name) if 0 < len(name) <= _LONGEST_NAME else None


def _read_text(text: str) -> Value | None:
    if _ID.fullmatch(text):
        return UUID(text)
    return Text(text.strip()) if 0 < len(text.strip()) <= _LONGEST_NAME else None


_READERS: dict[Kind, Callable[[str], Value | None]] = {
    "choice": lambda _: None,
    "person": _read_person,
    "day": _read_day,
    "text": _read_text,
    "number": lambda text: Decimal(text) if _NUMBER.fullmatch(text) else None,
    "project": lambda text: Text(text.upper()) if _PROJECT.fullmatch(text) else None,
    "task": lambda text: Text(text.upper()) if _TASK.fullmatch(text) else None,
}
