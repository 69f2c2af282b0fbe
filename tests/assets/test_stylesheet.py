"""Browsers get the rules of the stylesheet, and nothing that only we read."""

from pathlib import Path

import pytest

from roles.assets.stylesheet import pack
from taskflow.pages.assets import AssetManifest


@pytest.mark.parametrize(
    ("css", "packed"),
    [
        ("/* why */\n@layer a {\n  .b { color: red; } /* here */\n\n}\n", "@layer a {\n.b { color: red; }\n}\n"),
        ("a { b: c; /* one\n   two */ d: e; }", "a { b: c;  d: e; }\n"),
        ('a::after { content: "/* told */"; }', 'a::after { content: "/* told */"; }\n'),
        ('a::after { content: "\\"/*"; } /* x */', 'a::after { content: "\\"/*"; }\n'),
    ],
)
def test_comments_and_indentation_stay_at_home(css: str, packed: str) -> None:
    assert pack(css.encode()).decode() == packed


def test_the_built_stylesheet_has_no_comments_and_all_its_brackets(built: Path) -> None:
    css = (built / AssetManifest.load(built).url("app.css").removeprefix("/assets/")).read_text()
    assert "/*" not in css
    assert css.count("{") == css.count("}") > 500
