"""A filter's text as tokens, each with its place. Pure."""

import re
from dataclasses import dataclass
from typing import Literal

from taskflow.tasks.filtering.errors import FilterError

Kind = Literal["(", ")", "-", "not", "or", "and", "phrase", "word", "test", "end"]
_SPACE = re.compile(r"\s*")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)
_TEST = re.compile(r"([A-Za-z]+)(:|<=|>=|=|<|>)(?!//)")
_BARE = re.compile(r'[^\s()"]+')
_KEYWORDS: dict[str, Kind] = {"or": "or", "and": "and", "not": "not"}
_NOTHING = "the end of the filter"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: of a test, `text` is the field's name, and the value is as it was typed."""

    kind: Kind
    text: str
    position: int
    comparison: str = ""
    value: str = ""
    value_position: int = 0
    is_quoted: bool = False

    @property
    def found(self) -> str:
        """How an error calls it."""
        return self.text or _NOTHING


def split(text: str) -> list[Token]:
    """The tokens, one of the kind `end` last. Raises FilterError."""
    tokens, place = list[Token](), 0
    while True:
        place = _end(_SPACE.match(text, place))
        if place >= len(text):
            return [*tokens, Token("end", "", len(text))]
        token, place = _read(text, place)
        tokens.append(token)


def _read(text: str, place: int) -> tuple[Token, int]:
    character = text[place]
    if character in "()":
        return Token("(" if character == "(" else ")", character, place), place + 1
    if character == '"':
        phrase, end = _read_quoted(text, place)
        return Token("phrase", phrase, place), end
    if character == "-" and text[place + 1 : place + 2].strip(" \t\r\n)"):
        return Token("-", "-", place), place + 1
    if _TEST.match(text, place):
        return _read_test(text, place)
    bare = _bare(text, place)
    return Token(_KEYWORDS.get(bare.lower(), "word"), bare, place), place + len(bare)


def _read_test(text: str, place: int) -> tuple[Token, int]:
    match = _TEST.match(text, place)
    assert match is not None  # noqa: S101  the caller has looked
    name, comparison = match[1].lower(), ":" if match[2] == "=" else match[2]
    start = match.end()
    sign = "@" if text[start : start + 1] == "@" else ""
    if text[start + len(sign) : start + len(sign) + 1] == '"':
        value, end = _read_quoted(text, start + len(sign))
        return Token("test", name, place, comparison, sign + value, start, is_quoted=True), end
    value = _bare(text, start)
    return Token("test", name, place, comparison, value, start), start + len(value)


def _read_quoted(text: str, place: int) -> tuple[str, int]:
    match = _QUOTED.match(text, place)
    if match is None:
        raise FilterError("the quote is not closed", position=place, found='"', expected=('"',), known=("\0",))
    return re.sub(r"\\(.)", r"\1", match[1], flags=re.DOTALL), match.end()


def _bare(text: str, place: int) -> str:
    match = _BARE.match(text, place)
    return match[0] if match else ""


def _end(match: re.Match[str] | None) -> int:
    assert match is not None  # noqa: S101  it matches nothing, too
    return match.end()
