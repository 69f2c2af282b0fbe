"""Serving an ASGI application on one socket with Hypercorn's protocol, and stopping by the drain."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import AsyncIterator, Callable
from typing import Any

import structlog
from hypercorn.app_wrappers import ASGIWrapper
from hypercorn.asyncio.lifespan import Lifespan
from hypercorn.asyncio.tcp_server import TCPServer
from hypercorn.asyncio.worker_context import WorkerContext
from hypercorn.config import Config
from hypercorn.utils import LifespanTimeoutError

from taskflow.web.draining import Drain, Gate, Phase

KEEP_ALIVE_SECONDS = 75  # longer than any proxy keeps an idle connection, so the proxy is the one to close it
MAX_HEADER_BYTES = 16 * 1024
_LOOK_SECONDS = 0.05
_FAREWELL_SECONDS = 0.5
_PAUSE_SECONDS = 1.0
log = structlog.get_logger("taskflow.serving")


class BindError(Exception):
    """The address cannot be listened on; the message names it."""


async def serve(
    app: Any,
    *,
    bind: str,
    drain: Drain,
    max_in_flight: int = 200,
    backlog: int = 1024,
    bound: Callable[[int], None] | None = None,
) -> None:
    """Serve `app` on `bind` until `drain` is started, then drain. Raises BindError; `bound` is told the port.

    The socket is bound only now, so a process that is not ready refuses connections and its proxy takes another one.
    Requests beyond `max_in_flight` are marked for the access log in `app`, which refuses them.
    """
    async with _lifespan(Gate(app, drain, most=max_in_flight)) as (wrapped, state):
        listener = _Listener(wrapped, state, bind, backlog)
        port = listener.open()
        try:
            log.info("serving", bind=bind, port=port)
            if bound is not None:
                bound(port)
            await drain.started.wait()
            await _drain(listener, drain)
        finally:
            await listener.close()
            drain.phase = Phase.CLOSED


@contextlib.asynccontextmanager
async def listening(app: Any, *, bind: str) -> AsyncIterator[int]:
    """Serve a plain ASGI application beside others while the context lasts; gives the port. Raises BindError."""
    listener = _Listener(ASGIWrapper(app), {}, bind, backlog=64)
    port = listener.open()
    try:
        yield port
    finally:
        await listener.close()


async def _drain(listener: "_Listener", drain: Drain) -> None:
    log.info("drain_started", in_flight=drain.in_flight, connections=listener.count)
    await asyncio.sleep(min(drain.lame_duck, drain.seconds_left()))
    listener.refuse_more()
    drain.close()
    while drain.seconds_left() > 0 and listener.count and not drain.is_quiet():  # noqa: ASYNC110  deadlines are watched
        await asyncio.sleep(_LOOK_SECONDS)
    cut = drain.in_flight
    (log.warning if cut else log.info)(
        "drain_finished", cut=cut, seconds=round(drain.deadline - drain.seconds_left(), 2)
    )


@contextlib.asynccontextmanager
async def _lifespan(app: Any) -> AsyncIterator[tuple[ASGIWrapper, dict[str, Any]]]:
    wrapped = ASGIWrapper(app)
    state: dict[str, Any] = {}
    loop = asyncio.get_running_loop()
    lifespan = Lifespan(wrapped, _build_config(), loop, state)
    task = loop.create_task(lifespan.handle_lifespan())
    await lifespan.wait_for_startup()
    if task.done():
        task.result()
    try:
        yield wrapped, state
    finally:
        try:
            await lifespan.wait_for_shutdown()
        except LifespanTimeoutError:
            log.warning("application_did_not_stop")
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


class _Connection(TCPServer):
    """Hypercorn's connection, which ends when its client has gone.

    Hypercorn's own stays half open until its idle time is over, 75 s here: a descriptor each, and no way to know that
    a drain has nobody left to wait for.
    """

    async def _read_data(self) -> None:
        await super()._read_data()
        await self.idle_task.stop()


class _Listener:
    """One listening socket and the connections that came through it.

    It accepts by itself: asyncio's server counts a connection some turns of the loop after it was accepted, and a drain
    that ends in between would lose it.
    """

    def __init__(self, app: Any, state: dict[str, Any], bind: str, backlog: int) -> None:
        self._app, self._state, self._bind, self._backlog = app, state, bind, backlog
        self._config, self._context = _build_config(), WorkerContext(None)
        self._connections: set[asyncio.Task[None]] = set()
        self._loop = asyncio.get_running_loop()
        self._is_open = False
        host, _, port = bind.rpartition(":")
        self._address = host.strip("[]"), int(port)
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # With the protocol named, asyncio turns Nagle off: else a small answer waits 40 ms for an acknowledgement.
        self._socket = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)

    @property
    def count(self) -> int:
        """How many connections are open."""
        return len(self._connections)

    def open(self) -> int:
        """Listen; gives the port. Raises BindError."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.setblocking(False)  # noqa: FBT003  as the socket module has it
        try:
            self._socket.bind(self._address)
            self._socket.listen(self._backlog)
        except OSError as error:
            self._socket.close()
            raise BindError(f"cannot listen on {self._bind}: {error.strerror}") from None
        self._is_open = True
        self._resume()
        return int(self._socket.getsockname()[1])

    def refuse_more(self) -> None:
        """Take in what waits in the accept queue, then refuse: a proxy may try another peer, nothing was sent here."""
        if self._is_open:
            self._is_open = False
            self._loop.remove_reader(self._socket)
            self._accept()
            self._socket.close()

    async def close(self) -> None:
        """Close every connection, at once."""
        self.refuse_more()
        await self._context.terminated.set()
        for task in list(self._connections):
            task.cancel()
        if self._connections:
            await asyncio.wait(self._connections, timeout=_FAREWELL_SECONDS)

    def _resume(self) -> None:
        if self._is_open:
            self._loop.add_reader(self._socket, self._accept)

    def _accept(self) -> None:
        for _ in range(self._backlog + 1):  # as many as the kernel queues
            try:
                connection, _ = self._socket.accept()
            except BlockingIOError:
                return
            except ConnectionAbortedError:
                continue
            except OSError as error:
                # Out of descriptors, mostly: the queue stays readable, so it is left alone for a while.
                log.error("accept_failed", exc_info=error)
                self._loop.remove_reader(self._socket)
                self._loop.call_later(_PAUSE_SECONDS, self._resume)
                return
            task = self._loop.create_task(self._converse(connection))
            self._connections.add(task)
            task.add_done_callback(self._end)

    async def _converse(self, connection: socket.socket) -> None:
        connection.setblocking(False)  # noqa: FBT003  as the socket module has it
        reader = asyncio.StreamReader(loop=self._loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=self._loop)
        transport, _ = await self._loop.connect_accepted_socket(lambda: protocol, connection)
        writer = asyncio.StreamWriter(transport, protocol, reader, self._loop)
        await _Connection(self._app, self._loop, self._config, self._context, self._state, reader, writer)

    def _end(self, task: asyncio.Task[None]) -> None:
        self._connections.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("connection_failed", exc_info=task.exception())


def _build_config() -> Config:
    config = Config()
    config.accesslog = None
    config.errorlog = logging.getLogger("hypercorn.error")
    config.include_server_header = False
    config.keep_alive_timeout = KEEP_ALIVE_SECONDS
    config.keep_alive_max_requests = 1_000_000
    config.h11_max_incomplete_size = MAX_HEADER_BYTES
    config.websocket_max_message_size = 64 * 1024
    config.shutdown_timeout = _FAREWELL_SECONDS
    return config
