"""Changes of different fields of a task do not stand against each other."""

from collections.abc import Awaitable, Callable
from typing import Any

from taskflow.platform.errors import StaleVersion

Row = dict[str, Any]


async def merge(change: Callable[[int], Awaitable[Row]], version: int, *fields: str) -> Row:
    """Run `change` against `version`, or against the current one when others only touched fields beside `fields`.

    The task is locked by the first try, and a stale version is refused before anything is written.
    Raises StaleVersion when somebody changed one of `fields`.
    """
    try:
        return await change(version)
    except StaleVersion as stale:
        touched = {name for event in stale.extra["changed"] for name in event["fields"]}
        if not stale.extra["changed"] or touched & set(fields):
            raise
        return await change(stale.extra["current"]["version"])
