"""Reading a filter that somebody sent: its error as the answer to a request tells it."""

from taskflow.platform.errors import FieldError, Invalid
from taskflow.tasks.filtering.ast import Node
from taskflow.tasks.filtering.errors import FilterError
from taskflow.tasks.filtering.parser import parse_filter


def read_filter(text: str, *, pointer: str = "/query/filter", skip: int = 0) -> Node:
    """The tree of `text`. Raises Invalid at the JSON `pointer`, with position, found, expected and suggestion.

    `skip` are the characters at the front that we put there ourselves: positions do not count them.
    """
    try:
        return parse_filter(text)
    except FilterError as error:
        position = max(error.position - skip, 0)
        detail = f"{error.detail} (at character {position + 1})"
        name = pointer.rpartition("/")[2]
        extra = {
            "position": position,
            "found": error.found[:100],
            "expected": list(error.expected),
            "suggestion": error.suggestion,
        }
        raise Invalid(f"{name}: {detail}", errors=(FieldError(pointer, "filter", detail),), extra=extra) from None
