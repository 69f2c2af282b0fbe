"""The hash chain over events: everything settled is in it once, and what is altered afterwards is found."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from roles.embedded import EmbeddedServers
from taskflow.activity import Actor, Subject, list_chains, record, verify_chain
from taskflow.activity.chain import build_canonical
from taskflow.activity.sealing import seal_events
from taskflow.platform.database import execute, fetch, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.settings import Settings
from tests.support.databases import opened
from tests.support.processes import role, to_environment

# Fixed, for they name tests.
HERE, THERE = UUID(int=1), UUID(int=2)
Alter = Callable[[str], Awaitable[None]]


@pytest.fixture
async def committed(own_database: Settings) -> AsyncIterator[Settings]:
    """A database of the test's own: what is settled shows in real transactions only."""
    async with opened(own_database, pool_size=6):
        yield own_database


@pytest.fixture
async def alter(committed: Settings, servers: EmbeddedServers) -> AsyncIterator[Alter]:
    """Runs a statement as somebody who may do anything."""
    name = committed.database_url.rpartition("/")[2]
    connection = await asyncpg.connect(servers.postgres.superuser_dsn(name), ssl=False)

    async def run(statement: str) -> None:
        assert await connection.execute(statement) not in {"UPDATE 0", "DELETE 0", "INSERT 0 0"}

    yield run
    await connection.close()


async def _record(workspace_id: UUID | None = HERE, count: int = 1) -> None:
    async with unit_of_work():
        for number in range(count):
            await record(
                "workspace.edited",
                actor=Actor("system"),
                subject=Subject("workspace", new_id()),
                workspace_id=workspace_id,
                changes={"name": (None, f"Ä {number}"), "share": (0.1, None), "ids": ([], [new_id()])},
            )


async def _seal(at_most: int = 2000) -> int:
    async with unit_of_work():
        return await seal_events(at_most=at_most)


async def _seals(workspace_id: UUID | None = HERE) -> list[list[int]]:
    rows = await fetch(
        "select seqs from event_seals where workspace_id is not distinct from $1 order by number", workspace_id
    )
    return [row["seqs"] for row in rows]


async def test_every_workspace_has_a_chain_and_so_have_the_events_outside(committed: Settings) -> None:
    await _record(HERE, 2)
    await _record(THERE)
    await _record(None)
    assert await _seal() == 4
    assert [await _seals(HERE), await _seals(THERE), await _seals(None)] == [[[1, 2]], [[3]], [[4]]]
    await _record(HERE)
    assert await _seal() == 1
    links = await fetch("select number, previous_hash, hash from event_seals where workspace_id = $1 order by 1", HERE)
    assert [link["number"] for link in links] == [1, 2]
    assert links[0]["previous_hash"] == bytes(32)
    assert links[1]["previous_hash"] == links[0]["hash"] != links[1]["hash"]
    assert await list_chains() == [None, *sorted([HERE, THERE])]


async def test_sealing_again_seals_nothing(committed: Settings) -> None:
    await _record(count=3)
    assert [await _seal(), await _seal()] == [3, 0]
    assert await _seals() == [[1, 2, 3]]


async def test_two_workers_at_once_seal_every_event_once(committed: Settings) -> None:
    for _ in range(10):
        await _record(count=2)
    done = 0
    while done < 20:
        done += sum(await asyncio.gather(*(_seal(at_most=3) for _ in range(4))))
    sealed = [seq for seqs in await _seals() for seq in seqs]
    assert sorted(sealed) == list(range(1, 21))
    assert (await verify_chain(HERE)).broken == ""


async def test_a_batch_that_ends_within_a_transaction_is_gone_on_with(committed: Settings) -> None:
    await _record(count=7)
    assert [await _seal(at_most=3) for _ in range(4)] == [3, 3, 1, 0]
    assert await _seals() == [[1, 2, 3], [4, 5, 6], [7]]


async def test_an_event_that_is_committed_late_is_not_skipped(committed: Settings, servers: EmbeddedServers) -> None:
    """The later transaction takes the lower number, and is still open when the higher one is sealed."""
    insert = (
        "insert into events (id, workspace_id, action, actor_kind, subject_type, subject_id, changes)"
        " values (gen_random_uuid(), $1, 'workspace.edited', 'system', 'workspace', gen_random_uuid(), '{}')"
    )
    early = await asyncpg.connect(committed.database_url, ssl=False)
    late = await asyncpg.connect(committed.database_url, ssl=False)
    try:
        first, second = early.transaction(), late.transaction()
        await first.start()
        await second.start()
        await early.fetchval("select pg_current_xact_id()")
        await late.execute(insert, HERE)  # event 1, by the later transaction
        await early.execute(insert, HERE)  # event 2, by the earlier one
        await first.commit()
        assert await _seal() == 1
        assert await _seals() == [[2]]
        assert (await verify_chain(HERE)).unsealed == 0
        await second.commit()
        waiting = await verify_chain(HERE)
        assert (waiting.unsealed, waiting.broken) == (1, "")
        assert await _seal() == 1
    finally:
        await early.close()
        await late.close()
    assert await _seals() == [[2], [1]]
    assert (await verify_chain(HERE)).broken == ""


async def test_nothing_is_sealed_that_an_earlier_open_transaction_might_come_before(committed: Settings) -> None:
    held = await asyncpg.connect(committed.database_url, ssl=False)
    try:
        async with held.transaction():
            await held.fetchval("select pg_current_xact_id()")
            await _record()
            assert await _seal() == 0
        assert await _seal() == 1
    finally:
        await held.close()


