"""The hash chain over events: what exactly is hashed, so that anybody can compute it again. Pure."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson

FORMAT = 1
FIRST_PREVIOUS = bytes(32)
# What an event of this format says. Later columns need a later format, so that what was sealed stays verifiable.
FIELDS = (
    "id", "workspace_id", "seq", "action", "v", "actor_kind", "actor_id", "project_id", "subject_type", "subject_id",
    "changes", "request_id", "at", "unit_id",
)  # fmt: skip


def build_hash(previous: bytes, workspace_id: UUID | None, number: int, events: Sequence[Mapping[str, Any]]) -> bytes:
    """The SHA-256 of link `number` of a chain: over the hash before it, its place, and its events by `seq`."""
    digest = hashlib.sha256(previous)
    digest.update(f"\ntaskflow {FORMAT} {workspace_id} {number}\n".encode())
    for event in sorted(events, key=lambda event: event["seq"]):
        digest.update(build_canonical(event) + b"\n")
    return digest.digest()


def build_canonical(event: Mapping[str, Any]) -> bytes:
    """The event as JSON: names in order, no blanks, ids as text, its moment in UTC to the microsecond."""
    values = {name: _to_plain(event[name]) for name in FIELDS}
    return orjson.dumps(values, option=orjson.OPT_SORT_KEYS)


def _to_plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value) if isinstance(value, UUID) else value
