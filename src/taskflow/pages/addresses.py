"""Where things are: the addresses that more than one page family needs. Pure."""

from typing import Any
from urllib.parse import urlencode


def project_address(slug: str, key: str, *rest: str) -> str:
    """A project's board, or a page below it."""
    return "/".join((f"/{slug}/p/{key}", *rest))


def task_address(slug: str, key: str, *rest: str) -> str:
    """A task's page, or an address below it."""
    return "/".join((f"/{slug}/t/{key}", *rest))


def person_address(slug: str, member_id: Any) -> str:
    """The page of a member."""
    return f"/{slug}/people/{member_id}"


def with_query(path: str, **values: Any) -> str:
    """`path` with the values that are not None in its query."""
    query = urlencode({name: value for name, value in values.items() if value is not None and value != ""})
    return f"{path}?{query}" if query else path
