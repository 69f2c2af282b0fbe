"""Limits hold over all processes while Redis is there, and in each process while it is away."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis
from structlog.testing import capture_logs

from taskflow.platform import limiter as module
from taskflow.platform.limiter import WINDOW_SECONDS, Bucket, Limiter, LocalLimiter, Verdict
from tests.support.valkey import OwnValkey

PERSON, TOKEN = Bucket("person", "sam", 6), Bucket("token", "nightly", 3)


class Clock:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        self.seconds = 1_790_000_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def now() -> Clock:
    """The present."""
    return Clock()


@pytest.fixture
async def redis(own_valkey: str) -> AsyncIterator[Redis]:
    """A client of an empty Valkey."""
    async with Redis.from_url(own_valkey) as client:
        yield client


@pytest.fixture
def shared(redis: Redis, now: Clock) -> Limiter:
    """A limiter that counts there, and waits for it on a busy machine, too."""
    return Limiter(redis, now=now, patience=10)


async def take(limiter: Limiter, *buckets: Bucket) -> list[tuple[int, int, int]]:
    return [(v.remaining, v.reset_seconds, v.retry_seconds) for v in await limiter.take(buckets)]


async def test_a_windows_quota_may_be_used_at_once_and_comes_back_step_by_step(shared: Limiter, now: Clock) -> None:
    for used in range(1, 7):
        assert await take(shared, PERSON) == [(6 - used, 10 * used, 0)]
    assert await take(shared, PERSON) == [(0, 60, 10)]
    now.seconds += 9.5
    assert await take(shared, PERSON) == [(0, 51, 1)]
    now.seconds += 0.5
    assert await take(shared, PERSON) == [(0, 60, 0)]
    now.seconds += 25
    assert await take(shared, PERSON) == [(1, 45, 0)]
    now.seconds += WINDOW_SECONDS
    assert await take(shared, PERSON) == [(5, 10, 0)]


async def test_what_is_refused_by_one_limit_costs_nothing_of_the_other(shared: Limiter) -> None:
    for used in range(1, 4):
        assert await take(shared, PERSON, TOKEN) == [(6 - used, 10 * used, 0), (3 - used, 20 * used, 0)]
    for _ in range(3):
        assert await take(shared, PERSON, TOKEN) == [(3, 30, 0), (0, 60, 20)]
    assert await take(shared, PERSON) == [(2, 40, 0)]


async def test_two_processes_count_together_and_two_people_apart(redis: Redis, now: Clock) -> None:
    one, other = Limiter(redis, now=now), Limiter(redis, now=now)
    for limiter in (one, other, one):
        await limiter.take([TOKEN])
    assert (await other.take([TOKEN]))[0].retry_seconds == 20
    assert (await other.take([Bucket("token", "weekly", 3)]))[0].remaining == 2


async def test_requests_at_the_same_time_do_not_pass_the_limit(shared: Limiter) -> None:
    found = await asyncio.gather(*(shared.take([PERSON]) for _ in range(40)))
    assert sum(not verdict.retry_seconds for (verdict,) in found) == 6


async def test_what_is_full_again_is_forgotten_by_redis(redis: Redis, shared: Limiter) -> None:
    await shared.take([PERSON])
    assert 9_000 < await redis.pttl(PERSON.key) <= 10_000
    assert await redis.keys("*") == [b"taskflow:limits:person:sam"]


async def test_without_a_clock_of_its_own_redis_time_is_used(redis: Redis) -> None:
    await Limiter(redis).take([PERSON])
    arrival = int(await redis.get(PERSON.key)) / 1_000_000
    assert 0 < arrival - time.time() <= 10.5


async def test_redis_is_asked_once_for_all_limits_of_a_request(redis: Redis, shared: Limiter) -> None:
    await shared.take([PERSON, TOKEN])  # it is told the script once
    await redis.config_resetstat()
    await shared.take([PERSON, TOKEN])
    calls = await redis.info("commandstats")
    assert calls["cmdstat_evalsha"]["calls"] == 1
    assert "cmdstat_eval" not in calls


async def test_after_redis_forgot_the_script_it_is_told_again(redis: Redis, shared: Limiter) -> None:
    await shared.take([PERSON])
    await redis.script_flush()
    with capture_logs() as lines:
        assert (await shared.take([PERSON]))[0].remaining == 4
    assert lines == []


@given(
    limit=st.integers(1, 1_000_000),
    pauses=st.lists(st.floats(0, 90, allow_nan=False), max_size=40),
)
def test_nobody_has_more_than_the_quota_and_what_the_time_gives(limit: int, pauses: list[float]) -> None:
    clock, bucket = Clock(), Bucket("person", "sam", limit)
    local, began, allowed = LocalLimiter(clock), clock.seconds, 0
    for pause in pauses:
        clock.seconds += pause
        (verdict,) = local.take([bucket])
        allowed += not verdict.retry_seconds
        assert 0 <= verdict.remaining < limit
        assert 0 <= verdict.reset_seconds <= WINDOW_SECONDS
        assert verdict.retry_seconds <= max(1, -(-WINDOW_SECONDS // limit))
        assert allowed <= limit + (clock.seconds - began + 1) / WINDOW_SECONDS * (limit + 1)


async def test_the_local_limiter_says_the_same_as_redis(shared: Limiter, now: Clock) -> None:
    local = LocalLimiter(now)
    for pause in (0, 0, 3, 0.25, 11, 0, 0, 0, 0, 0, 0, 61, 7):
        now.seconds += pause
        assert await shared.take([PERSON, TOKEN]) == local.take([PERSON, TOKEN])


def test_waiting_as_long_as_told_is_enough(now: Clock) -> None:
    local = LocalLimiter(now)
    for limit in (1, 7, 11, 59, 61, 600, 999_983):
        bucket = Bucket("person", str(limit), limit)
        verdicts = [Verdict(bucket, 0, 0, 0)]
        for _ in range(min(limit, 1000) + 1):
            verdicts = local.take([bucket])
        if verdicts[0].retry_seconds:
            now.seconds += verdicts[0].retry_seconds
            assert not local.take([bucket])[0].retry_seconds


def test_the_memory_of_the_local_limiter_is_bounded(now: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LOCAL", 10)
    local = LocalLimiter(now)
    for _ in range(3):
        local.take([TOKEN])
    for number in range(100):
        local.take([Bucket("address", f"192.0.2.{number}", 60)])
        assert len(local._arrivals) <= 10
    assert local.take([TOKEN])[0].retry_seconds == 20, "who has used most is forgotten last"


async def test_while_redis_is_away_each_process_counts_by_itself_and_says_so_once(tmp_path: Path, now: Clock) -> None:
    server = OwnValkey(tmp_path)
    await server.start()
    try:
        async with Redis.from_url(server.url) as client:
            limiter = Limiter(client, now=now, rest=0.05)
            await limiter.take([TOKEN])
            server.kill()
            with capture_logs() as lines:
                for remaining in (2, 1, 0):
                    assert (await limiter.take([TOKEN]))[0].remaining == remaining
                    await asyncio.sleep(0.06)  # it looks again, and finds nothing
                assert (await limiter.take([TOKEN]))[0].retry_seconds == 20
            assert [line["event"] for line in lines] == ["limits_local"]
            await server.start()
            with capture_logs() as lines:
                await asyncio.sleep(0.06)
                assert (await limiter.take([TOKEN]))[0].remaining == 2
                await limiter.take([TOKEN])
            assert [line["event"] for line in lines] == ["limits_shared"]
    finally:
        server.kill()


async def test_a_redis_that_does_not_answer_is_waited_for_once_and_briefly(tmp_path: Path, now: Clock) -> None:
    server = OwnValkey(tmp_path)
    await server.start()
    try:
        async with Redis.from_url(server.url) as client:
            limiter = Limiter(client, now=now, patience=0.1, rest=60)
            await limiter.take([PERSON])
            server.hold()
            async with asyncio.timeout(5):
                for remaining in (5, 4, 3):
                    assert (await limiter.take([PERSON]))[0].remaining == remaining
            server.go_on()
    finally:
        server.kill()


async def test_no_limit_asks_nobody(now: Clock) -> None:
    limiter = Limiter(Redis.from_url("redis://127.0.0.1:1/0"), now=now)
    with capture_logs() as lines:
        assert await limiter.take([]) == []
    assert lines == []
