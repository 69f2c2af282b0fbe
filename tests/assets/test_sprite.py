"""The sprite holds what templates name, and the build refuses a name that is nowhere."""

from pathlib import Path

import pytest

from roles.assets import AssetError
from roles.assets.build import SOURCE
from roles.assets.sprite import build_sprite, find_icons

PLUS = """<!-- @license -->
<svg xmlns="http://www.w3.org/2000/svg" width="24" viewBox="0 0 24 24">
  <path d="M5 12h14" />
</svg>"""


def _template(folder: Path, text: str) -> Path:
    (folder / "page.html").write_text(text)
    return folder


def test_icons_are_found_wherever_they_are_named(tmp_path: Path) -> None:
    text = "{{ icon('plus') }}{{ menu(icon('check' if x == 'a' else 'mail', 'i-sm')) }}{# icon('none') #}"
    assert find_icons(_template(tmp_path, text)) == {"plus", "check", "mail"}


def test_a_name_that_only_the_page_knows_fails_the_build(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"page\.html:2: icon\(\) takes a name written out"):
        find_icons(_template(tmp_path, "\n{{ icon(item.kind) }}"))


def test_an_icon_becomes_a_symbol(tmp_path: Path) -> None:
    (tmp_path / "plus.svg").write_text(PLUS)
    sprite = build_sprite({"plus"}, tmp_path, tmp_path / "own")
    assert b'<symbol id="plus" viewBox="0 0 24 24"><path d="M5 12h14"/></symbol>' in sprite


def test_an_unknown_icon_fails_the_build(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="'unicorn', which lucide does not have"):
        build_sprite({"unicorn"}, tmp_path, tmp_path)


def test_every_category_and_priority_has_a_glyph_of_our_own() -> None:
    names = {path.stem for path in (SOURCE / "static/icons").glob("*.svg")}
    categories = {f"st-{name}" for name in ("backlog", "todo", "doing", "review", "done")}
    assert names == categories | {f"pr-{name}" for name in ("low", "medium", "high", "urgent")} | {"mark"}
