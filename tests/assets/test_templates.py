"""Templates keep to the Content-Security-Policy, guard their forms, and name only what exists."""

import re
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from roles.assets.build import SOURCE
from taskflow.pages.assets import AssetManifest
from taskflow.pages.rendering import FILTERS

TEMPLATES = SOURCE / "templates"
NAMES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
FORBIDDEN = {
    "a style attribute": r"\bstyle\s*=",
    "a style element": r"<style\b",
    "a handler in an attribute": r"\son[a-z]+\s*=",
    "a script in the page": r"<script\b(?![^>]*\bsrc=)[^>]*>",
    "a script from elsewhere": r"<script\b[^>]*\bsrc=(?!\"\{\{ asset\()",
    "a script without integrity": r"<script\b(?![^>]*\bintegrity=)[^>]*>",
    "a handler of htmx": r"\bhx-on\b",
    "an expression of htmx": r"\bhx-trigger=\"[^\"]*\[",
    "a script as an address": r"\b(?:js|javascript):",
    "text that is not escaped": r"\|\s*safe\b",
}
# Mails are read by programs that know style attributes and a style element, and nothing else of the kind.
ALLOWED_IN_MAILS = {"a style attribute", "a style element"}
FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.DOTALL)
TOKEN = re.compile(r"\btoken\(csrf\)")
ASSET = re.compile(r"\b(?:asset|integrity)\('([^']+)'\)")
ICON_HREF = re.compile(r"\bicon_href\('([a-z-]+)'\)")


def _read(name: str) -> str:
    return re.sub(r"\{#.*?#\}", "", (TEMPLATES / name).read_text(encoding="utf-8"), flags=re.DOTALL)


def test_there_are_templates() -> None:
    assert {"layouts/app.html", "layouts/bare.html", "components/cards.html"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_template_keeps_to_the_content_security_policy(name: str) -> None:
    text = _read(name)
    found = {what: match[0] for what, pattern in FORBIDDEN.items() if (match := re.search(pattern, text))}
    assert found.keys() <= (ALLOWED_IN_MAILS if name.startswith("emails/") else set())


def test_a_page_uses_nothing_of_a_mail() -> None:
    assert not [name for name in NAMES if not name.startswith("emails/") and re.search(r"['\"]emails/", _read(name))]


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("emails/")])
def test_a_mail_fetches_nothing_and_asks_for_nothing(name: str) -> None:
    assert not re.search(r"<(?:img|link|script|form|iframe|object|video|audio)\b|url\(|@import", _read(name))


def test_every_mail_has_a_text_and_html() -> None:
    folder = TEMPLATES / "emails"
    html = {path.stem for path in folder.glob("*.html")} - {"layout", "parts"}
    assert html == {path.stem for path in folder.glob("*.txt")} - {"foot"}


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>",
        '<a onclick="x()">',
        "<script>x()</script>",
        '<script src="https://example.org/x.js" integrity="x"></script>',
        "<script src=\"{{ asset('js/x.js') }}\"></script>",
        '<div hx-on:click="x">',
        '<div hx-trigger="click[x]">',
        '<a href="javascript:x">',
        "{{ text|safe }}",
    ],
)
def test_the_policy_s_patterns_find_what_they_are_for(text: str) -> None:
    assert any(re.search(pattern, text) for pattern in FORBIDDEN.values())


@pytest.mark.parametrize("name", NAMES)
def test_a_form_that_changes_something_carries_the_token(name: str) -> None:
    unguarded = [
        attributes
        for attributes, body in FORM.findall(_read(name))
        if 'method="post"' in attributes and not TOKEN.search(body)
    ]
    assert not unguarded


@pytest.mark.parametrize("name", NAMES)
def test_a_form_says_its_method(name: str) -> None:
    assert all("method=" in attributes for attributes, _ in FORM.findall(_read(name)))


@pytest.mark.parametrize("name", NAMES)
def test_a_template_compiles(name: str) -> None:
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    environment.filters |= FILTERS
    environment.get_template(name)


def test_every_asset_that_a_template_names_is_built(built: Path) -> None:
    manifest = AssetManifest.load(built)
    for name in NAMES:
        for asset in ASSET.findall(_read(name)):
            assert (built / manifest.url(asset).removeprefix("/assets/")).is_file()


def test_every_glyph_of_our_own_that_a_template_names_is_drawn() -> None:
    drawn = {path.stem for path in (SOURCE / "static/icons").glob("*.svg")}
    named = {glyph for name in NAMES for glyph in ICON_HREF.findall(_read(name))}
    assert named <= drawn
