"""The kinds of values that people and programs send, each with its limits stated once."""

import re
import unicodedata
from typing import Annotated, Any, TypeVar
from zoneinfo import available_timezones

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from taskflow.platform.errors import FieldError, Invalid

HUES = ("clay", "amber", "olive", "green", "teal", "sky", "blue", "indigo", "violet", "pink", "rose", "slate")
_ZONES = frozenset(available_timezones())
_EMAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]+@[^\s@.]+(\.[^\s@.]+)*\.?[^\s@.]+")


class Input(BaseModel):
    """What somebody sends: values are checked and unknown names are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)


def _single_line(value: str) -> str:
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in value):
        raise PydanticCustomError("control_character", "must be a single line without control characters")
    return value


def _text(value: str) -> str:
    if any(unicodedata.category(character) == "Cc" and character not in "\t\n\r" for character in value):
        raise PydanticCustomError("control_character", "must not hold control characters")
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _zone(value: str) -> str:
    if value not in _ZONES:
        raise PydanticCustomError("time_zone", "must be an IANA time zone such as Europe/Berlin")
    return value


def _email(value: str) -> str:
    if not _EMAIL.fullmatch(value) or len(value.rpartition("@")[0]) > 64:
        raise PydanticCustomError("email", "must be an e-mail address such as sam@example.org")
    return value


def _hue(value: str) -> str:
    if value not in HUES:
        raise PydanticCustomError("hue", "must be one of {hues}", {"hues": ", ".join(HUES)})
    return value


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


_Trimmed = StringConstraints(strip_whitespace=True)
Name = Annotated[str, _Trimmed, StringConstraints(min_length=1, max_length=100), AfterValidator(_single_line)]
ShortName = Annotated[str, _Trimmed, StringConstraints(min_length=1, max_length=50), AfterValidator(_single_line)]
Title = Annotated[str, _Trimmed, StringConstraints(min_length=1, max_length=300), AfterValidator(_single_line)]
Markdown = Annotated[str, StringConstraints(max_length=50_000), AfterValidator(_text)]
CommentBody = Annotated[str, _Trimmed, StringConstraints(min_length=1, max_length=50_000), AfterValidator(_text)]
Email = Annotated[
    str, _Trimmed, StringConstraints(min_length=3, max_length=254), AfterValidator(_single_line), AfterValidator(_email)
]
TimeZone = Annotated[str, StringConstraints(max_length=64), AfterValidator(_zone)]
Hue = Annotated[str, AfterValidator(_hue), Field(json_schema_extra={"enum": list(HUES)})]
Blank = BeforeValidator(_blank_is_none)

InputT = TypeVar("InputT", bound=BaseModel)


def parse(model: type[InputT], values: Any) -> InputT:
    """`values` as a `model`. Raises Invalid with one FieldError for everything that is wrong, not only the first."""
    try:
        return model.model_validate(values)
    except ValidationError as error:
        errors = tuple(_field_error(item) for item in error.errors(include_url=False, include_input=False))
        raise Invalid(_summary(errors), errors=errors) from None


def _field_error(item: ErrorDetails) -> FieldError:
    pointer = "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in item["loc"])
    if item["type"] == "extra_forbidden":
        return FieldError(pointer, "unknown_field", "is not a known field")
    if item["type"] == "missing":
        return FieldError(pointer, "missing", "is required")
    message = item["msg"].removeprefix("Value error, ")
    return FieldError(pointer, item["type"], message[0].lower() + message[1:])


def _summary(errors: tuple[FieldError, ...]) -> str:
    first = errors[0]
    name = first.pointer.lstrip("/") or "the body"
    more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
    return f"{name}: {first.detail}{more}"
