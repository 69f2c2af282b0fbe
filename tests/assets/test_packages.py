"""Third-party files are the recorded ones, from the locked packages."""

import json
import shutil
import tomllib
from pathlib import Path

import pytest

from roles.assets import AssetError
from roles.assets import packages as fetching
from roles.assets.build import SOURCE
from roles.assets.packages import fetch_packages, read_licences, read_vendored

LOCK = json.loads((SOURCE / "package-lock.json").read_text())
VENDORED = tomllib.loads((SOURCE / "vendor.lock").read_text())["file"]


def test_the_lock_names_no_host() -> None:
    assert LOCK["lockfileVersion"] == 3
    assert not [name for name, entry in LOCK["packages"].items() if "resolved" in entry]


def test_every_package_is_pinned_with_its_integrity() -> None:
    wanted = json.loads((SOURCE / "package.json").read_text())["dependencies"]
    locked = {name.removeprefix("node_modules/"): entry for name, entry in LOCK["packages"].items() if name}
    assert {name: entry["version"] for name, entry in locked.items()} == wanted
    assert all(entry["integrity"].startswith("sha512-") for entry in locked.values())


def test_the_record_agrees_with_the_lock() -> None:
    for entry in VENDORED:
        locked = LOCK["packages"][f"node_modules/{entry['package']}"]
        assert (entry["version"], entry["integrity"]) == (locked["version"], locked["integrity"])


def test_the_recorded_files_are_those_of_the_packages(packages: Path) -> None:
    assert set(read_vendored(SOURCE, packages)) == {"vendor/htmx.js", "vendor/hx-sse.js", "fonts/figtree.woff2"}


def test_another_file_than_the_recorded_one_fails_the_build(packages: Path, tmp_path: Path) -> None:
    for entry in VENDORED:
        folder = tmp_path / entry["package"]
        (folder / entry["path"]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(packages / entry["package"] / "package.json", folder / "package.json")
        (folder / entry["path"]).write_bytes(b"something else")
    with pytest.raises(AssetError, match=r"htmx\.min\.js is 4\.0\.1 sha384-\S+, which vendor\.lock does not record"):
        read_vendored(SOURCE, tmp_path)


def test_the_licences_travel_with_the_files(packages: Path) -> None:
    text = read_licences(SOURCE, packages).decode()
    assert "SIL OPEN FONT LICENSE" in text.upper()
    assert "ISC License" in text


def test_npm_does_not_run_for_packages_that_are_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    runs: list[Path] = []
    monkeypatch.setattr(fetching, "_run_npm", runs.append)
    for _ in range(2):
        assert fetch_packages(SOURCE, tmp_path / "npm", lambda _: None) == tmp_path / "npm/node_modules"
    assert runs == [tmp_path / "npm"]


def test_npm_runs_again_after_it_failed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def fail(_: Path) -> None:
        raise AssetError("npm could not fetch")

    monkeypatch.setattr(fetching, "_run_npm", fail)
    for _ in range(2):
        with pytest.raises(AssetError):
            fetch_packages(SOURCE, tmp_path, lambda _: None)


def test_npm_s_own_words_are_told(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "npm-cli.js"
    broken.write_text("console.error('no such package'); process.exit(1)")
    node, _ = fetching._find_npm()
    monkeypatch.setattr(fetching, "_find_npm", lambda: (node, broken))
    with pytest.raises(AssetError, match="no such package"):
        fetching._run_npm(tmp_path)
