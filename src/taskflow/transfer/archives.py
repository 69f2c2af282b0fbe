"""A full export: a zip with a manifest, a file of JSON lines for each kind of thing, and the attached files."""

import zipfile
from collections.abc import AsyncGenerator, AsyncIterator
from datetime import datetime
from typing import IO, Any, cast

import orjson

from taskflow.attachments import find_storage
from taskflow.platform import clock
from taskflow.platform.database import fetch, fetch_value
from taskflow.platform.errors import NotFound
from taskflow.transfer.archive_kinds import FORMAT, KINDS, VERSION, find_cursor
from taskflow.transfer.files import Piece
from taskflow.transfer.snapshots import one_moment
from taskflow.workspaces import Member

Row = dict[str, Any]
BATCH = 200  # of the longest descriptions they are 10 MB
_TOTAL = " + ".join(
    f"(select count(*) from {table} where workspace_id = $1)"
    for table in ("members", "teams", "projects", "project_columns", "labels", "custom_fields", "tasks", "comments",
                  "attachments", "saved_views", "events")
)  # fmt: skip


class _Outlet:
    """What a zip is written to: keeps the bytes until they are taken, so that no more than some are in memory."""

    def __init__(self) -> None:
        self._waiting, self._place = bytearray(), 0

    def write(self, data: bytes) -> int:
        """Keep them."""
        self._waiting += data
        self._place += len(data)
        return len(data)

    def tell(self) -> int:
        """How many came so far."""
        return self._place

    def flush(self) -> None:
        """There is nothing to do: they are taken."""

    def take(self) -> bytes:
        """What came since the last time."""
        data = bytes(self._waiting)
        self._waiting.clear()
        return data


async def make_archive(member: Member, counts: dict[str, int]) -> AsyncGenerator[Piece]:
    """The bytes of the zip as of one moment; `counts` is told how many of each kind are in it.

    A file whose bytes are not in the storage any more is listed as `missing` in the manifest.
    """
    outlet, missing = _Outlet(), list[str]()
    async with one_moment():
        total = int(await fetch_value(f"select {_TOTAL}", member.workspace_id))
        moment = await fetch_value("select now()")
        with zipfile.ZipFile(cast("IO[bytes]", outlet), "w", zipfile.ZIP_DEFLATED) as target:
            for kind in KINDS:
                async for data in _write_kind(target, member, kind, counts, outlet):
                    yield Piece(data, min(sum(counts.values()), total), total)
            async for attachment in _read_rows(member, "attachments"):
                async for data in _write_file(target, attachment, outlet, missing):
                    yield Piece(data, min(sum(counts.values()), total), total)
            target.writestr("manifest.json", _build_manifest(member, moment, counts, missing))
    yield Piece(outlet.take(), total, total)


async def _write_kind(
    target: zipfile.ZipFile, member: Member, kind: str, counts: dict[str, int], outlet: _Outlet
) -> AsyncIterator[bytes]:
    counts[kind] = 0
    with target.open(f"{kind}.jsonl", "w", force_zip64=True) as lines:
        async for rows in _read_batches(member, kind):
            lines.write(b"".join(_build_line(kind, row) for row in rows))
            counts[kind] += len(rows)
            yield outlet.take()


async def _write_file(
    target: zipfile.ZipFile, attachment: Row, outlet: _Outlet, missing: list[str]
) -> AsyncIterator[bytes]:
    try:
        chunks = await find_storage().read(attachment["storage_key"])
    except NotFound:
        missing.append(str(attachment["id"]))
        return
    entry = zipfile.ZipInfo(f"files/{attachment['id']}", date_time=clock.now().timetuple()[:6])
    with target.open(entry, "w", force_zip64=True) as file:  # as it is: most files are packed already
        async for chunk in chunks:
            file.write(chunk)
            yield outlet.take()


async def _read_batches(member: Member, kind: str) -> AsyncIterator[list[Row]]:
    field, last = find_cursor(kind)
    while rows := await fetch(KINDS[kind], member.workspace_id, last, BATCH, member.id):
        yield rows
        last = rows[-1][field]
        if len(rows) < BATCH:
            return


async def _read_rows(member: Member, kind: str) -> AsyncIterator[Row]:
    async for rows in _read_batches(member, kind):
        for row in rows:
            yield row


def _build_line(kind: str, row: Row) -> bytes:
    if kind == "attachments":
        row = {name: value for name, value in row.items() if name != "storage_key"} | {"path": f"files/{row['id']}"}
    return orjson.dumps(row, default=str, option=orjson.OPT_UTC_Z) + b"\n"


def _build_manifest(member: Member, moment: datetime, counts: dict[str, int], missing: list[str]) -> bytes:
    return orjson.dumps(
        {
            "format": FORMAT,
            "version": VERSION,
            "workspace": {"id": member.workspace_id, "slug": member.workspace_slug, "name": member.workspace_name},
            "exported_by": {"member_id": member.id, "name": member.name},
            "as_of": moment,
            "counts": counts,
            "missing": missing,
        },
        default=str,
        option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z,
    )
