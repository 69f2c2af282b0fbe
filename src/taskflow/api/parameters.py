"""What stands in the addresses of the API: names in paths, and the values after the question mark."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel
from quart import request

from taskflow.analytics import TABLE_NAMES
from taskflow.comments import EMOJI
from taskflow.platform.errors import BadRequest, FieldError, Invalid, NotFound
from taskflow.platform.ids import parse_id
from taskflow.platform.validation import build_pointer, parse

QueryT = TypeVar("QueryT", bound=BaseModel)
_NAMES = re.compile(r"\{([a-z_]+)\}")
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class PathParameter:
    """A name in a path: how it is read (NotFound when it cannot name anything), and how it is described."""

    read: Callable[[str], Any]
    description: str
    schema: dict[str, Any]
    example: str


def _matching(pattern: str) -> Callable[[str], str]:
    expression = re.compile(pattern)

    def read(text: str) -> str:
        if not expression.fullmatch(text):
            raise NotFound
        return text

    return read


def _text(pattern: str, description: str, example: str) -> PathParameter:
    schema = {"type": "string", "pattern": f"^{pattern}$"}
    return PathParameter(_matching(pattern), description, schema, example)


def _id(description: str) -> PathParameter:
    schema = {"type": "string", "format": "uuid"}
    return PathParameter(parse_id, description, schema, "0193623a-7c00-7000-8000-000000000001")


def _read_emoji(text: str) -> str:
    """One of EMOJI, with or without the selector that asks for colours."""
    found = {emoji.removesuffix("\ufe0f"): emoji for emoji in EMOJI}.get(text.removesuffix("\ufe0f"))
    if found is None:
        raise NotFound
    return found


PATH_PARAMETERS: dict[str, PathParameter] = {
    "slug": _text("[a-z0-9](-?[a-z0-9])*", "The workspace's slug", "meridian"),
    "project_key": _text("[A-Z]{2,6}", "The project's key", "WEB"),
    "task_key": _text("[A-Z]{2,6}-[1-9][0-9]{0,8}", "The task's key", "WEB-12"),
    "blocker_key": _text("[A-Z]{2,6}-[1-9][0-9]{0,8}", "The key of the task that has to be done before", "WEB-3"),
    "member_id": _id("The member's id"),
    "user_id": _id("The person's id"),
    "team_id": _id("The team's id"),
    "invitation_id": _id("The invitation's id"),
    "column_id": _id("The column's id"),
    "field_id": _id("The field's id"),
    "former_key": _text("[A-Z]{2,6}", "A key that the project had before", "OLD"),
    "label_id": _id("The label's id"),
    "view_id": _id("The view's id"),
    "comment_id": _id("The comment's id"),
    "attachment_id": _id("The file's id"),
    "import_id": _id("The import's id"),
    "calendar_id": _id("The calendar feed's id"),
    "subscription_id": _id("The id of the subscription to a report"),
    "calendar_file": _text(
        "tfc_[0-9A-Za-z]{40}\\.ics", "The secret of the feed, and .ics", f"tfc_{'0123456789' * 4}.ics"
    ),
    "job_id": _id("The job's id"),
    "emoji": PathParameter(_read_emoji, "The reaction", {"type": "string", "enum": list(EMOJI)}, EMOJI[0]),
    "chart": PathParameter(
        _matching("|".join(TABLE_NAMES)), "The chart", {"type": "string", "enum": list(TABLE_NAMES)}, "throughput"
    ),
    "notification_id": _id("The notification's id"),
    "session_id": _id("The session's id"),
    "token_id": _id("The token's id"),
    "webhook_id": _id("The webhook's id"),
    "delivery_id": _id("The delivery's id"),
}


def find_names(path: str) -> list[str]:
    """The names in a path such as `/workspaces/{slug}`, in order. Pure."""
    return _NAMES.findall(path)


def read_path(given: dict[str, str]) -> dict[str, Any]:
    """The values of a path's names. Raises NotFound: what cannot be a name names nothing."""
    return {name: PATH_PARAMETERS[name].read(text) for name, text in given.items()}


def read_query(model: type[QueryT]) -> QueryT:
    """What stands after the question mark, as a `model`. Raises Invalid, its pointers below `/query`."""
    try:
        given = request.args.to_dict(flat=False)
    except UnicodeDecodeError:
        raise BadRequest("The query is not UTF-8") from None
    errors = tuple(
        FieldError("/query" + build_pointer(name), code, detail)
        for name, texts in given.items()
        for code, detail in _find_faults(name, texts)
    )
    if errors:
        raise Invalid(f"{errors[0].pointer.removeprefix('/')}: {errors[0].detail}", errors=errors)
    return parse(model, {name: texts[0] for name, texts in given.items()}, below="/query")


def _find_faults(name: str, texts: list[str]) -> list[tuple[str, str]]:
    if len(texts) > 1:
        return [("given_twice", "is given more than once")]
    return [("control_character", "must not hold NUL characters")] if _UNREADABLE.search(name + texts[0]) else []
