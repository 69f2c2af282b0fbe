"""What takes each action back: every part enters its own inverses here, or says why there is none."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from taskflow.activity.recording import to_plain
from taskflow.platform.database import fetch, fetch_one
from taskflow.platform.unit_of_work import find_unit

Row = dict[str, Any]
# Takes the member who undoes and the event; gives what the subject is called. It may read and compare as it likes,
# writes through its part's own functions, and raises Obstructed before it has written anything.
Inverse = Callable[[Any, Row], Awaitable[str]]
# The same for many events of one action, each of another thing: gives what they are called, in the order of the events.
InverseOfMany = Callable[[Any, list[Row]], Awaitable[list[str]]]
# Takes the member and all events of a kind of thing, before any of them is taken back.
Preparation = Callable[[Any, list[Row]], Awaitable[None]]
_INVERSES: dict[str, Inverse] = {}
_INVERSES_OF_MANY: dict[str, InverseOfMany] = {}
_PREPARATIONS: dict[str, Preparation] = {}
_REASONS: dict[str, str] = {}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands against taking an event back: a field that is not as the event left it, or a state.

    Of many events, `subject_id` says which.
    """

    subject: str
    field: str
    detail: str
    subject_id: UUID | None = None


class Obstructed(Exception):
    """An event cannot be taken back, for these reasons; nothing of it was written."""

    def __init__(self, *obstacles: Obstacle) -> None:
        super().__init__("; ".join(obstacle.detail for obstacle in obstacles))
        self.obstacles = obstacles


def undoes(*actions: str) -> Callable[[Inverse], Inverse]:
    """Marks the function that takes these actions back. Raises ValueError for one that is taken."""

    def enter(inverse: Inverse) -> Inverse:
        for action in actions:
            _check(action)
            _INVERSES[action] = inverse
        return inverse

    return enter


def undoes_many(*actions: str) -> Callable[[InverseOfMany], InverseOfMany]:
    """Marks the function that takes many events of these actions back in a few statements; one has its own inverse."""

    def enter(inverse: InverseOfMany) -> InverseOfMany:
        for action in actions:
            if action in _INVERSES_OF_MANY:
                raise ValueError(f"{action} is entered already")
            _INVERSES_OF_MANY[action] = inverse
        return inverse

    return enter


def prepares(subject_type: str) -> Callable[[Preparation], Preparation]:
    """Marks the function that gets things of a kind ready, by locks in the one order that everybody takes them in."""

    def enter(preparation: Preparation) -> Preparation:
        _PREPARATIONS[subject_type] = preparation
        return preparation

    return enter


async def prepare(member: Any, events: list[Row]) -> None:
    """Get all that the events are about ready for taking them back."""
    for subject_type, preparation in _PREPARATIONS.items():
        if those := [event for event in events if event["subject_type"] == subject_type]:
            await preparation(member, those)


def group_events(events: Sequence[Row]) -> list[list[Row]]:
    """The events in their order, in groups that can be taken back at once: of one action, each of another thing."""
    groups: list[list[Row]] = []
    present = set[UUID]()
    for event in events:
        goes_on = groups and groups[-1][0]["action"] == event["action"] and event["action"] in _INVERSES_OF_MANY
        if not goes_on or event["subject_id"] in present:
            groups.append([])
            present.clear()
        groups[-1].append(event)
        present.add(event["subject_id"])
    return groups


def find_inverse_of_many(action: str) -> InverseOfMany | None:
    """What takes many events of the action back at once, or None."""
    return _INVERSES_OF_MANY.get(action)


def stays(reason: str, *actions: str) -> None:
    """Say in a sentence for people why these actions cannot be taken back. Raises ValueError like `undoes`."""
    for action in actions:
        _check(action)
        _REASONS[action] = reason


def find_inverse(action: str) -> Inverse | None:
    """What takes the action back, or None."""
    return _INVERSES.get(action)


