"""The kinds of values that people and programs send, each with its limits stated once."""

import re
import unicodedata
from datetime import time
from typing import Annotated, Any, ClassVar, TypeVar
from zoneinfo import available_timezones

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    ValidationError,
    ValidationInfo,
    WithJsonSchema,
    field_validator,
)
from pydantic_core import CoreSchema, ErrorDetails, PydanticCustomError

from taskflow.platform.errors import FieldError, Invalid

HUES = ("clay", "amber", "olive", "green", "teal", "sky", "blue", "indigo", "violet", "pink", "rose", "slate")
_ZONES = frozenset(available_timezones())
_TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_EMAIL = re.compile(r"[^\s@<>(),;:\\\"\[\]]+@[^\s@.]+(\.[^\s@.]+)*\.?[^\s@.]+")


class Input(BaseModel):
    """What somebody sends: values are checked and unknown names are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=False)


class Changes(Input):
    """A merge patch (RFC 7396): only the fields named change. Null clears those in CLEARABLE, elsewhere it is an error.

    None is the default of every field and means «not named»: what is to be written is what is set.
    """

    CLEARABLE: ClassVar[frozenset[str]] = frozenset()

    @field_validator("*", mode="before")
    @classmethod
    def _null_only_clears(cls, value: Any, info: ValidationInfo) -> Any:
        if value is None and info.field_name not in cls.CLEARABLE:
            raise PydanticCustomError("null", "must have a value")
        return value

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The schema without the defaults, and with null only where it clears."""
        reference = handler(core_schema)
        properties = handler.resolve_ref_schema(reference).get("properties", {})
        for name, given in properties.items():
            given.pop("default", None)
            choices = [choice for choice in given.get("anyOf", ()) if choice != {"type": "null"}]
            if name not in cls.CLEARABLE and len(choices) == 1:
                del given["anyOf"]
                properties[name] = choices[0] | given
        return reference

    @property
    def named(self) -> dict[str, Any]:
        """The new values by the names of the fields that were named."""
        return self.model_dump(exclude_unset=True)


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


def _clock_time(value: object) -> object:
    """Only `08:30` is a time of the day: numbers and zones are not."""
    if isinstance(value, str) and _TIME.fullmatch(value):
        return time.fromisoformat(value)
    if isinstance(value, time) and value.tzinfo is None:
        return value
    raise PydanticCustomError("clock_time", "must be a time of the day such as 08:30")


def _whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _fits(pattern: str) -> Any:
    """Tells readers of the document what the validator checks."""
    return Field(json_schema_extra={"pattern": pattern})


_CONTROL, _CONTROL_IN_TEXT = r"\x00-\x1f\x7f-\x9f\u2028\u2029", r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"
OneLine = _fits(rf"^[^{_CONTROL}]*[^\s{_CONTROL}][^{_CONTROL}]*$")
_Trimmed = StringConstraints(strip_whitespace=True)
Name = Annotated[str, _Trimmed, StringConstraints(min_length=1, max_length=100), AfterValidator(_single_line), OneLine]
ShortName = Annotated[
    str, _Trimmed, StringConstraints(min_length=1, max_length=50), AfterValidator(_single_line), OneLine
]
Title = Annotated[str, _Trimmed, StringConstraints(min_length=1, max_length=300), AfterValidator(_single_line), OneLine]
Markdown = Annotated[
    str, StringConstraints(max_length=50_000), AfterValidator(_text), _fits(rf"^[^{_CONTROL_IN_TEXT}]*$")
]
CommentBody = Annotated[
    str,
    _Trimmed,
    StringConstraints(min_length=1, max_length=50_000),
    AfterValidator(_text),
    _fits(rf"^[^{_CONTROL_IN_TEXT}]*[^\s{_CONTROL_IN_TEXT}][^{_CONTROL_IN_TEXT}]*$"),
]
_NO_PART = rf"\s@{_CONTROL}"
Email = Annotated[
    str,
    _Trimmed,
    StringConstraints(min_length=3, max_length=254),
    AfterValidator(_single_line),
    AfterValidator(_email),
    _fits(rf"^[^{_NO_PART}<>(),;:\\\"\[\]]{{1,64}}@[^{_NO_PART}.]+(\.[^{_NO_PART}.]+)*\.?[^{_NO_PART}.]+$"),
]
# JSON has one kind of number: 3.0 is 3.
Whole = BeforeValidator(_whole)
TimeZone = Annotated[
    str,
    StringConstraints(max_length=64),
    AfterValidator(_zone),
    Field(json_schema_extra={"format": "time-zone"}),  # a word of ours: no standard lists the names
]
Hue = Annotated[str, AfterValidator(_hue), Field(json_schema_extra={"enum": list(HUES)})]
Blank = BeforeValidator(_blank_is_none)
ClockTime = Annotated[
    time,
    BeforeValidator(_clock_time),
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$", "examples": ["08:30"]}),
]

InputT = TypeVar("InputT", bound=BaseModel)


def parse(model: type[InputT], values: Any, *, below: str = "") -> InputT:
    """`values` as a `model`; texts become numbers and the like where they can.

    Raises Invalid with one FieldError for everything that is wrong, its pointer below the pointer `below`.
    """
    try:
        return model.model_validate(values)
    except ValidationError as error:
        raise _invalid(error, below) from None


def parse_json(model: type[InputT], text: bytes) -> InputT:
    """The JSON object in `text` as a `model`; every value must have its JSON type. Raises Invalid like `parse`."""
    try:
        return model.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise _invalid(error) from None


def build_pointer(*parts: str | int) -> str:
    """The RFC 6901 JSON pointer to what these names and places lead to."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)


def _invalid(error: ValidationError, below: str = "") -> Invalid:
    errors = tuple(_field_error(item, below) for item in error.errors(include_url=False, include_input=False))
    return Invalid(_summary(errors), errors=errors)


def _field_error(item: ErrorDetails, below: str) -> FieldError:
    pointer = below + build_pointer(*item["loc"])
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
