"""The zip of a full export: what may be in it, and its lines and files, read without unpacking anything to a disk."""

import hashlib
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from taskflow.platform.errors import Invalid
from taskflow.platform.ids import find_id
from taskflow.platform.validation import Input, parse
from taskflow.transfer.archive_kinds import FORMAT, KINDS, VERSION
from taskflow.transfer.reading import Unreadable, parse_json
from taskflow.transfer.unpacking.rows import LINES, AttachmentLine

MANIFEST = "manifest.json"
MOST_JSON_BYTES = 1024 * 1024 * 1024
LONGEST_LINE = 16 * 1024 * 1024
MOST_ENTRIES = 200_000
CHUNK_BYTES = 256 * 1024
BATCH = 100
Placed = tuple[str, Any]  # where it stands, for people, and the line itself


class Archive:
    """An opened zip whose entries and manifest have been looked at. Raises Unreadable for what is no export."""

    def __init__(self, file: BinaryIO) -> None:
        with _unpacking("The zip"):
            self._zip = zipfile.ZipFile(file)
        self._entries = {entry.filename: entry for entry in self._zip.infolist()}
        _check_entries(self._zip.infolist(), file.seek(0, 2))
        self.manifest = self._read_manifest()

    @property
    def counts(self) -> dict[str, int]:
        """How many lines of each kind there are, as the manifest says."""
        counts: dict[str, int] = self.manifest["counts"]
        return counts

    @property
    def missing(self) -> frozenset[str]:
        """The ids of the files whose bytes the export did not have."""
        return frozenset(map(str, self.manifest.get("missing") or ()))

    def read(self, kind: str) -> Iterator[list[Placed]]:
        """The lines of a kind in batches, each checked by itself. Raises Unreadable with the place."""
        batch, name, number = list[Placed](), f"{kind}.jsonl", 0
        for number, line in enumerate(self._read_lines(name), start=1):
            batch.append((f"{name}, line {number}", _parse(LINES[kind], line, f"{name}, line {number}")))
            if len(batch) == BATCH:
                yield batch
                batch = []
        if number != self.counts[kind]:
            raise Unreadable(f"{name} has {number} lines, and {MANIFEST} says {self.counts[kind]}: something is lost")
        if batch:
            yield batch

    def read_file(self, line: AttachmentLine) -> Iterator[bytes]:
        """The bytes of an attached file. Raises Unreadable once they turn out to be others than were exported."""
        entry, size, digest = self._entries.get(line.path), 0, hashlib.sha256()
        if entry is None or entry.file_size != line.size_bytes:
            raise Unreadable(f"{line.path} is not in the zip with the {line.size_bytes:,} bytes that it should have")
        with _unpacking(line.path), self._zip.open(entry) as file:
            while chunk := file.read(CHUNK_BYTES):
                size += len(chunk)
                digest.update(chunk)
                yield chunk
        if size != line.size_bytes or digest.hexdigest() != line.sha256:
            raise Unreadable(f"{line.path} is not what was exported: its digest is another")

    def _read_lines(self, name: str) -> Iterator[bytes]:
        with _unpacking(name), self._zip.open(self._entries[name]) as file:
            while line := file.readline(LONGEST_LINE + 1):
                if len(line) > LONGEST_LINE:
                    raise Unreadable(f"{name} has a line of more than {LONGEST_LINE // 1024 // 1024} MB")
                yield line

    def _read_manifest(self) -> dict[str, Any]:
        if MANIFEST not in self._entries:
            raise Unreadable(f"The zip has no {MANIFEST}: it is no full export of TaskFlow")
        found = parse_json(b"".join(self._read_lines(MANIFEST)), MANIFEST)
        if not isinstance(found, dict) or found.get("format") != FORMAT:
            raise Unreadable(f"{MANIFEST} says nothing of an export of TaskFlow")
        if found.get("version") != VERSION:
            told = str(found.get("version"))[:20]
            raise Unreadable(f"{MANIFEST}: version {told} of the format is not known here, only version {VERSION}")
        _check_manifest(found, {name.removesuffix(".jsonl") for name in self._entries})
        return found


def _check_manifest(found: dict[str, Any], kinds: set[str]) -> None:
    counts, source = found.get("counts"), found.get("workspace")
    if not isinstance(source, dict) or not isinstance(source.get("name"), str) or not isinstance(counts, dict):
        raise Unreadable(f"{MANIFEST} does not name the workspace, or does not say how much there is of what")
    if not isinstance(found.get("as_of"), str) or not isinstance(found.get("missing", []), list):
        raise Unreadable(f"{MANIFEST} does not say when the export was made, or which files are missing")
    for kind in KINDS:
        if not isinstance(counts.get(kind), int) or kind not in kinds:
            raise Unreadable(f"{MANIFEST} or the zip has no {kind}: the export is not whole")


def _check_entries(entries: list[zipfile.ZipInfo], size: int) -> None:
    """No entry but those of an export, none twice, and no more in them than the zip can honestly hold."""
    if len(entries) > MOST_ENTRIES or len({entry.filename for entry in entries}) != len(entries):
        raise Unreadable(f"The zip has an entry twice, or more than {MOST_ENTRIES:,} of them")
    for entry in entries:
        shown, folder, name = entry.filename[:100], *entry.filename.rpartition("/")[::2]
        known = {MANIFEST, "files/", *(f"{kind}.jsonl" for kind in KINDS)}
        is_file = folder == "files" and find_id(name) is not None
        if entry.filename not in known and not is_file:
            raise Unreadable(f"The zip holds «{shown}», which is no part of an export")
        if entry.flag_bits & 1 or (is_file and entry.compress_type != zipfile.ZIP_STORED):
            raise Unreadable(f"The zip holds «{shown}» otherwise than TaskFlow packs it: bring it as it was exported")
    lines = [entry for entry in entries if entry.filename.endswith((".json", ".jsonl"))]
    if sum(entry.file_size for entry in lines) > MOST_JSON_BYTES:
        raise Unreadable(f"The zip unpacks to more than {MOST_JSON_BYTES // 1024 // 1024:,} MB of JSON")
    if sum(entry.compress_size for entry in entries) > size:
        raise Unreadable("The zip says that it holds more than it does")


def _parse(model: type[Input], line: bytes, place: str) -> Input:
    found = parse_json(line, place)
    if not isinstance(found, dict):
        raise Unreadable(f"{place} must be an object")
    try:
        return parse(model, found)
    except Invalid as error:
        raise Unreadable(f"{place}: {error.detail}") from None


@contextmanager
def _unpacking(name: str) -> Iterator[None]:
    try:
        yield
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error, ValueError) as error:
        raise Unreadable(f"{name} cannot be unpacked: {str(error)[:200]}") from None
