"""Hashed names: one edit renames exactly what it changes, and browsers can check what they get."""

import base64
import gzip
import hashlib
import json
from pathlib import Path

import brotli
import pytest

from roles.assets import AssetError
from roles.assets.fingerprints import write_assets

FILES = {
    "app.css": b'@font-face { src: url("fonts/a.woff2") format("woff2"); }',
    "fonts/a.woff2": b"font",
    "js/board.js": b"import { sortable } from './drag.js';\nimport './toast.js'; // taken from \"somewhere\"\n",
    "js/drag.js": b"export const sortable = 1;\n",
    "js/toast.js": b"export const toast = 1;\n",
    "vendor/lib.js": b"const x = \"import './nowhere.js'\";",
}


def _read(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_two_builds_are_equal_byte_for_byte(tmp_path: Path) -> None:
    write_assets(FILES, tmp_path / "one")
    write_assets(dict(reversed(FILES.items())), tmp_path / "two")
    assert _read(tmp_path / "one") == _read(tmp_path / "two")


def test_references_lead_to_hashed_names(tmp_path: Path) -> None:
    manifest = write_assets(FILES, tmp_path)
    css = (tmp_path / manifest["app.css"]["file"]).read_text()
    script = (tmp_path / manifest["js/board.js"]["file"]).read_text()
    assert f'url("{manifest["fonts/a.woff2"]["file"]}")' in css
    assert f"from './{Path(manifest['js/drag.js']['file']).name}'" in script
    assert 'taken from "somewhere"' in script


def test_third_party_files_stay_as_they_are(tmp_path: Path) -> None:
    manifest = write_assets(FILES, tmp_path)
    assert (tmp_path / manifest["vendor/lib.js"]["file"]).read_bytes() == FILES["vendor/lib.js"]


def test_an_edit_renames_the_file_and_its_importers_only(tmp_path: Path) -> None:
    before = write_assets(FILES, tmp_path / "one")
    after = write_assets(FILES | {"js/drag.js": b"export const sortable = 2;\n"}, tmp_path / "two")
    assert {name for name in FILES if before[name] != after[name]} == {"js/drag.js", "js/board.js"}


def test_the_manifest_gives_the_digest_of_what_is_served(tmp_path: Path) -> None:
    write_assets(FILES, tmp_path)
    for entry in json.loads((tmp_path / "manifest.json").read_text()).values():
        data = (tmp_path / entry["file"]).read_bytes()
        assert entry["integrity"] == "sha384-" + base64.b64encode(hashlib.sha384(data).digest()).decode()
        assert hashlib.sha256(data).hexdigest()[:10] in entry["file"]


def test_texts_lie_packed_beside_themselves(tmp_path: Path) -> None:
    file = tmp_path / write_assets(FILES, tmp_path)["app.css"]["file"]
    assert gzip.decompress(Path(f"{file}.gz").read_bytes()) == file.read_bytes()
    assert brotli.decompress(Path(f"{file}.br").read_bytes()) == file.read_bytes()


def test_a_file_that_is_not_there_fails_the_build(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"app\.css: there is no file fonts/b\.woff2"):
        write_assets({"app.css": b"src: url(fonts/b.woff2)"}, tmp_path)
    with pytest.raises(AssetError, match=r"there is no file \./b\.js"):
        write_assets({"a.js": b"import './b.js'"}, tmp_path)


def test_files_that_name_each_other_fail_the_build(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"a\.js → b\.js → a\.js"):
        write_assets({"a.js": b"import './b.js'", "b.js": b"import './a.js'"}, tmp_path)


def test_the_last_build_stays_and_the_one_before_goes(tmp_path: Path) -> None:
    own = tmp_path / "notes-0123456789.md"
    tmp_path.mkdir(exist_ok=True)
    own.write_text("not ours")
    first, second, third = (write_assets({"a.css": text}, tmp_path)["a.css"]["file"] for text in (b"1", b"2", b"3"))
    assert not (tmp_path / first).exists()
    assert not (tmp_path / f"{first}.gz").exists()
    assert (tmp_path / second).exists()
    assert (tmp_path / third).exists()
    assert own.exists()
