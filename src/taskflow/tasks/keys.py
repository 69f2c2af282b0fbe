"""A task's key, such as WEB-12: its project's key and its number. Pure."""

import re

from taskflow.platform.errors import NotFound

_KEY = re.compile(r"([A-Z]{2,6})-([1-9][0-9]{0,8})")


def split_key(key: str) -> tuple[str, int]:
    """The project's key and the task's number. Raises NotFound: what is not a key names nothing."""
    match = _KEY.fullmatch(key)
    if match is None:
        raise NotFound
    return match[1], int(match[2])


def is_key(text: str) -> bool:
    """True for what `split_key` takes."""
    return _KEY.fullmatch(text) is not None
