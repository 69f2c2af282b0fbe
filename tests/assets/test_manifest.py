"""Pages find the built assets by name."""

import json
from pathlib import Path

import pytest

from taskflow.pages.assets import AssetManifest, AssetsMissing

ENTRIES = {
    "app.css": {"file": "app-0123456789.css", "integrity": "sha384-AA"},
    "icons.svg": {"file": "icons-9876543210.svg", "integrity": "sha384-BB"},
}


@pytest.fixture
def manifest(tmp_path: Path) -> AssetManifest:
    (tmp_path / "manifest.json").write_text(json.dumps(ENTRIES))
    return AssetManifest.load(tmp_path)


def test_a_name_becomes_an_address_and_a_digest(manifest: AssetManifest) -> None:
    assert manifest.url("app.css") == "/assets/app-0123456789.css"
    assert manifest.integrity("app.css") == "sha384-AA"
    assert manifest.icon_href("plus") == "/assets/icons-9876543210.svg#plus"


def test_an_unknown_name_is_told_with_the_known_ones(manifest: AssetManifest) -> None:
    with pytest.raises(AssetsMissing, match=r"no asset 'app\.js'; there are app\.css, icons\.svg"):
        manifest.url("app.js")


def test_a_folder_without_a_build_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(AssetsMissing, match="run `python -m roles assets`"):
        AssetManifest.load(tmp_path)
