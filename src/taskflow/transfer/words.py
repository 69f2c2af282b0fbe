"""How the words of a filter find tasks: the role that runs jobs says it, for search lies beside this part."""

from taskflow.tasks import TextMatch, match_title

_match: TextMatch = match_title


def find_words_by(match: TextMatch) -> None:
    """Have exports find words like the lists that people see."""
    global _match  # noqa: PLW0603  the one place where the process' way is known
    _match = match


def find_match() -> TextMatch:
    """The way of this process; the titles, before anybody said another."""
    return _match
