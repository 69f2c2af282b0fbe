"""Cards as they were drawn before: a board draws only those that changed.

What differs from person to person in a card (the token of its form, and where one comes back to) is put in afterwards.
"""

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

import orjson
from jinja2 import Environment
from markupsafe import Markup, escape

KeptT = TypeVar("KeptT")
Row = dict[str, Any]
KEPT_CARDS, KEPT_COLUMNS = 2_000, 100  # about 2 KB for each card, alone and in a column
# No text that people write holds such characters.
_TOKEN, _HERE = "\x02token\x03", "\x02here\x03"
_GAPS = re.compile("(\x02[a-z]+\x03)")


@dataclass(frozen=True, slots=True)
class Cards:
    """Cards that are built when they are needed; with the same `source` they look the same."""

    source: object  # as orjson takes it
    build: Callable[[], Sequence[Row]]


class DrawnCards:
    """Draws cards by the macro `card`, the same one once, and the same column at once."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment
        self._cards: OrderedDict[bytes, str] = OrderedDict()
        self._columns: OrderedDict[bytes, list[str]] = OrderedDict()

    def __call__(
        self, tasks: Cards | Sequence[Row], may: dict[str, bool], csrf: str, columns: Sequence[Row], here: str
    ) -> Markup:
        """The cards of `tasks`; `columns` are those that their menus offer."""
        cards = tasks if isinstance(tasks, Cards) else Cards(tasks, lambda: tasks)
        offered = [{name: column[name] for name in ("id", "name", "category")} for column in columns]
        around = encode([may["edit_task"], offered])
        parts = keep(
            self._columns,
            digest(encode(cards.source) + around),
            lambda: _GAPS.split("".join(self._draw(task, may, offered, around) for task in cards.build())),
            most=KEPT_COLUMNS,
        )
        own = {_TOKEN: escape(csrf), _HERE: escape(here)}
        return Markup("".join([own.get(part, part) for part in parts]))  # noqa: S704  escaped by the macro

    def _draw(self, task: Row, may: dict[str, bool], columns: list[Row], around: bytes) -> str:
        def draw() -> str:
            macros: Any = self._environment.get_template("components/cards.html").module
            lines = str(macros.card(task, may, _TOKEN, columns, _HERE)).splitlines()
            return "".join(line.strip() for line in lines)  # a board has 150 of them

        return keep(self._cards, digest(encode(task) + around), draw, most=KEPT_CARDS)


def keep(kept: OrderedDict[bytes, KeptT], key: bytes, draw: Callable[[], KeptT], *, most: int) -> KeptT:
    """What is kept under `key`, or is drawn now; what was not used for the longest time goes."""
    if key in kept:
        kept.move_to_end(key)
        return kept[key]
    kept[key] = drawn = draw()
    if len(kept) > most:
        kept.popitem(last=False)
    return drawn


def digest(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=16).digest()


def encode(value: object) -> bytes:
    return orjson.dumps(value, default=str)
