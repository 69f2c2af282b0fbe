"""A task as another program's file has it: all of it text, nothing of it checked."""

from dataclasses import dataclass, field


class Unreadable(Exception):
    """The file is not what it should be; the message names the place."""


@dataclass(frozen=True, slots=True)
class Said:
    """A comment: who said it, when (as the file has it), what."""

    author: str
    at: str
    body: str


@dataclass(slots=True)
class Draft:
    """A task. `place` is where in the file it is, for people; `values` are its simple fields by our names for them."""

    external_id: str
    place: str
    title: str
    values: dict[str, str] = field(default_factory=dict)
    column: str = ""
    is_done: bool = False
    author: str = ""
    people: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    parent: str = ""
    said: list[Said] = field(default_factory=list)
    custom: dict[str, str] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)  # what has no place here, by its name


def keep_texts(**texts: object) -> dict[str, str]:
    """Those of the values that say something, as texts. Pure."""
    return {name: str(value) for name, value in texts.items() if value not in (None, "")}
