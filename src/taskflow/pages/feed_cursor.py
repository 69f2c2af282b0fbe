"""Where a feed goes on: the number of the last event that was shown, in the address."""

from quart import request

from taskflow.platform.pagination import bad_cursor

EVENTS_PER_PAGE = 50


def read_before() -> int | None:
    """The number in `?after=…`, or None at the beginning. Raises Invalid for what is none."""
    text = request.args.get("after", "")
    if text and not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise bad_cursor()
    return int(text) if text else None
