"""Stopping without losing a request: first everybody is told, then nobody new comes in, then what runs ends.

Hypercorn's own way closes idle connections at once, and what a proxy is sending into one of them is lost: the tests
show both.
"""

import asyncio
from collections.abc import Sequence
from enum import StrEnum

from taskflow.web.problems import AsgiApp, Message, Receive, Scope, Send

__all__ = ["OVERLOADED", "AsgiApp", "Drain", "Gate", "Message", "Phase", "Receive", "Scope", "Send"]

# Set in the scope of a request that comes when as many run as may: the access log refuses it, so that a refusal has
# an id, a line and a count like every other answer.
OVERLOADED = "taskflow.overloaded"


class Phase(StrEnum):
    """Where a process is between serving and gone."""

    SERVING = "serving"
    LAME_DUCK = "lame duck"
    CLOSING = "closing"
    CLOSED = "closed"


class Drain:
    """The state of one process' way out. All durations are seconds.

    lame_duck: still accepting, every answer says `Connection: close`. quiet: how long a connection may be idle before
    nobody can be about to use it, longer than the proxy keeps its idle ones. deadline: from the start to the end,
    whatever still runs. Streams without an end wait for `closing` and end by themselves.
    """

    def __init__(self, *, lame_duck: float = 3.0, quiet: float = 5.2, deadline: float = 9.0) -> None:
        self.lame_duck, self.quiet, self.deadline = lame_duck, quiet, deadline
        self.phase = Phase.SERVING
        self.started = asyncio.Event()
        self.closing = asyncio.Event()
        self.in_flight = 0
        self.streams = 0
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

    def close(self) -> None:
        """Nobody new comes in from now on. Quiet counts from here: a proxy may have just taken a pooled connection."""
        self.phase = Phase.CLOSING
        self.touch()
        self.closing.set()

    def touch(self) -> None:
        """Something came or went."""
        self.last_activity = asyncio.get_running_loop().time()

    def seconds_left(self) -> float:
        """Until the deadline, at least 0."""
        return max(0.0, self._started_at + self.deadline - asyncio.get_running_loop().time())

    def is_quiet(self) -> bool:
        """True when nothing runs and nothing has come for longer than a proxy keeps idle connections."""
        return not self.in_flight and asyncio.get_running_loop().time() - self.last_activity >= self.quiet


class Gate:
    """Counts requests in flight, marks those beyond `most`, and says `close` while draining.

    An event stream is in flight until it ends, but it waits and does not work: it is not held against `most`.
    """

    def __init__(self, app: AsgiApp, drain: Drain, *, most: int) -> None:
        self.app, self.drain, self.most = app, drain, most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        drain, is_stream = self.drain, False

        async def send_on(message: Message) -> None:
            nonlocal is_stream
            if message["type"] == "http.response.start":
                if not is_stream and is_event_stream(message["headers"]):
                    is_stream = True
                    drain.streams += 1
                if drain.is_draining and scope["http_version"].startswith("1"):
                    message = {**message, "headers": [*message["headers"], (b"connection", b"close")]}
            await send(message)

        if drain.in_flight - drain.streams >= self.most:
            scope[OVERLOADED] = True
        drain.in_flight += 1
        drain.touch()
        try:
            await self.app(scope, receive, send_on)
        finally:
            drain.in_flight -= 1
            drain.streams -= is_stream
            drain.touch()


def is_event_stream(headers: Sequence[tuple[bytes, bytes]]) -> bool:
    """True for an answer that goes on until somebody ends it."""
    return any(name.lower() == b"content-type" and value.startswith(b"text/event-stream") for name, value in headers)
