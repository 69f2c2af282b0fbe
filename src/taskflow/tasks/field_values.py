"""What a field of a task can hold, by its kind. Pure."""

import math
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import StringConstraints, TypeAdapter, ValidationError

from taskflow.platform.validation import CommentBody
from taskflow.tasks.inputs import EARLIEST, LATEST, Day, FieldContent

Row = dict[str, Any]
LONGEST_TEXT = 1000
LARGEST_NUMBER = 10**15
_TEXTS: TypeAdapter[str] = TypeAdapter(Annotated[CommentBody, StringConstraints(max_length=LONGEST_TEXT)])
_DAYS: TypeAdapter[date] = TypeAdapter(Day)


def read_value(field: Row, value: object) -> FieldContent:
    """`value` as the field keeps it: a day and an id as text. Whether a member may be chosen is for the caller to ask.

    Raises ValueError with what was expected.
    """
    return _READERS[field["kind"]](field, value)


def tell_value(field: Row, value: FieldContent | None) -> FieldContent | None:
    """A value as people read it: an option by its name; a member keeps their id. Pure."""
    names = {option["id"]: option["name"] for option in field["options"]}
    return names.get(str(value), value) if field["kind"] == "select" else value


def _read_text(field: Row, value: object) -> str:
    try:
        return _TEXTS.validate_python(value, strict=True)
    except ValidationError:
        raise ValueError(f"must be a text of 1 to {LONGEST_TEXT:,} characters, none of them a control one") from None


def _read_number(field: Row, value: object) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("must be a number")
    if not math.isfinite(value) or abs(value) > LARGEST_NUMBER:
        raise ValueError(f"must be a number between -{LARGEST_NUMBER:,} and {LARGEST_NUMBER:,}")
    return int(value) if value == int(value) else value


def _read_day(field: Row, value: object) -> str:
    try:
        if not isinstance(value, str):
            raise ValueError
        return _DAYS.validate_python(value).isoformat()
    except ValueError:
        detail = f"must be a day such as 2026-11-25, in the years {EARLIEST.year} to {LATEST.year}"
        raise ValueError(detail) from None


def _read_option(field: Row, value: object) -> str:
    if value not in [option["id"] for option in field["options"]]:
        names = ", ".join(f"{option['id']} ({option['name']})" for option in field["options"])
        raise ValueError(f"must be the id of one of its options: {names}")
    return str(value)


def _read_member(field: Row, value: object) -> str:
    try:
        return str(UUID(str(value)))
    except ValueError:
        raise ValueError("must be the id of a member who can see the project") from None


_READERS: dict[str, Callable[[Row, object], FieldContent]] = {
    "text": _read_text,
    "number": _read_number,
    "date": _read_day,
    "select": _read_option,
    "member": _read_member,
}
