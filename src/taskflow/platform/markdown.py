"""Markdown to safe HTML: rendered and then sanitised, both on the server."""

import nh3
from markdown_it import MarkdownIt
from mdit_py_plugins.tasklists import tasklists_plugin

_RENDERER = (
    MarkdownIt("commonmark", {"html": False, "linkify": True, "breaks": True})
    .enable(["table", "strikethrough", "linkify"])
    .use(tasklists_plugin, label=True)
)
_TAGS = {
    *(
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "input",
        "label",
        "li",
        "ol",
        "p",
    ),
    *("pre", "s", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
}
_ATTRIBUTES = {
    "a": {"href", "title"},
    "code": {"class"},
    "input": {"checked", "disabled", "class"},
    "li": {"class"},
    "ol": {"start"},
    "ul": {"class"},
}
_CLEANER = nh3.Cleaner(
    tags=_TAGS,
    attributes=_ATTRIBUTES,
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow ugc",
    tag_attribute_values={"input": {"type": {"checkbox"}}},
)


def render_markdown(text: str) -> str:
    """HTML without scripts, styles, images or foreign tags, whatever `text` holds."""
    return _CLEANER.clean(_RENDERER.render(text))
