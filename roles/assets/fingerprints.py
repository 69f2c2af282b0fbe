"""Names that carry a hash of their content, so that browsers may keep a file for ever."""

import base64
import gzip
import hashlib
import json
import posixpath
import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TypedDict

import brotli

from roles.assets.errors import AssetError

MANIFEST = "manifest.json"
HASH_DIGITS = 10
THIRD_PARTY = "vendor/"
_REFERENCE = re.compile(rb"""(url\(\s*["']?|(?:from|import)\s*\(?\s*["'])([^"')]+?)(["']?\s*\)|["'])""")
_WITH_REFERENCES = frozenset({".css", ".js"})
_COMPRESSED = frozenset({".css", ".js", ".svg", ".txt"})
_HASHED = re.compile(rf"-[0-9a-f]{{{HASH_DIGITS}}}\.(css|js|svg|txt|woff2)(\.gz|\.br)?$")


class Entry(TypedDict):
    """What the manifest says of a file: its hashed name and the digest that browsers check."""

    file: str
    integrity: str


def write_assets(files: Mapping[str, bytes], out: Path) -> dict[str, Entry]:
    """Write `files` under hashed names into `out`, each text also as .gz and .br, and the manifest at last.

    What the build before this one wrote stays: a page may still refer to it. Raises AssetError.
    """
    renaming = _Renaming(files)
    manifest = {name: renaming.entry(name) for name in sorted(files)}
    before = _read_manifest(out)
    for name, entry in manifest.items():
        _write(out / entry["file"], renaming.data[name])
    _write_atomically(out / MANIFEST, json.dumps(manifest, indent=1).encode() + b"\n")
    _remove_older(out, keep={entry["file"] for entry in (*before.values(), *manifest.values())})
    return manifest


class _Renaming:
    """Leaves are hashed first, then the files that name them: one edit renames exactly what it changes."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self.files = files
        self.data: dict[str, bytes] = {}
        self._busy: list[str] = []

    def entry(self, name: str) -> Entry:
        data = self._rewrite(name)
        path = PurePosixPath(name)
        digest = hashlib.sha256(data).hexdigest()[:HASH_DIGITS]
        integrity = base64.b64encode(hashlib.sha384(data).digest()).decode()
        return {"file": str(path.with_name(f"{path.stem}-{digest}{path.suffix}")), "integrity": f"sha384-{integrity}"}

    def _rewrite(self, name: str) -> bytes:
        if name in self._busy:
            raise AssetError(f"files name each other in a circle: {' → '.join([*self._busy, name])}")
        if name not in self.data:
            data = self.files[name]
            if PurePosixPath(name).suffix in _WITH_REFERENCES and not name.startswith(THIRD_PARTY):
                self._busy.append(name)
                data = _REFERENCE.sub(lambda found: self._rename(name, found), data)
                self._busy.remove(name)
            self.data[name] = data
        return self.data[name]

    def _rename(self, name: str, found: re.Match[bytes]) -> bytes:
        reference = found[2].decode()
        folder = posixpath.dirname(name)
        target = posixpath.normpath(posixpath.join(folder, reference))
        if target not in self.files:
            if name.endswith(".js") and not reference.startswith("."):
                return found[0]  # a word in a text or a comment, not a module of ours
            raise AssetError(f"{name}: there is no file {reference}")
        renamed = posixpath.relpath(self.entry(target)["file"], folder or ".")
        is_module = name.endswith(".js") and not renamed.startswith(".")
        return found[1] + (f"./{renamed}" if is_module else renamed).encode() + found[3]


def _read_manifest(out: Path) -> dict[str, Entry]:
    path = out / MANIFEST
    manifest: dict[str, Entry] = json.loads(path.read_text()) if path.exists() else {}
    return manifest


def _write(path: Path, data: bytes) -> None:
    if path.exists():
        return  # the name tells that the content is the same
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix in _COMPRESSED:
        _write_atomically(path.with_name(path.name + ".gz"), gzip.compress(data, 9, mtime=0))
        _write_atomically(path.with_name(path.name + ".br"), brotli.compress(data, quality=11))
    _write_atomically(path, data)


def _write_atomically(path: Path, data: bytes) -> None:
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(data)
    beside.replace(path)


def _remove_older(out: Path, *, keep: set[str]) -> None:
    """Nothing but our own hashed files: the folder is whatever somebody named with `--out`."""
    for path in [path for path in out.rglob("*") if _HASHED.search(path.name)]:
        if path.relative_to(out).as_posix().removesuffix(".gz").removesuffix(".br") not in keep:
            path.unlink()
