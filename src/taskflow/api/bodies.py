"""Reading the JSON body of a request, whatever somebody sends instead."""

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn, TypeVar

import orjson
from quart import request
from werkzeug.exceptions import UnsupportedMediaType

from taskflow.platform.errors import BadRequest, FieldError, Invalid
from taskflow.platform.validation import Input, build_pointer, parse_json

BodyT = TypeVar("BodyT", bound=Input)
JSON, MERGE_PATCH = "application/json", "application/merge-patch+json"
MAX_DEPTH, MAX_VALUES = 64, 10_000
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
_Step = tuple[str | int, ...]


class Nothing(Input):
    """The body of an operation that takes none: it may be left out or be an empty object."""


class Bytes(Input):
    """The body of an operation that takes a file: it is no JSON, and is read as it comes."""


async def read_body(model: type[BodyT]) -> BodyT:
    """The body as a `model`. Raises BadRequest when it is not JSON, and Invalid naming every wrong field."""
    text = await request.get_data(cache=True, as_text=False, parse_form_data=False)
    if not text and model is Nothing:
        return model()
    _require_json_type()
    require_readable(text)
    return parse_json(model, text)


def _require_json_type() -> None:
    allowed = {JSON, MERGE_PATCH} if request.method == "PATCH" else {JSON}
    if request.mimetype not in allowed:
        raise UnsupportedMediaType(f"The body must be {' or '.join(sorted(allowed))}")


def require_readable(text: bytes) -> None:
    """Pass, or raise BadRequest for what is not JSON or too much of it, or Invalid for what is no object of texts."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        value = _load_with_surrogates(text, error)
    if text.count(b"[") + text.count(b"{") > MAX_DEPTH or b"\\u" in text:
        _require_shallow_text(value)
    if not isinstance(value, dict):
        raise Invalid("The body must be a JSON object", errors=(FieldError("", "not_an_object", "must be an object"),))


def _load_with_surrogates(text: bytes, error: orjson.JSONDecodeError) -> Any:
    """What `text` holds if only lone surrogates are wrong with it: those are named later. Raises BadRequest."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError:
        raise _too_complex() from None
    except ValueError:
        detail = f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
        raise BadRequest(detail, code="malformed_json") from None


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def _require_shallow_text(value: Any) -> None:
    errors = []
    for number, (path, text) in enumerate(_walk(value)):
        if len(path) > MAX_DEPTH or number > MAX_VALUES:
            raise _too_complex()
        if _UNREADABLE.search(text):
            errors.append(FieldError(build_pointer(*path), "control_character", "must not hold NUL or lone surrogates"))
    if errors:
        raise Invalid(f"{errors[0].pointer.lstrip('/')}: {errors[0].detail}", errors=tuple(errors))


def _walk(value: Any) -> Iterator[tuple[_Step, str]]:
    """The path to every text and into every collection; names that cannot be written are shown by `?`."""
    waiting: list[tuple[_Step, Any]] = [((), value)]
    while waiting:
        path, item = waiting.pop()
        if isinstance(item, str):
            yield path, item
        elif isinstance(item, dict | list):
            yield (*path, ""), ""
            steps = item.items() if isinstance(item, dict) else enumerate(item)
            for name, inner in steps:
                readable = _UNREADABLE.sub("?", name) if isinstance(name, str) else name
                if readable != name:
                    yield (*path, readable), str(name)
                waiting.append(((*path, readable), inner))


def _too_complex() -> BadRequest:
    detail = f"The body is nested more than {MAX_DEPTH} deep or holds more than {MAX_VALUES:,} texts and collections"
    return BadRequest(detail, code="too_complex")
