"""Markdown is rendered, and nothing in it runs."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taskflow.platform.markdown import render_markdown

ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "<a href='javascript:alert(1)'>x</a>",
    "![x](javascript:alert(1))",
    "<svg onload=alert(1)>",
    "<iframe src=//example.org></iframe>",
    "<style>*{display:none}</style>",
    "<p style='position:fixed'>x</p>",
    "<form action=/x><input name=a></form>",
    "<math><mi xlink:href=javascript:alert(1)>x</mi></math>",
    "`<script>`\n\n```html\n<script>alert(1)</script>\n```",
    "[x]: javascript:alert(1)\n\n[x]",
    "<javascript:alert(1)>",
    "<x onclick=alert(1)>x</x>",
    "a<!--><script>alert(1)</script>-->",
]
ACTIVE = re.compile(
    r"<(script|style|iframe|svg|math|form|img|object|embed|base|meta|link)\b|<[^>]* (on\w+|style)=", re.IGNORECASE
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_active_is_left(attack: str) -> None:
    html = render_markdown(attack)
    assert not ACTIVE.search(html)
    assert not re.search(r'href="\s*(javascript|data|vbscript):', html, re.I)


@given(st.text(max_size=300))
def test_any_text_renders_without_active_parts(text: str) -> None:
    assert not ACTIVE.search(render_markdown(text))


def test_it_is_markdown() -> None:
    html = render_markdown("**bold** and [a link](https://example.org)\n\n- [x] done\n\n| a |\n|---|\n| b |")
    assert "<strong>bold</strong>" in html
    assert 'rel="noopener noreferrer nofollow ugc"' in html
    assert "<table>" in html
    assert 'type="checkbox"' in html
