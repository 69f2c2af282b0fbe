"""What is wrong with a filter, said so that somebody can put it right. Pure."""

from collections.abc import Iterable
from difflib import get_close_matches


class FilterError(Exception):
    """The text is no filter: where, what stands there, what could stand there, and the nearest word that is known."""

    def __init__(
        self, reason: str, *, position: int, found: str, expected: Iterable[str] = (), known: Iterable[str] = ()
    ) -> None:
        super().__init__(reason)
        self.position = position  # counts characters from 0
        self.found = found
        self.expected = tuple(expected)
        self.suggestion = find_nearest(found, known or self.expected)
        self.detail = _describe(reason, self.suggestion)


def find_nearest(word: str, known: Iterable[str]) -> str | None:
    """The word of `known` that `word` was probably meant to be."""
    near = get_close_matches(word.lower()[:50], list(known), n=1, cutoff=0.6)
    return near[0] if near else None


def _describe(reason: str, suggestion: str | None) -> str:
    return f"{reason}; did you mean {suggestion}?" if suggestion else reason