def find_reason(action: str) -> str | None:
    """Why the action cannot be taken back; None when it can, or when nobody has said anything about it."""
    return _REASONS.get(action)


def list_entered() -> set[str]:
    """The actions that somebody has said something about."""
    return {*_INVERSES, *_REASONS}


def require_unchanged(name: str, event: Row, current: Mapping[str, Any], *fields: str) -> None:
    """Pass when the thing called `name` has the values in `fields` that the event gave it, or raise Obstructed."""
    touched = [field for field in fields if to_plain(current[field]) != event["changes"][field][1]]
    if touched:
        raise Obstructed(*(Obstacle(name, field, f"{field} was changed again") for field in touched))


async def list_unit(workspace_id: UUID, unit_id: UUID, first_seq: int, last_seq: int) -> list[Row]:
    """The events of one unit of work, the last first; its numbers keep the search short."""
    return await fetch(
        "select e.seq, e.unit_id, e.action, e.actor_id, e.project_id, e.subject_type, e.subject_id, e.changes, e.at"
        " from events e where e.workspace_id = $1 and e.seq between $2 and $3 and e.unit_id = $4 order by e.seq desc",
        workspace_id,
        first_seq,
        last_seq,
        unit_id,
    )


async def find_later_change(
    event: Row, workspace_id: UUID, *, fields: Collection[str] = (), besides: UUID | None = None
) -> Row | None:
    """The last event after this one on its subject: of any of `fields` if given, and not by the member `besides`.

    What was done in the event's own unit does not count, nor what the present one does to take it back.
    """
    present = find_unit()
    return await fetch_one(
        "select e.actor_id, e.action, e.at from events e where e.workspace_id = $1 and e.subject_id = $2 and e.seq > $3"
        " and (cardinality($4::text[]) = 0 or e.changes ?| $4::text[])"
        " and ($5::uuid is null or e.actor_id is distinct from $5) and coalesce(e.unit_id, e.id) <> all($6::uuid[])"
        " order by e.seq desc limit 1",
        workspace_id,
        event["subject_id"],
        event["seq"],
        list(fields),
        besides,
        [event["unit_id"], *([present.id] if present else [])],
    )


async def find_changed_since(events: Sequence[Row], workspace_id: UUID, *fields: str) -> set[UUID]:
    """The subjects of the events of which any of `fields` was changed later, by whatever `find_later_change` counts."""
    present = find_unit()
    rows = await fetch(
        "select distinct e.subject_id from unnest($2::uuid[], $3::bigint[]) as k(subject_id, seq)"
        " join events e on e.workspace_id = $1 and e.subject_id = k.subject_id and e.seq > k.seq"
        " where e.changes ?| $4::text[] and coalesce(e.unit_id, e.id) <> all($5::uuid[])",
        workspace_id,
        [event["subject_id"] for event in events],
        [event["seq"] for event in events],
        list(fields),
        [*{event["unit_id"] for event in events}, *([present.id] if present else [])],
    )
    return {row["subject_id"] for row in rows}


async def read_typed(table: str, values: Mapping[str, Any]) -> Row:
    """Recorded values as the columns of `table` hold them, by name; names that are no columns are left out."""
    row = await fetch_one(f"select r.* from jsonb_populate_record(null::{table}, $1::jsonb) r", dict(values))
    assert row is not None  # noqa: S101  it gives one record
    return {name: row[name] for name in values if name in row}


async def read_many_typed(table: str, given: Sequence[Mapping[str, Any]]) -> list[Row]:
    """`read_typed` of many in one statement."""
    rows = await fetch(
        "select r.* from unnest($1::jsonb[]) with ordinality as k(given, place)"
        f" cross join lateral jsonb_populate_record(null::{table}, k.given) r order by k.place",
        [dict(values) for values in given],
    )
    return [{name: row[name] for name in values if name in row} for values, row in zip(given, rows, strict=True)]


def _check(action: str) -> None:
    if action in _INVERSES or action in _REASONS:
        raise ValueError(f"{action} is entered already")
