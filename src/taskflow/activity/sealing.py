"""Sealing what happened: settled events become links of a hash chain, one for each workspace and one for the rest.

Numbers of events are given out before their transactions end, so one with a lower number may be committed later. What
is sealed is therefore found by transaction: those below the oldest that still runs are settled, whatever their events'
numbers are, and the next seals begin where those ended.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from taskflow.activity.chain import FIELDS, FIRST_PREVIOUS, FORMAT, build_hash
from taskflow.platform.database import fetch, fetch_one, fetch_value
from taskflow.platform.ids import new_id

Row = dict[str, Any]
BATCH = 2000
NO_WORKSPACE = UUID(int=0)
SELECTED = ", ".join(f"e.{name}" for name in FIELDS)
IS_SEALED = (
    f"exists (select from event_seals s where coalesce(s.workspace_id, '{NO_WORKSPACE}')"
    f" = coalesce(e.workspace_id, '{NO_WORKSPACE}')"
    " and s.last_seq >= e.seq and s.first_seq <= e.seq and e.seq = any(s.seqs))"
)
_LOCK = 0x7461736B5EA1


async def seal_events(*, at_most: int = BATCH) -> int:
    """Seal the oldest events that are settled and not sealed; gives how many, 0 while another worker does it.

    Doing it twice seals nothing twice. Belongs into a unit of work.
    """
    if not await fetch_value("select pg_try_advisory_xact_lock($1)", _LOCK):
        return 0
    bounds = await find_bounds()
    events = await _list_unsealed(bounds, at_most)
    if not events:
        return 0
    # A transaction that the batch cuts in two is looked at again; what of it is sealed is passed over then.
    horizon = events[-1]["xid"] if len(events) == at_most else bounds["settled"]
    chains: dict[UUID | None, list[Row]] = {}
    for event in events:
        chains.setdefault(event["workspace_id"], []).append(event)
    heads = await _find_heads(chains)
    for workspace_id, links in chains.items():
        await _append(workspace_id, links, heads.get(workspace_id), horizon)
    return len(events)


async def find_bounds() -> Row:
    """`settled`: transactions below have ended; `sealed`: their events below are sealed. Texts of xid8 numbers.

    `sealed` is 0 in a database whose transactions count from a lower number again, because it was restored from a dump.
    """
    row = await fetch_one(
        "select b.settled::text, case when b.sealed <= b.settled then b.sealed else '0' end::text as sealed"
        " from (select pg_snapshot_xmin(pg_current_snapshot()) as settled,"
        "  coalesce((select horizon from event_seals order by id desc limit 1), '0'::xid8) as sealed) b"
    )
    assert row is not None  # noqa: S101  a select without a table gives a row
    return row


async def _list_unsealed(bounds: Row, at_most: int) -> list[Row]:
    return await fetch(
        f"select {SELECTED}, e.xid::text from events e"
        " where e.xid >= $1::text::xid8 and e.xid < $2::text::xid8"
        f" and not {IS_SEALED} order by e.xid, e.seq limit $3",
        bounds["sealed"],
        bounds["settled"],
        at_most,
    )


async def _find_heads(workspace_ids: Iterable[UUID | None]) -> dict[UUID | None, Row]:
    """The last link of each of those chains."""
    rows = await fetch(
        "select s.workspace_id, s.number, s.hash from unnest($1::uuid[]) as c(id) cross join lateral"
        " (select * from event_seals h where coalesce(h.workspace_id, $2::uuid) = c.id"
        "  order by h.number desc limit 1) s",
        [workspace_id or NO_WORKSPACE for workspace_id in workspace_ids],
        NO_WORKSPACE,
    )
    return {row["workspace_id"]: row for row in rows}


async def _append(workspace_id: UUID | None, events: list[Row], head: Row | None, horizon: str) -> None:
    number = head["number"] + 1 if head else 1
    previous = head["hash"] if head else FIRST_PREVIOUS
    seqs = sorted(event["seq"] for event in events)
    await fetch(
        "insert into event_seals (id, workspace_id, number, v, seqs, first_seq, last_seq, event_count, horizon,"
        " previous_hash, hash) values ($1, $2, $3, $4, $5::bigint[], $6, $7, $8, $9::text::xid8, $10, $11)",
        new_id(),
        workspace_id,
        number,
        FORMAT,
        seqs,
        seqs[0],
        seqs[-1],
        len(seqs),
        horizon,
        previous,
        build_hash(previous, workspace_id, number, events),
    )
