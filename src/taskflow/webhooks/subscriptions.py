"""Which events a webhook hears of: actions by name, families such as `task.*`, or everything. Pure."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from taskflow.activity import ACTIONS

Row = dict[str, Any]
EVERYTHING = "*"
PING = "webhook.ping"
# What belongs to a person and to no workspace is told to no webhook.
_OF_NO_WORKSPACE = frozenset({"user", "token"})
HEARD = tuple(name for name in ACTIONS if name.partition(".")[0] not in _OF_NO_WORKSPACE)
FAMILIES = tuple(dict.fromkeys(f"{name.partition('.')[0]}.*" for name in HEARD))
WANTABLE = frozenset((EVERYTHING, *FAMILIES, *HEARD))


def is_wanted(action: str, wanted: Iterable[str]) -> bool:
    """True when one of the names in `wanted` stands for the action."""
    return not {EVERYTHING, f"{action.partition('.')[0]}.*", action}.isdisjoint(wanted)


def hears(hook: Row, *, action: str, project_id: Any, at: datetime) -> bool:
    """True when the webhook is to be told of such an event."""
    return (
        at >= hook["listens_since"]
        and (hook["project_id"] is None or hook["project_id"] == project_id)
        and is_wanted(action, hook["actions"])
    )


def tidy(wanted: Sequence[str]) -> list[str]:
    """The names in the order of the feed, each once, without those that another one covers."""
    given = set(wanted)
    if EVERYTHING in given:
        return [EVERYTHING]
    families = [name for name in FAMILIES if name in given]
    return families + [name for name in HEARD if name in given and f"{name.partition('.')[0]}.*" not in given]
