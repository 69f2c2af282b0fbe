"""What was found in a text, as HTML in which nothing but `<mark>` is markup. Pure."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from html import escape

# Characters for private use, which the database puts around what it found: texts come without them.
START, STOP = "\ue000", "\ue001"
# Stand for angle brackets on the way, between which the database would see markup.
LESS, GREATER = "\ue002", "\ue003"
_WORD = re.compile(r"\w+")
_LIKE = 0.6
_NO_MARKS = {ord(character): None for character in (START, STOP, LESS, GREATER)}


def to_html(marked: str) -> str:
    """The text with START and STOP in it as HTML."""
    shown = escape(marked.replace(LESS, "<").replace(GREATER, ">"))
    return shown.replace(START, "<mark>").replace(STOP, "</mark>")


def mark_like(text: str, wanted: Sequence[str]) -> str:
    """The text as HTML, its words marked that are nearly one of `wanted`."""
    folded = [word.lower() for word in wanted]

    def mark(match: re.Match[str]) -> str:
        word = match[0].lower()
        is_like = any(SequenceMatcher(None, word, other).ratio() >= _LIKE for other in folded)
        return f"{START}{match[0]}{STOP}" if is_like else match[0]

    return to_html(_WORD.sub(mark, text.translate(_NO_MARKS)))
