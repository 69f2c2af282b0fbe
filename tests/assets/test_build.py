"""`python -m roles assets`: from the sources to the folder that is served."""

from pathlib import Path

import pytest

from roles.assets import AssetError, build, main
from roles.assets.build import SOURCE, build_assets, collect_files
from roles.assets.stylesheet import pack
from taskflow.pages.assets import AssetManifest


def test_the_command_builds_into_the_folder_that_it_is_given(packages: Path, tmp_path: Path) -> None:
    assert main(["--out", str(tmp_path / "out")]) == 0
    assert AssetManifest.load(tmp_path / "out").url("app.css").startswith("/assets/app-")


def test_a_build_that_fails_ends_with_1_and_says_why(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def fail(*_: object) -> None:
        raise AssetError("npm could not fetch")

    monkeypatch.setattr(build, "fetch_packages", fail)
    assert main(["--out", str(tmp_path)]) == 1
    assert capsys.readouterr().err == "assets: npm could not fetch\n"


def test_two_builds_of_the_sources_are_equal_byte_for_byte(built: Path, tmp_path: Path) -> None:
    build_assets(SOURCE, tmp_path, lambda _: None)
    files = {path.relative_to(built) for path in built.rglob("*") if path.is_file()}
    assert files == {path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()}
    assert all((built / name).read_bytes() == (tmp_path / name).read_bytes() for name in files)


def test_the_stylesheet_is_one_file_in_the_order_of_its_parts(packages: Path) -> None:
    css = collect_files(SOURCE, packages)["app.css"].decode()
    parts = [pack(path.read_bytes()).decode() for path in sorted((SOURCE / "static/css").glob("*.css"))]
    assert css == "".join(parts)
    assert css.startswith("@layer reset, tokens, base")


def test_the_sprite_holds_every_icon_once(built: Path) -> None:
    sprite = (built / AssetManifest.load(built).url("icons.svg").removeprefix("/assets/")).read_text()
    names = [part.split('"', 1)[0] for part in sprite.split('<symbol id="')[1:]]
    assert {"mark", "st-doing", "pr-urgent", "plus"} <= set(names)
    assert len(names) == len(set(names))
