"""Markdown to safe HTML: rendered and then sanitised, both on the server."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.tasklists import tasklists_plugin

TAGS = frozenset(
    {
        *("a", "blockquote", "br", "code", "del", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "input", "label"),
        *("li", "ol", "p", "pre", "s", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    }
)
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "code": {"class"},
    "input": {"checked", "disabled", "class"},
    "li": {"class"},
    "ol": {"start"},
    "span": {"class"},
    "ul": {"class"},
}
URL_SCHEMES = frozenset({"http", "https", "mailto"})
# The classes that the renderer itself gives; what somebody writes behind ``` must not become another one.
CLASSES = {
    "code": re.compile(r"language-[\w+#.-]{1,40}"),
    "input": re.compile("task-list-item-checkbox"),
    "li": re.compile("task-list-item"),
    "span": re.compile("mention"),
    "ul": re.compile("contains-task-list"),
}
# Whole addresses, and paths of this very site: nothing that a browser could read as something else.
_ADDRESS = re.compile(r"https?://|mailto:|#|/(?![/\\])", re.I)
LONGEST_HANDLE = 100
# What words are made of: `\w` leaves out the marks that vowels are written with in many scripts.
_LETTERS = "\\w\u0300-\u036f\u0591-\u05c7\u0610-\u065f\u0900-\u0963\u0966-\u0dff\u0e00-\u109f\u1780-\u17ff"
_HANDLE = re.compile(f"@([{_LETTERS}]+(?:-[{_LETTERS}]+)*)")
_WORD = re.compile(f"[{_LETTERS}/@]")
_BETWEEN_WORDS, _ACCENTS = re.compile(f"(?:[^{_LETTERS}]|_)+"), re.compile("[\u0300-\u036f]")
# They turn the order of letters around, so that a text reads as what it is not.
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")


def _read_mention(state: StateInline, silent: bool) -> bool:  # noqa: FBT001  the parser calls it so
    """The inline rule of `@handle`: not inside a word, an address or code."""
    found = _HANDLE.match(state.src, state.pos, state.posMax)
    if found is None or len(found[1]) > LONGEST_HANDLE:
        return False
    if state.pos and _WORD.match(state.src[state.pos - 1]):
        return False
    if not silent:
        state.push("mention", "", 0).content = found[0]
    state.pos = found.end()
    return True


def _render_mention(self: RendererHTML, tokens: Sequence[Token], index: int, _: Any, env: Any) -> str:
    written = tokens[index].content
    name = env.get("mentions", {}).get(fold_handle(written[1:]))
    return escape(written) if name is None else f'<span class="mention">@{escape(name)}</span>'


def _build_renderer() -> MarkdownIt:
    renderer = MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    renderer.enable(["table", "strikethrough", "linkify"]).use(tasklists_plugin, label=True)
    renderer.inline.ruler.before("emphasis", "mention", _read_mention)
    renderer.add_render_rule("mention", _render_mention)
    return renderer


def _filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "href":
        return value if _ADDRESS.match(value) else None
    if name == "class":
        return value if CLASSES[tag].fullmatch(value) else None
    return value


_RENDERER = _build_renderer()
_CLEANER = nh3.Cleaner(
    tags=set(TAGS),
    attributes=ATTRIBUTES,
    attribute_filter=_filter_attribute,
    url_schemes=set(URL_SCHEMES),
    link_rel="noopener noreferrer nofollow ugc",
    tag_attribute_values={"input": {"type": {"checkbox"}}},
)


def render_markdown(text: str, mentions: Mapping[str, str] | None = None) -> str:
    """HTML without scripts, styles, images or foreign tags, whatever `text` holds.

    `mentions` are names by folded handle: `@handle` is marked as that name, any other stays as it is written.
    """
    html = _RENDERER.render(_BIDI.sub("", text), {"mentions": mentions or {}})
    return _CLEANER.clean(html)


def find_handles(text: str) -> list[str]:
    """The handles that stand in `text` behind an `@`, folded, each once, in their order; none out of code."""
    if "@" not in text:
        return []
    found = (fold_handle(token.content[1:]) for token in _walk(_RENDERER.parse(text)) if token.type == "mention")
    return list(dict.fromkeys(handle for handle in found if handle))


def fold_handle(text: str) -> str:
    """A handle or a name in the one form in which handles are compared: `José_Díaz` is `jose-diaz`. Pure."""
    plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()).casefold())
    return _BETWEEN_WORDS.sub("-", unicodedata.normalize("NFC", plain)).strip("-")


def _walk(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _walk(token.children or ())
