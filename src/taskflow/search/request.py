"""What somebody typed into the search box: words that rank, and a filter for the rest. Pure."""

import re
from dataclasses import dataclass

from taskflow.search.matching import is_searchable
from taskflow.tasks import Node, Words, join, split_terms

_KEY = re.compile(r"(?:([A-Za-z]{2,6})-)?([1-9][0-9]{0,8})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Request:
    """The words to rank by, what else has to hold, and the key that was typed instead of words."""

    words: tuple[Words, ...]
    rest: Node
    project_key: str | None = None
    number: int | None = None

    @property
    def may_be_mistyped(self) -> bool:
        """Who puts words into quotes means just those."""
        return bool(self.words) and not any(words.is_phrase for words in self.words)


def build_request(node: Node) -> Request:
    """The words that stand on the top of the filter rank; all else filters."""
    terms = split_terms(node)
    words = tuple(term for term in terms if isinstance(term, Words) and is_searchable(term))
    rest = join(*(term for term in terms if not (isinstance(term, Words) and is_searchable(term))))
    match = _KEY.fullmatch(words[0].text) if len(words) == 1 and not words[0].is_phrase else None
    if match is None:
        return Request(words, rest)
    return Request(words, rest, match[1].upper() if match[1] else None, int(match[2]))
