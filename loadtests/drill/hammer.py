"""A client that is harsher than browsers: kept-alive connections, no pause, no retry, and every failure is kept."""

import asyncio
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from loadtests.common.wire import Lost, Wire

MOST_FAILURES_KEPT = 20


@dataclass(frozen=True, slots=True)
class Ask:
    """One kind of request: the port and what is sent, made anew for each number; `expected` is the good status."""

    name: str
    port: int
    method: str
    path: str
    headers: str
    expected: int
    build_body: Callable[[int], bytes] = lambda _: b""


@dataclass(slots=True)
class Tally:
    """What came of all requests: how many by kind, what failed and when, and how long they took, in seconds."""

    sent: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)
    failed: int = 0
    seconds: list[float] = field(default_factory=list)
    last_failure: float = 0.0

    def fail(self, text: str) -> None:
        """Count a request that was not answered as it should be."""
        self.failed += 1
        self.last_failure = time.monotonic()
        if len(self.failures) < MOST_FAILURES_KEPT:
            self.failures.append(text)

    def take_failures(self) -> list[str]:
        """What failed since this was asked last, as far as it was kept."""
        kept, self.failures = self.failures, []
        return kept

    @property
    def total(self) -> int:
        """How many requests were sent."""
        return self.sent.total()

    def percentile(self, share: float) -> float:
        """The time within which that share of the requests was answered, in milliseconds."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


class Hammer:
    """Clients that ask as fast as they are answered, each over one connection, until they are told to stop."""

    def __init__(self, asks: list[Ask], *, clients: int) -> None:
        self.asks, self.clients = asks, clients
        self.tally = Tally()
        self._numbers = itertools.count(1)
        self._stop = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> "Hammer":
        """Begin to ask."""
        for client in range(self.clients):
            self._tasks.append(asyncio.create_task(self._run(self.asks[client % len(self.asks)])))
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let every client end with the answer that it waits for."""
        self._stop.set()
        await asyncio.gather(*self._tasks)

    async def _run(self, ask: Ask) -> None:
        wire: Wire | None = None
        while not self._stop.is_set():
            try:
                if wire is None:
                    wire = await Wire.open(ask.port)
                wire = await self._once(ask, wire)
            except (Lost, OSError) as error:
                self.tally.fail(f"{ask.name}: {error!r}"[:300])
                wire = None
                await asyncio.sleep(0.05)
        if wire is not None:
            await wire.close()

    async def _once(self, ask: Ask, wire: Wire) -> Wire | None:
        """Ask once; gives the connection, None when the server closes it."""
        number = next(self._numbers)
        self.tally.sent[ask.name] += 1
        began = time.monotonic()
        answer = await wire.ask(ask.method, ask.path, ask.headers, ask.build_body(number))
        self.tally.seconds.append(time.monotonic() - began)
        if answer.status != ask.expected:
            self.tally.fail(f"{ask.name}: {answer.status} {answer.body[:200]!r}")
        if answer.closes:
            await wire.close()
            return None
        return wire


def build_asks(token: str, *, api_port: int, frontend_port: int, workspace: str, project: str) -> list[Ask]:
    """Writing, reading and pages: three of four requests write, as a proxy would never send them twice."""
    bearer = f"Authorization: Bearer {token}\r\n"
    path = f"/api/v1/workspaces/{workspace}/projects/{project}/tasks"

    def build_task(number: int) -> bytes:
        return json.dumps({"title": f"Under load {number}"}).encode()

    create = Ask("create", api_port, "POST", path, f"{bearer}Content-Type: application/json\r\n", 201, build_task)
    return [
        create,
        Ask("list", api_port, "GET", f"{path}?limit=20", bearer, 200),
        create,
        Ask("page", frontend_port, "GET", "/login", "", 200),
    ]