async def test_the_application_cannot_change_a_seal(committed: Settings) -> None:
    await _record()
    await _seal()
    for statement in ("update event_seals set hash = ''", "delete from event_seals"):
        with pytest.raises(Exception, match="permission denied"):
            await execute(statement)


ALTERATIONS = {
    "update events set action = 'task.edited' where seq = 5": "seal 2 (events 4 to 6) or one of its 3 events was",
    'update events set changes = \'{"name": [null, "B"]}\' where seq = 5': "seal 2 (events 4 to 6) or one of its 3",
    "update events set at = at + interval '1 microsecond' where seq = 1": "seal 1 (events 1 to 3) or one of its 3",
    f"update events set workspace_id = '{THERE}' where seq = 9": "seal 3 (events 7 to 9) or one of its 3 events was",
    "delete from events where seq = 8": "event 8 of seal 3 (events 7 to 9) is missing",
    "delete from events where seq in (4, 5, 6)": "event 4 of seal 2 (events 4 to 6) is missing",
    "insert into events select (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'seq', 99))).*"
    " from events e where seq = 5": "event 99 was inserted among sealed ones",
    "delete from event_seals where number = 2": "seal 2 is missing",
    "delete from event_seals where number = 1": "seal 1 is missing",
    "update event_seals set hash = sha256('x') where number = 2": "seal 2 (events 4 to 6) or one of its 3 events was",
    "update event_seals set previous_hash = sha256('x') where number = 3": "seal 3 (events 7 to 9) does not follow",
    "update event_seals set seqs = '{4,5}' where number = 2": "seal 2 (events 4 to 6) was altered",
    "update event_seals set v = 2 where number = 1": "seal 1 (events 1 to 3) has the format 2",
}


@pytest.mark.parametrize("statement", ALTERATIONS)
async def test_whatever_is_altered_is_found_where_it_was(committed: Settings, alter: Alter, statement: str) -> None:
    for _ in range(3):
        await _record(count=3)
        await _seal()
    whole = await verify_chain(HERE)
    assert (whole.seals, whole.sealed, whole.unsealed, whole.broken) == (3, 9, 0, "")
    assert whole.head == await fetch_value("select hash from event_seals where number = 3")
    override = "overriding system value select"
    await alter(statement.replace("select", override, 1) if statement.startswith("insert") else statement)
    assert (await verify_chain(HERE)).broken.startswith(ALTERATIONS[statement])


async def test_the_newest_seals_are_verified_alone(committed: Settings, alter: Alter) -> None:
    for _ in range(4):
        await _record()
        await _seal()
    await alter("update events set action = 'task.edited' where seq = 2")
    assert (await verify_chain(HERE, newest=2)).broken == ""
    assert (await verify_chain(HERE, newest=3)).broken.startswith("seal 2 ")
    assert (await verify_chain(HERE, newest=99)).broken.startswith("seal 2 ")


async def test_a_restored_database_whose_transactions_count_anew_is_sealed_on(
    committed: Settings, alter: Alter
) -> None:
    await _record(count=2)
    await _seal()
    await alter("update event_seals set horizon = '999999999'")
    await _record()
    found = await verify_chain(HERE)
    assert (found.unsealed, found.broken) == (1, "")
    assert [await _seal(), await _seal()] == [1, 0]
    assert await _seals() == [[1, 2], [3]]
    assert (await verify_chain(HERE)).broken == ""


async def test_the_command_says_what_there_is_and_ends_with_0_or_1(committed: Settings, alter: Alter) -> None:
    await _record(count=2)
    await _record(None)
    await _seal()
    await _record(THERE)
    environment = to_environment(committed)
    async with role("verify", environment=environment) as process:
        assert await process.end() == 0, process.complaint
    head = (await fetch("select hash from event_seals where workspace_id = $1", HERE))[0]["hash"].hex()
    assert f"workspace {HERE}: 2 events in 1 seals, 0 not sealed yet, last hash {head}" in process.out
    assert f"workspace {THERE}: 0 events in 0 seals, 1 not sealed yet, last hash none" in process.out
    assert "outside workspaces: 1 events in 1 seals" in process.out
    assert "nothing that was sealed has been altered" in process.out
    await alter("delete from events where seq = 2")
    async with role("verify", environment=environment) as process:
        assert await process.end() == 1
    assert "BROKEN: event 2 of seal 1 (events 1 to 2) is missing" in process.out


def test_the_canonical_form_is_fixed() -> None:
    """Whatever is changed here makes every chain there is unverifiable."""

    event: dict[str, Any] = {
        "id": UUID(int=1), "workspace_id": None, "seq": 7, "action": "task.edited", "v": 1, "actor_kind": "system",
        "actor_id": None, "project_id": UUID(int=2), "subject_type": "task", "subject_id": UUID(int=3),
        "changes": {"title": ["ä", "b"], "estimate": [None, 2.5]}, "request_id": "r",
        "at": datetime(2026, 11, 25, 9, 30, tzinfo=UTC), "unit_id": None,
    }  # fmt: skip
    assert build_canonical(event).decode() == (
        '{"action":"task.edited","actor_id":null,"actor_kind":"system","at":"2026-11-25T09:30:00.000000+00:00",'
        '"changes":{"estimate":[null,2.5],"title":["ä","b"]},"id":"00000000-0000-0000-0000-000000000001",'
        '"project_id":"00000000-0000-0000-0000-000000000002","request_id":"r","seq":7,'
        '"subject_id":"00000000-0000-0000-0000-000000000003","subject_type":"task","unit_id":null,"v":1,'
        '"workspace_id":null}'
    )
