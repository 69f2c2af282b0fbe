"""What is kept too long goes, in batches, counted, and nothing else; and what would go is told before."""

import ast
from datetime import timedelta
from uuid import UUID

import pytest

from roles.maintenance import build_table, describe
from roles.worker import load_jobs
from taskflow.platform import clock, metrics, retention
from taskflow.platform.database import execute, fetch_value
from taskflow.platform.ids import new_id
from taskflow.platform.jobs import REGISTRY, run
from taskflow.platform.outbox import enqueue
from taskflow.platform.retention import MOST_COUNTED, RETENTIONS, Due
from taskflow.platform.schedule import SCHEDULE
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.world import World
from tests.architecture.source import parse, product_files, relative

load_jobs()
DAY = timedelta(days=1)
NAMES = {
    *("trash", "attachments", "stray_files", "idempotency_keys", "sessions", "api_tokens", "password_resets"),
    *("invitations", "jobs", "requested_jobs", "cancelled_jobs", "dead_jobs", "webhook_deliveries", "transfer_files"),
}

ELSEWHERE = {"trash", "attachments", "stray_files", "idempotency_keys", "webhook_deliveries", "transfer_files"}


def count(name: str) -> float:
    lines = metrics.render()[0].decode().splitlines()
    found = [line for line in lines if line.startswith(f'taskflow_purged_total{{what="{name}"}}')]
    return float(found[0].rpartition(" ")[2]) if found else 0.0


async def purge(name: str) -> str:
    async with unit_of_work():
        job_id = await enqueue(RETENTIONS[name].job)
    assert job_id is not None
    return await run(job_id)


async def insert_job(state: str, age: timedelta, *, requested_by: UUID | None = None) -> UUID:
    job_id = new_id()
    await execute(
        "insert into jobs (id, name, args, state, created_at, done_at, requested_by)"
        " values ($1, 'probe', '{}', $2, now() - $3::interval, now() - $3::interval, $4)",
        job_id,
        state,
        age,
        requested_by,
    )
    return job_id


async def insert_session(people: World, age: timedelta) -> UUID:
    session_id = new_id()
    await execute(
        "insert into sessions (id, user_id, token_hash, expires_at) values ($1, $2, $3, now() - $4::interval)",
        session_id,
        people.persons["sam"].id,
        session_id.bytes,
        age,
    )
    return session_id


async def insert_token(people: World, expired: timedelta, revoked: timedelta | None) -> UUID:
    token_id = new_id()
    await execute(
        "insert into api_tokens (id, user_id, name, token_hash, hint, scopes, expires_at, revoked_at)"
        " values ($1, $2, 'x', $3, 'abcd', '[]', now() - $4::interval, now() - $5::interval)",
        token_id,
        people.persons["sam"].id,
        token_id.bytes,
        expired,
        revoked,
    )
    return token_id


async def insert_reset(people: World, age: timedelta) -> UUID:
    reset_id = new_id()
    await execute(
        "insert into password_resets (id, user_id, token_hash, expires_at) values ($1, $2, $3, now() - $4::interval)",
        reset_id,
        people.persons["sam"].id,
        reset_id.bytes,
        age,
    )
    return reset_id


async def insert_invitation(people: World, expired: timedelta, revoked: timedelta | None = None) -> UUID:
    invitation_id = new_id()
    await execute(
        "insert into invitations (id, workspace_id, kind, role, token_hash, invited_by, expires_at, revoked_at)"
        " values ($1, $2, 'link', 'member', $3, $4, now() - $5::interval, now() - $6::interval)",
        invitation_id,
        people.sam.workspace_id,
        invitation_id.bytes,
        people.sam.id,
        expired,
        revoked,
    )
    return invitation_id


