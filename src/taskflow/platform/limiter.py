"""Counting requests against limits: in Redis for all processes together, in this one alone while Redis is away.

The generic cell rate algorithm: each request moves its bucket's time of arrival on by one step, and is refused when
that is more than a window ahead of now. So a whole window's quota may be used at once, and comes back step by step.
"""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from taskflow.platform.metrics import counter

WINDOW_SECONDS = 60
PATIENCE, REST = 0.25, 3.0  # seconds for one round trip; seconds without any after one that failed
MOST_LOCAL = 10_000
_SECOND = 1_000_000  # times are whole microseconds, which Lua's numbers hold exactly
# What all buckets have room for is taken from each, else nothing from any: a refused request costs no quota.
_TAKE = """
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000000 + time[2]
end
local is_allowed, ahead = 1, {}
for i, key in ipairs(KEYS) do
  ahead[i] = math.max(0, tonumber(redis.call('GET', key) or '0') - now)
  if ahead[i] + ARGV[i + 1] > tonumber(ARGV[#KEYS + i + 1]) then is_allowed = 0 end
end
if is_allowed == 1 then
  for i, key in ipairs(KEYS) do
    ahead[i] = ahead[i] + ARGV[i + 1]
    redis.call('SET', key, string.format('%.0f', now + ahead[i]), 'PX', math.ceil(ahead[i] / 1000))
  end
end
return {is_allowed, unpack(ahead)}
"""
OUTAGES = counter("taskflow_limiter_outages_total", "Times that Redis went away and each process counted by itself")
log = structlog.get_logger("taskflow.limiter")


@dataclass(frozen=True, slots=True)
class Bucket:
    """What is counted together: the limit's name, whose requests, and how many of them in a window."""

    name: str
    owner: str
    limit: int

    @property
    def key(self) -> str:
        """Where it is counted."""
        return f"taskflow:limits:{self.name}:{self.owner}"

    @property
    def step(self) -> int:
        """Microseconds from one request to the next at the limit."""
        return WINDOW_SECONDS * _SECOND // self.limit

    @property
    def window(self) -> int:
        """Microseconds that the time of arrival may be ahead."""
        return self.step * self.limit


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a bucket stands after a request; `retry_seconds` is 0 when it had room for it."""

    bucket: Bucket
    remaining: int
    reset_seconds: int
    retry_seconds: int


class LocalLimiter:
    """Counts in this process; `now` gives seconds."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._arrivals: dict[str, int] = {}

    def take(self, buckets: Sequence[Bucket]) -> list[Verdict]:
        """As `Limiter.take`."""
        now = int(self._now() * _SECOND)
        ahead = [max(0, self._arrivals.get(bucket.key, 0) - now) for bucket in buckets]
        is_allowed = all(a + bucket.step <= bucket.window for bucket, a in zip(buckets, ahead, strict=True))
        if is_allowed:
            ahead = [a + bucket.step for bucket, a in zip(buckets, ahead, strict=True)]
            self._arrivals.update({bucket.key: now + a for bucket, a in zip(buckets, ahead, strict=True)})
            self._forget_some(now)
        return [build_verdict(*pair, is_allowed=is_allowed) for pair in zip(buckets, ahead, strict=True)]

    def _forget_some(self, now: int) -> None:
        """Keep the memory bounded: first what is full again is forgotten, then what is nearest to it."""
        if len(self._arrivals) > MOST_LOCAL:
            used = {key: arrival for key, arrival in self._arrivals.items() if arrival > now}
            kept = sorted(used.items(), key=lambda item: item[1], reverse=True)[: MOST_LOCAL // 2]
            self._arrivals = dict(kept)


class Limiter:
    """Counts in Redis, in one round trip for all buckets of a request. `now` gives seconds, Redis' own when None."""

    def __init__(
        self,
        redis: Redis,
        *,
        patience: float = PATIENCE,
        rest: float = REST,
        now: Callable[[], float] | None = None,
    ) -> None:
        self._script = redis.register_script(_TAKE)
        self._patience, self._rest, self._now = patience, rest, now
        self._local = LocalLimiter(now or time.time)
        self._is_away, self._resting_until = False, 0.0

    async def take(self, buckets: Sequence[Bucket]) -> list[Verdict]:
        """Count one request in every bucket, or in none when one of them is full. Never raises for Redis."""
        if not buckets:
            return []
        if time.monotonic() < self._resting_until:
            return self._local.take(buckets)
        if self._is_away:
            self._resting_until = time.monotonic() + self._rest  # one request looks; the others do not wait for it
        try:
            async with asyncio.timeout(self._patience):
                is_allowed, *ahead = await self._ask(buckets)
        except (RedisError, OSError, TimeoutError) as error:
            self._go_on_alone(error)
            return self._local.take(buckets)
        self._go_on_together()
        return [build_verdict(*pair, is_allowed=bool(is_allowed)) for pair in zip(buckets, ahead, strict=True)]

    async def _ask(self, buckets: Sequence[Bucket]) -> list[int]:
        now = int(self._now() * _SECOND) if self._now else 0
        args = [now, *(bucket.step for bucket in buckets), *(bucket.window for bucket in buckets)]
        answer: list[int] = await self._script(keys=[bucket.key for bucket in buckets], args=args)
        return answer

    def _go_on_alone(self, error: Exception) -> None:
        self._resting_until = time.monotonic() + self._rest
        if not self._is_away:
            self._is_away = True
            OUTAGES.inc()
            log.warning("limits_local", reason=f"{type(error).__name__}: {error}"[:200])

    def _go_on_together(self) -> None:
        if self._is_away:
            self._is_away, self._resting_until = False, 0.0
            log.info("limits_shared")


def build_verdict(bucket: Bucket, ahead: int, *, is_allowed: bool) -> Verdict:
    """What it means that the bucket's time of arrival is `ahead` microseconds of now. Pure."""
    lacking = ahead + bucket.step - bucket.window
    return Verdict(
        bucket,
        remaining=max(0, bucket.window - ahead) // bucket.step,
        reset_seconds=ceil(ahead / _SECOND),
        retry_seconds=max(1, ceil(lacking / _SECOND)) if lacking > 0 and not is_allowed else 0,
    )
