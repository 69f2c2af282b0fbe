"""Serving an ASGI application on one socket with Hypercorn's protocol, and stopping by the drain."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from typing import Any

import structlog
from hypercorn.app_wrappers import ASGIWrapper
from hypercorn.asyncio.lifespan import Lifespan
from hypercorn.asyncio.tcp_server import TCPServer
from hypercorn.asyncio.worker_context import WorkerContext
from hypercorn.config import Config

from taskflow.web.draining import Drain, Gate, Phase

KEEP_ALIVE_SECONDS = 75  # longer than any proxy keeps an idle connection, so the proxy is the one to close it
MAX_HEADER_BYTES = 16 * 1024
_LOOK_SECONDS = 0.05
log = structlog.get_logger("taskflow.serving")


class BindError(Exception):
    """The address cannot be listened on; the message names it."""


async def serve(app: Any, *, bind: str, drain: Drain, max_in_flight: int = 200, backlog: int = 1024) -> None:
    """Serve `app` on `bind` until `drain` is started, then drain. Raises BindError.

    The socket is bound only now, so a process that is not ready refuses connections and its proxy takes another one.
    """
    async with _lifespan(app) as (wrapped, state):
        listener = _Listener(_Gated(wrapped, drain, max_in_flight), state, bind, backlog)
        await listener.open()
        log.info("serving", bind=bind)
        await drain.started.wait()
        log.info("drain_started", in_flight=drain.in_flight)
        await asyncio.sleep(min(drain.lame_duck, drain.seconds_left()))
        await listener.refuse_more()
        drain.phase = Phase.CLOSING
        drain.closing.set()
        # Quiet counts from here: a proxy may use a connection that it pooled before for as long as it keeps idle ones.
        drain.last_activity = asyncio.get_running_loop().time()
        while drain.seconds_left() > 0 and not drain.is_quiet():  # noqa: ASYNC110  it is a deadline that is watched
            await asyncio.sleep(_LOOK_SECONDS)
        cut = drain.in_flight
        await listener.close()
        drain.phase = Phase.CLOSED
        (log.warning if cut else log.info)("drain_finished", cut=cut)


@contextlib.asynccontextmanager
async def listening(app: Any, *, bind: str) -> AsyncIterator[int]:
    """Serve a plain ASGI application beside others while the context lasts; gives the port. Raises BindError."""
    listener = _Listener(ASGIWrapper(app), {}, bind, backlog=64)
    port = await listener.open()
    try:
        yield port
    finally:
        await listener.close()


class _Gated:
    """The gate in the form in which Hypercorn calls applications."""

    def __init__(self, app: ASGIWrapper, drain: Drain, most: int) -> None:
        self._app, self._drain, self._most = app, drain, most

    async def __call__(self, scope: Any, receive: Any, send: Any, sync_spawn: Any, call_soon: Any) -> None:
        async def inner(scope: Any, receive: Any, send: Any) -> None:
            await self._app(scope, receive, send, sync_spawn, call_soon)

        await Gate(inner, self._drain, most=self._most)(scope, receive, send)


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
        await lifespan.wait_for_shutdown()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


class _Listener:
    """One listening socket and the connections that came through it."""

    def __init__(self, app: Any, state: dict[str, Any], bind: str, backlog: int) -> None:
        self._app, self._state, self._bind, self._backlog = app, state, bind, backlog
        self._config, self._context = _build_config(), WorkerContext(None)
        self._connections: set[asyncio.Task[None]] = set()
        self._socket: socket.socket | None = None
        self._server: asyncio.Server | None = None

    async def open(self) -> int:
        """Listen; gives the port. Raises BindError."""
        host, _, port = self._bind.rpartition(":")
        host = host.strip("[]")
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.socket(family)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self._socket.bind((host, int(port)))
        except OSError as error:
            self._socket.close()
            raise BindError(f"cannot listen on {self._bind}: {error.strerror}") from None
        self._socket.listen(self._backlog)
        self._socket.setblocking(False)  # noqa: FBT003  as the socket module has it
        self._server = await asyncio.start_server(self._connected, sock=self._socket)
        return int(self._socket.getsockname()[1])

    async def refuse_more(self) -> None:
        """Take in what waits in the accept queue, then refuse: a proxy may try another peer, nothing was sent here."""
        assert self._socket is not None  # noqa: S101  opened before
        assert self._server is not None  # noqa: S101
        loop = asyncio.get_running_loop()
        loop.remove_reader(self._socket.fileno())
        while True:
            try:
                connection, _ = self._socket.accept()
            except BlockingIOError:
                break
            connection.setblocking(False)  # noqa: FBT003  as the socket module has it
            await loop.connect_accepted_socket(self._build_protocol, connection)
        self._server.close()

    async def close(self) -> None:
        """Close every connection, at once."""
        if self._server is not None:
            self._server.close()
        await self._context.terminated.set()
        for task in list(self._connections):
            task.cancel()
        if self._connections:
            await asyncio.wait(self._connections, timeout=1.0)

    def _build_protocol(self) -> asyncio.StreamReaderProtocol:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader(loop=loop)
        return asyncio.StreamReaderProtocol(reader, self._connected, loop=loop)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task: Any = asyncio.current_task()
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        loop = asyncio.get_running_loop()
        await TCPServer(self._app, loop, self._config, self._context, self._state, reader, writer)


def _build_config() -> Config:
    config = Config()
    config.accesslog = None
    config.errorlog = None
    config.include_server_header = False
    config.keep_alive_timeout = KEEP_ALIVE_SECONDS
    config.keep_alive_max_requests = 1_000_000
    config.h11_max_incomplete_size = MAX_HEADER_BYTES
    config.websocket_max_message_size = 64 * 1024
    return config