async def build(people: World) -> dict[str, tuple[str, list[UUID], list[UUID]]]:
    """By retention its table, what is to go, and what is to stay."""
    me = people.sam.id
    return {
        "sessions": ("sessions", [await insert_session(people, DAY)], [await insert_session(people, -DAY)]),
        "api_tokens": (
            "api_tokens",
            [await insert_token(people, 31 * DAY, None), await insert_token(people, -60 * DAY, 31 * DAY)],
            [await insert_token(people, 29 * DAY, None), await insert_token(people, -60 * DAY, None)],
        ),
        "password_resets": (
            "password_resets",
            [await insert_reset(people, 2 * DAY)],
            [await insert_reset(people, DAY / 2), await insert_reset(people, -DAY)],
        ),
        "invitations": (
            "invitations",
            [await insert_invitation(people, 91 * DAY), await insert_invitation(people, -DAY, 91 * DAY)],
            [await insert_invitation(people, 89 * DAY), await insert_invitation(people, -DAY)],
        ),
        "jobs": (
            "jobs",
            [await insert_job("done", 8 * DAY)],
            [await insert_job("done", 6 * DAY), await insert_job("done", 8 * DAY, requested_by=me)],
        ),
        "requested_jobs": (
            "jobs",
            [await insert_job("done", 31 * DAY, requested_by=me)],
            [await insert_job("done", 29 * DAY, requested_by=me)],
        ),
        "cancelled_jobs": (
            "jobs",
            [await insert_job("cancelled", 31 * DAY)],
            [await insert_job("cancelled", 29 * DAY)],
        ),
        "dead_jobs": (
            "jobs",
            [await insert_job("dead", 91 * DAY)],
            [await insert_job("dead", 89 * DAY), await insert_job("new", 91 * DAY)],
        ),
    }


async def find(table: str, ids: list[UUID]) -> int:
    return int(await fetch_value(f"select count(*) from {table} where id = any($1::uuid[])", ids))


@pytest.mark.parametrize(
    "name",
    [
        "sessions",
        "api_tokens",
        "password_resets",
        "invitations",
        "jobs",
        "requested_jobs",
        "cancelled_jobs",
        "dead_jobs",
    ],
)
async def test_what_is_too_old_goes_and_nothing_else(name: str, people: World) -> None:
    table, goes, stays = (await build(people))[name]
    due, before, events = await RETENTIONS[name].survey(), count(name), await fetch_value("select count(*) from events")
    assert due.count == len(goes)
    assert due.oldest is not None
    assert await purge(name) == "done"
    assert (await find(table, goes), await find(table, stays)) == (0, len(stays))
    assert count(name) - before == len(goes)
    assert (await RETENTIONS[name].survey()).count == 0
    assert await purge(name) == "done"  # again it finds nothing
    assert await fetch_value("select count(*) from events") == events


async def test_a_backlog_goes_in_batches_the_oldest_first(people: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    ids = [await insert_session(people, age * DAY) for age in (1, 3, 2)]
    await purge("sessions")
    assert await find("sessions", ids) == await find("sessions", ids[:1]) == 1
    assert await fetch_value("select count(*) from jobs where name = 'identity.purge_sessions' and state = 'new'") == 1


async def test_what_is_counted_is_bounded(people: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "MOST_COUNTED", 2)
    for age in (1, 3, 2):
        await insert_session(people, age * DAY)
    due = await RETENTIONS["sessions"].survey()
    assert (due.count, due.is_more) == (2, True)
    assert due.oldest is not None
    assert clock.now() - due.oldest > 2 * DAY


def test_every_retention_has_a_job_on_the_schedule() -> None:
    assert set(RETENTIONS) >= NAMES
    for one in RETENTIONS.values():
        assert one.job in REGISTRY
        assert one.job in SCHEDULE


def test_events_are_in_no_retention_and_a_table_is_only_in_its_own_parts() -> None:
    owners = _find_owners()
    found = set()
    for path in product_files():
        for node in ast.walk(parse(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Rows":
                table = ast.literal_eval(node.args[0])
                assert relative(path).split("/")[2] == owners[table], f"{relative(path)} deletes from {table}"
                found.add(table)
    assert "events" not in found
    assert found >= {"jobs", "sessions", "tasks", "attachments", "invitations"}


def _find_owners() -> dict[str, str]:
    owners = {}
    for path in product_files():
        if path.name == "models.py":
            for node in ast.walk(parse(path)):
                if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "table":
                    owners[ast.literal_eval(node.value)] = relative(path).split("/")[2]
    return owners


def test_a_second_retention_of_a_name_is_refused() -> None:
    with pytest.raises(ValueError, match="already"):
        retention.enter(RETENTIONS["sessions"])


def test_a_line_says_what_how_many_since_when_and_how_long() -> None:
    one, two = RETENTIONS["trash"], RETENTIONS["sessions"]
    moment = clock.now().replace(year=2026, month=1, day=2)
    lines = [describe(one, Due(1234, moment)), describe(two, Due(MOST_COUNTED, None, is_more=True))]
    assert lines[0][1:] == ("1,234", "2026-01-02", "30 days after they were deleted")
    assert lines[1][1:] == ("more than 100,000", "-", "until their end")
    first, second = build_table(lines).splitlines()
    assert first.index("2026-01-02") == second.index("-           until")
