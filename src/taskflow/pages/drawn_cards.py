"""Cards as they were drawn before: a board draws only those that changed.

What differs from person to person in a card (the token of its form, and where one comes back to) is put in afterwards.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import orjson
from jinja2 import Environment
from markupsafe import Markup, escape

Row = dict[str, Any]
KEPT = 2_000  # about 2 KB each
# No text that people write holds such characters.
_TOKEN, _HERE = "\x02token\x03", "\x02here\x03"


class DrawnCards:
    """Draws cards by the macro `card`, the same one once."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._kept: OrderedDict[bytes, str] = OrderedDict()

    def __call__(
        self, tasks: Sequence[Row], may: dict[str, bool], csrf: str, columns: Sequence[Row], here: str
    ) -> Markup:
        """The cards of `tasks`; `columns` are those that their menus offer."""
        offered = [{name: column[name] for name in ("id", "name", "category")} for column in columns]
        around = _encode([may["edit_task"], offered])
        drawn = "".join(self._draw(task, may, offered, around) for task in tasks)
        return Markup(drawn.replace(_TOKEN, escape(csrf)).replace(_HERE, escape(here)))  # noqa: S704  escaped by the macro

    def _draw(self, task: Row, may: dict[str, bool], columns: list[Row], around: bytes) -> str:
        key = hashlib.blake2b(_encode(task) + around, digest_size=16).digest()
        if (drawn := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return drawn
        macros: Any = self._environment.get_template("components/cards.html").module
        lines = str(macros.card(task, may, _TOKEN, columns, _HERE)).splitlines()
        drawn = self._kept[key] = "".join(line.strip() for line in lines)  # a board has 150 of them
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return drawn


def _encode(value: Any) -> bytes:
    return orjson.dumps(value, default=str)
