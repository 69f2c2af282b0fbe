"""Asking a role the same kind of request again and again, and what that costs it and the database."""

import asyncio
import itertools
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import asyncpg

from loadtests.bench.processes import read_cpu, read_family_cpu
from loadtests.common.wire import Answer, Wire

_WARM_UP, _COUNTED = 30, 20
_REFUSED = 503  # what an overload is answered with
_NO_QUERIES = "^(begin|commit|rollback|savepoint|release|set|start transaction|listen|deallocate)"


class UnexpectedAnswer(Exception):
    """A request was answered with something else than success."""


@dataclass(frozen=True, slots=True)
class Request:
    """One request; `headers` are lines that end with CR LF."""

    method: str
    path: str
    headers: str = ""
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Case:
    """A row of the budgets: what is asked (the n-th time), how long it may take and how many queries."""

    name: str
    door: str
    build: Callable[[int], Request]
    budget_ms: float
    budget_queries: int


@dataclass(frozen=True, slots=True)
class Load:
    """What a case cost with so many clients."""

    clients: int
    requests_per_second: float
    p50_ms: float
    p95_ms: float
    app_cpu_ms: float  # per request
    database_cpu_ms: float  # per request
    refused: int  # answered with 503; the times are of the others


class Target:
    """A running role and the database behind it."""

    def __init__(self, pid: int, port: int, database: asyncpg.Connection, postmaster: int, headers: str) -> None:
        self._pid, self._port, self._database, self._postmaster = pid, port, database, postmaster
        self._headers = headers
        self._numbers = itertools.count()

    async def warm_up(self, case: Case) -> Answer:
        """Fill the caches; gives the last answer. Raises UnexpectedAnswer for one that is not 2xx."""
        wire = await Wire.open(self._port)
        answers = [await self._ask(wire, case) for _ in range(_WARM_UP)]
        await wire.close()
        return answers[-1]

    async def count_queries(self, case: Case) -> float:
        """Statements per request, without BEGIN and COMMIT and one for authentication."""
        wire = await Wire.open(self._port)
        await self._database.execute("select pg_stat_statements_reset()")
        for _ in range(_COUNTED):
            await self._ask(wire, case)
        await wire.close()
        calls = await self._database.fetchval(
            "select coalesce(sum(s.calls), 0) from pg_stat_statements s join pg_roles r on r.oid = s.userid"
            " where r.rolname = 'taskflow_app' and s.query !~* $1",
            _NO_QUERIES,
        )
        return float(calls) / _COUNTED - 1

    async def load(self, case: Case, *, clients: int, seconds: float) -> Load:
        """The case by that many clients, each asking as soon as it is answered."""
        before = read_cpu(self._pid), read_family_cpu(self._postmaster)
        started = time.perf_counter()
        taken = await asyncio.gather(*(self._run(case, started + seconds) for _ in range(clients)))
        wall = time.perf_counter() - started
        after = read_cpu(self._pid), read_family_cpu(self._postmaster)
        answers = list(itertools.chain.from_iterable(taken))
        times = sorted(seconds for seconds in answers if seconds is not None)
        return Load(
            clients,
            len(times) / wall,
            _percentile(times, 0.5) * 1000,
            _percentile(times, 0.95) * 1000,
            (after[0] - before[0]) / len(answers) * 1000,
            (after[1] - before[1]) / len(answers) * 1000,
            len(answers) - len(times),
        )

    async def _run(self, case: Case, until: float) -> list[float | None]:
        """The seconds of each request, None for one that was refused."""
        wire = await Wire.open(self._port)
        taken: list[float | None] = []
        while (started := time.perf_counter()) < until or not taken:
            answer = await self._ask(wire, case, may_be_refused=True)
            taken.append(None if answer.status == _REFUSED else time.perf_counter() - started)
            if answer.closes:
                await wire.close()
                wire = await Wire.open(self._port)
        await wire.close()
        return taken

    async def _ask(self, wire: Wire, case: Case, *, may_be_refused: bool = False) -> Answer:
        request = case.build(next(self._numbers))
        answer = await wire.ask(request.method, request.path, self._headers + request.headers, request.body)
        is_refused = may_be_refused and answer.status == _REFUSED
        if not 200 <= answer.status < 300 and not is_refused:
            raise UnexpectedAnswer(f"{case.name}: {answer.status} {answer.body.decode()[:500]}")
        return answer


def _percentile(times: Sequence[float], share: float) -> float:
    """Of ordered times; of none it is endless."""
    if not times:
        return math.inf
    return times[min(len(times) - 1, int(len(times) * share))]
