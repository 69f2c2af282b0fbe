"""Published assets: those of the last five releases, whole or not at all."""

import json
from pathlib import Path

from roles.publishing import KEPT_RELEASES, publish_assets


def _release(folder: Path, number: int) -> Path:
    """A built release with a file of its own and one that all releases share."""
    (folder / "js").mkdir(parents=True)
    (folder / "js" / f"board-{number}.js").write_text(f"// {number}")
    (folder / "app-same.css").write_text("/* the same */")
    (folder / "manifest.json").write_text(json.dumps({"board.js": number}))
    return folder


def _files(folder: Path) -> set[str]:
    found = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    return {name for name in found if not name.startswith(".releases")}


def test_the_last_five_releases_stay(tmp_path: Path) -> None:
    target = tmp_path / "published"
    for number in range(1, KEPT_RELEASES + 3):
        kept = publish_assets(_release(tmp_path / str(number), number), target)
        assert kept == min(number, KEPT_RELEASES)
    scripts = {f"js/board-{number}.js" for number in range(3, KEPT_RELEASES + 3)}
    assert _files(target) == scripts | {"app-same.css", "manifest.json"}


def test_publishing_a_release_again_pushes_no_other_out(tmp_path: Path) -> None:
    target = tmp_path / "published"
    first, second = _release(tmp_path / "1", 1), _release(tmp_path / "2", 2)
    publish_assets(first, target)
    for _ in range(KEPT_RELEASES + 1):
        assert publish_assets(second, target) == 2
    assert {"js/board-1.js", "js/board-2.js"} <= _files(target)


def test_going_back_keeps_the_release_that_is_served(tmp_path: Path) -> None:
    target = tmp_path / "published"
    releases = [_release(tmp_path / str(number), number) for number in range(KEPT_RELEASES + 1)]
    for release in releases[:-1]:
        publish_assets(release, target)
    publish_assets(releases[0], target)  # a rollback to the oldest
    publish_assets(releases[-1], target)
    assert "js/board-0.js" in _files(target)
    assert "js/board-1.js" not in _files(target)


def test_nothing_half_copied_is_left(tmp_path: Path) -> None:
    target = tmp_path / "published"
    publish_assets(_release(tmp_path / "1", 1), target)
    assert not [path for path in target.rglob(".*") if path.is_file()]
