"""Verifying the hash chain: is everything that was sealed still there, and as it was?"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from taskflow.activity.chain import FIRST_PREVIOUS, FORMAT, build_hash
from taskflow.activity.sealing import IS_SEALED, NO_WORKSPACE, SELECTED, find_bounds
from taskflow.platform.database import fetch, fetch_one

Row = dict[str, Any]
_PAGE = 100
_CHAIN = f"coalesce({{}}.workspace_id, '{NO_WORKSPACE}') = $1"
_SEALS = (
    "select s.number, s.v, s.seqs, s.first_seq, s.last_seq, s.event_count, s.previous_hash, s.hash, s.sealed_at"
    f" from event_seals s where {_CHAIN.format('s')}"
)


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found in the chain of a workspace, or of the events outside any (None).

    `head` is the last hash: whoever keeps it elsewhere can prove later that the chain up to it was not made anew.
    `unsealed` events wait for the next seal. `broken` says what is wrong first, or nothing.
    """

    workspace_id: UUID | None
    seals: int
    sealed: int
    unsealed: int
    head: bytes | None
    broken: str


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the chain of a workspace has come, as it says itself: nothing is computed again."""

    seals: int
    sealed: int
    unsealed: int
    sealed_at: datetime | None


async def find_chain_state(workspace_id: UUID) -> ChainState:
    """How many seals there are, of how many events, when the last was made, and how many events wait for one."""
    row = await fetch_one(
        "select coalesce(max(s.number), 0) as seals, coalesce(sum(s.event_count), 0)::bigint as sealed,"
        f" max(s.sealed_at) as sealed_at from event_seals s where {_CHAIN.format('s')}",
        workspace_id,
    )
    assert row is not None  # noqa: S101  an aggregate gives a row
    unsealed, _ = await _find_unsealed(workspace_id, whole=False)
    return ChainState(unsealed=unsealed, **row)


async def list_chains() -> list[UUID | None]:
    """Whose events there are: the workspaces, and None for those outside any."""
    rows = await fetch(
        "select workspace_id from events union select workspace_id from event_seals order by 1 nulls first"
    )
    return [row["workspace_id"] for row in rows]


async def verify_chain(workspace_id: UUID | None, *, newest: int | None = None) -> Verification:
    """Compute the whole chain again, or only its `newest` seals, which does not find what was inserted before them."""
    chain = workspace_id or NO_WORKSPACE
    last = await fetch_one(
        "select s.number, s.hash, (select sum(a.event_count)::bigint from event_seals a"
        f" where {_CHAIN.format('a')}) as sealed from event_seals s where {_CHAIN.format('s')}"
        " order by s.number desc limit 1",
        chain,
    )
    first = max(1, last["number"] - newest + 1) if last and newest is not None else 1
    broken = await _verify_seals(workspace_id, first)
    unsealed, inserted = await _find_unsealed(workspace_id, whole=newest is None)
    if not broken and inserted is not None:
        broken = f"event {inserted} was inserted among sealed ones: it is older than the last seal, and in none"
    seals, sealed, head = (last["number"], last["sealed"], last["hash"]) if last else (0, 0, None)
    return Verification(workspace_id, seals, sealed, unsealed, head, broken)


async def _verify_seals(workspace_id: UUID | None, first: int) -> str:
    """What is wrong with the first seal from `first` on that is not as it was made, or nothing."""
    number, previous = first, FIRST_PREVIOUS
    if first > 1:
        before = await fetch_one(f"{_SEALS} and s.number = $2", workspace_id or NO_WORKSPACE, first - 1)
        if before is None:
            return f"seal {first - 1} is missing"
        previous = before["hash"]
    while True:
        seals = await fetch(
            f"{_SEALS} and s.number >= $2 order by s.number limit $3", workspace_id or NO_WORKSPACE, number, _PAGE
        )
        for seal in seals:
            if wrong := await _verify_seal(workspace_id, seal, number, previous):
                return wrong
            number, previous = number + 1, seal["hash"]
        if len(seals) < _PAGE:
            return ""


async def _verify_seal(workspace_id: UUID | None, seal: Row, number: int, previous: bytes) -> str:
    where = f"seal {number} (events {seal['first_seq']} to {seal['last_seq']})"
    if wrong := _find_fault(seal, number, previous, where):
        return wrong
    events = await fetch(f"select {SELECTED} from events e where e.seq = any($1::bigint[])", seal["seqs"])
    if missing := set(seal["seqs"]) - {event["seq"] for event in events}:
        return f"event {min(missing)} of {where} is missing"
    if build_hash(previous, workspace_id, number, events) != seal["hash"]:
        return f"{where} or one of its {len(events)} events was altered"
    return ""


def _find_fault(seal: Row, number: int, previous: bytes, where: str) -> str:
    """What is wrong with the seal itself, or nothing. Pure."""
    seqs = seal["seqs"]
    told = (seal["event_count"], seal["first_seq"], seal["last_seq"])
    faults = (
        (seal["number"] != number, f"seal {number} is missing"),
        (seal["v"] != FORMAT, f"{where} has the format {seal['v']}, which this release does not know"),
        (seal["previous_hash"] != previous, f"{where} does not follow the one before it"),
        ((len(set(seqs)), min(seqs, default=0), max(seqs, default=0)) != told, f"{where} was altered"),
    )
    return next((fault for is_there, fault in faults if is_there), "")


async def _find_unsealed(workspace_id: UUID | None, *, whole: bool) -> tuple[int, int | None]:
    """How many events wait for a seal, and the first that waits although later transactions are sealed."""
    sealed = (await find_bounds())["sealed"]
    row = await fetch_one(
        "select count(*) filter (where e.xid >= $2::text::xid8) as unsealed,"
        " min(e.seq) filter (where e.xid < $2::text::xid8) as inserted from events e"
        f" where {_CHAIN.format('e')} and not {IS_SEALED}"
        f"{'' if whole else ' and e.xid >= $2::text::xid8'}",
        workspace_id or NO_WORKSPACE,
        sealed,
    )
    assert row is not None  # noqa: S101  an aggregate gives a row
    return row["unsealed"], row["inserted"]
