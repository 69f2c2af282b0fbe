"""Stopping without losing a request: first everybody is told, then nobody new comes in, then what runs ends.

Hypercorn's own way closes idle connections at once, and what a proxy is sending into one of them is lost: the tests
show both.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from enum import StrEnum
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[[Scope, Receive, Send], Awaitable[None]]

_BUSY = (
    b'{"type":"urn:taskflow:problem:overloaded","title":"Too many requests at once","status":503,'
    b'"detail":"This process works on as many requests as it can: try again in a moment","code":"overloaded"}'
)


class Phase(StrEnum):
    """Where a process is between serving and gone."""

    SERVING = "serving"
    LAME_DUCK = "lame duck"
    CLOSING = "closing"
    CLOSED = "closed"


class Drain:
    """The state of one process' way out. All durations are seconds."""

    def __init__(self, *, lame_duck: float = 3.0, quiet: float = 5.2, deadline: float = 9.0) -> None:
        self.lame_duck, self.quiet, self.deadline = lame_duck, quiet, deadline
        self.phase = Phase.SERVING
        self.started = asyncio.Event()
        self.closing = asyncio.Event()
        self.in_flight = 0
        self.last_activity = 0.0
        self._started_at = 0.0

    @property
    def is_draining(self) -> bool:
        """True from the first sign that the process is to stop."""
        return self.phase is not Phase.SERVING

    def start(self) -> None:
        """Begin to drain; calling it again changes nothing."""
        if not self.is_draining:
            self.phase = Phase.LAME_DUCK
            self._started_at = asyncio.get_running_loop().time()
            self.started.set()

    def seconds_left(self) -> float:
        """Until the deadline, at least 0."""
        return max(0.0, self._started_at + self.deadline - asyncio.get_running_loop().time())

    def is_quiet(self) -> bool:
        """True when nothing runs and nothing has come for longer than a proxy keeps idle connections."""
        return not self.in_flight and asyncio.get_running_loop().time() - self.last_activity >= self.quiet


class Gate:
    """Counts requests in flight, refuses more than a process can work on, and says `close` while draining."""

    def __init__(self, app: AsgiApp, drain: Drain, *, most: int) -> None:
        self.app, self.drain, self.most = app, drain, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        drain, clock = self.drain, asyncio.get_running_loop().time
        if drain.in_flight >= self.most:
            await _refuse(send)
            return

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start" and drain.is_draining:
                message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
            await send(message)

        drain.in_flight += 1
        drain.last_activity = clock()
        try:
            await self.app(scope, receive, send_on)
        finally:
            drain.in_flight -= 1
            drain.last_activity = clock()


async def _refuse(send: Send) -> None:
    headers = [
        (b"content-type", b"application/problem+json"),
        (b"content-length", str(len(_BUSY)).encode()),
        (b"retry-after", b"1"),
        (b"connection", b"close"),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": _BUSY, "more_body": False})
