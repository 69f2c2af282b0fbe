"""The filter language for people: what can be written, and where something that was written is wrong. Pure."""

from typing import Any

from taskflow.pages.formatting import shorten
from taskflow.platform.errors import Invalid

Row = dict[str, Any]
MOST_EXPECTED = 12
# What can be written and what it finds, for those who do not know the language yet.
HINTS = (
    ("assignee:me", "what you work on; also none or @name"),
    ("status:open", "not done yet; also done and all"),
    ("is:overdue", "late; also is:blocked"),
    ("due<7d", "due within seven days; also due:today, due:none"),
    ("priority>=high", "high and urgent ones"),
    ("label:bug", "with that label; -label:bug without it"),
    ('column:"In review"', "in that column"),
    ("project:WEB", "in that project"),
    ("updated>-7d", "changed in the last seven days"),
    ('"sign in"', "just these words, side by side"),
    ("label:bug or is:overdue", "one or the other; brackets group"),
)


def find_fault(text: str, error: Invalid, *, field: str) -> Row:
    """What is wrong with the filter `text`: `before`, `at` and `behind` the place, `says`, `expected`, `corrected`.

    `corrected` is the whole text with the suggestion in it, or empty. Raises `error` again when it is not about the
    query's `field`.
    """
    if "position" not in error.extra or not any(item.pointer == f"/query/{field}" for item in error.errors):
        raise error
    start, found = error.extra["position"], error.extra["found"]
    is_there = text[start : start + len(found)].lower() == found.lower()
    end = start + max(len(found) if is_there else 1, 1)
    suggestion = error.extra["suggestion"] if is_there else None
    return {
        "before": text[:start],
        "at": text[start:end],
        "behind": text[end:],
        "says": _speak(error.errors[0].detail, found),
        "expected": [shorten(word, 40) for word in error.extra["expected"][:MOST_EXPECTED]],
        "corrected": f"{text[:start]}{suggestion}{text[end:]}" if suggestion else "",
    }


def _speak(detail: str, found: str) -> str:
    """The detail as a sentence; a word that was typed stays as it is."""
    return detail if found and detail.startswith(found) else f"{detail[:1].upper()}{detail[1:]}"
