"""The server in the test's own process: what it accepts, refuses, limits and forgets."""

import asyncio
import contextlib
import re
import socket
import struct
from collections.abc import AsyncIterator, Callable
from typing import Any

import orjson
import pytest
from hypercorn.app_wrappers import ASGIWrapper

from loadtests.common.wire import Wire, fetch
from taskflow.web.access import AccessLog
from taskflow.web.draining import Drain, Phase
from taskflow.web.serving import BindError, _Listener, listening, serve


class Door:
    """Answers when told to; `/events` streams until told to end."""

    def __init__(self) -> None:
        self.may_answer = asyncio.Event()
        self.arrived = 0
        self.lifespan: list[str] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
            return
        self.arrived += 1
        is_stream = scope["path"] == "/events"
        kind = b"text/event-stream" if is_stream else b"text/plain"
        if is_stream:
            await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", kind)]})
            await send({"type": "http.response.body", "body": b"data: 1\n\n", "more_body": True})
        if scope["path"] != "/now":
            await self.may_answer.wait()
        if not is_stream:
            headers = [(b"content-type", kind), (b"content-length", b"2")]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"ok", "more_body": False})

    async def _live(self, receive: Any, send: Any) -> None:
        for stage in ("startup", "shutdown"):
            self.lifespan.append((await receive())["type"])
            await send({"type": f"lifespan.{stage}.complete"})

    async def wait_for(self, number: int) -> None:
        """Until so many requests have arrived."""
        while self.arrived < number:
            await asyncio.sleep(0.01)


@contextlib.asynccontextmanager
async def serving(app: Any, **options: Any) -> AsyncIterator[tuple[int, Drain]]:
    """Serve inside; the drain is short."""
    drain = Drain(lame_duck=0, quiet=0, deadline=2)
    port: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    task = asyncio.create_task(serve(app, bind="127.0.0.1:0", drain=drain, bound=port.set_result, **options))
    try:
        yield await port, drain
    finally:
        drain.start()
        await task


async def until(condition: Callable[[], bool]) -> None:
    """Wait for it; far less than the 75 s after which an idle connection ends by itself."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.01)


async def test_the_application_hears_of_its_start_and_its_end() -> None:
    door = Door()
    async with serving(door) as (port, drain):
        assert door.lifespan == ["lifespan.startup"]
        assert (await fetch(port, "GET", "/now")).status == 200
        assert drain.phase is Phase.SERVING
    assert door.lifespan == ["lifespan.startup", "lifespan.shutdown"]
    assert drain.phase is Phase.CLOSED


async def test_an_address_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        address = f"127.0.0.1:{taken.getsockname()[1]}"
        with pytest.raises(BindError, match=f"cannot listen on {re.escape(address)}: Address already in use"):
            await serve(Door(), bind=address, drain=Drain())


async def test_an_address_of_another_machine_is_named() -> None:
    with pytest.raises(BindError, match=r"cannot listen on 192\.0\.2\.1:80: "):
        async with listening(Door(), bind="192.0.2.1:80"):
            pass


async def test_it_listens_on_version_6() -> None:
    async with listening(Door(), bind="[::1]:0") as port:
        reader, writer = await asyncio.open_connection("::1", port)
        assert (await Wire(reader, writer).ask("GET", "/now")).body == b"ok"
        writer.close()
        await writer.wait_closed()


async def test_it_does_not_say_what_it_runs_on() -> None:
    async with serving(Door()) as (port, _):
        answer = await fetch(port, "GET", "/now")
    assert "server" not in answer.headers
    assert answer.headers["date"]


async def test_headers_that_go_on_beyond_16_kib_are_refused() -> None:
    async with serving(Door()) as (port, _):
        assert (await fetch(port, "GET", "/now", f"X-Fill: {'x' * 15_000}\r\n")).status == 200
        wire = await Wire.open(port)
        wire.writer.write(b"GET /now HTTP/1.1\r\nX-Fill: " + b"x" * 17_000)
        assert (await wire.read_head())[0] == 431
        await wire.close()


async def test_connections_queue_as_far_as_the_backlog_says() -> None:
    listener = _Listener(ASGIWrapper(Door()), {}, "127.0.0.1:0", backlog=321)
    listener.open()
    info = listener._socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104)
    assert struct.unpack("I", info[28:32])[0] == 321  # of a listening socket, tcpi_sacked is its backlog
    await listener.close()


async def test_what_waits_in_the_accept_queue_is_still_served() -> None:
    listener = _Listener(ASGIWrapper(Door()), {}, "127.0.0.1:0", backlog=16)
    port = listener.open()
    # The kernel completes these without the event loop, which has no turn before the door closes.
    clients = [socket.create_connection(("127.0.0.1", port)) for _ in range(5)]
    listener.refuse_more()
    assert listener.count == 5, "counted at once, or a drain could end without them"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    for client in clients:
        reader, writer = await asyncio.open_connection(sock=client)
        wire = Wire(reader, writer)
        assert (await wire.ask("POST", "/now")).status == 200
        await wire.close()
    await listener.close()


async def test_a_connection_that_its_client_left_is_forgotten() -> None:
    listener = _Listener(ASGIWrapper(Door()), {}, "127.0.0.1:0", backlog=16)
    port = listener.open()
    wire = await Wire.open(port)
    await wire.ask("GET", "/now")
    assert listener.count == 1
    await wire.close()
    await until(lambda: listener.count == 0)
    await listener.close()


async def test_more_than_the_limit_is_refused_with_an_id_and_a_hint_when_to_come_back() -> None:
    door = Door()
    async with serving(AccessLog(door, door="api", trusted=()), max_in_flight=2) as (port, _):
        wires = [await Wire.open(port) for _ in range(2)]
        for wire in wires:
            await wire.send("GET", "/")
        await door.wait_for(2)
        refused = await fetch(port, "GET", "/now")
        door.may_answer.set()
        for wire in wires:
            assert (await wire.read_head())[0] == 200
            await wire.close()
        assert (await fetch(port, "GET", "/now")).status == 200
    problem = orjson.loads(refused.body)
    assert refused.status == problem["status"] == 503
    assert refused.headers["content-type"] == "application/problem+json"
    assert refused.headers["retry-after"] == "1"
    assert problem["code"] == "overloaded"
    assert problem["request_id"] == refused.headers["x-request-id"]
    assert door.arrived == 3


async def test_open_streams_do_not_use_up_the_limit() -> None:
    door = Door()
    async with serving(AccessLog(door, door="api", trusted=()), max_in_flight=1) as (port, drain):
        streams = [await Wire.open(port) for _ in range(3)]
        for number, stream in enumerate(streams, start=1):
            await stream.send("GET", "/events")
            await stream.read_head()
            assert (drain.streams, drain.in_flight) == (number, number)
        assert (await fetch(port, "GET", "/now")).status == 200
        door.may_answer.set()
        for stream in streams:
            await stream.close()
        await until(lambda: not drain.in_flight)
        assert drain.streams == 0


async def test_a_crash_of_the_application_reaches_the_log(caplog: pytest.LogCaptureFixture) -> None:
    async def crash(scope: Any, receive: Any, send: Any) -> None:
        raise ZeroDivisionError("on purpose")

    async with listening(crash, bind="127.0.0.1:0") as port:
        assert (await fetch(port, "GET", "/")).status == 500
    (record,) = [r for r in caplog.records if r.name == "hypercorn.error"]
    assert record.exc_info is not None
    assert record.exc_info[0] is ZeroDivisionError


async def test_starting_a_drain_again_changes_nothing() -> None:
    drain = Drain(deadline=5)
    assert not drain.is_draining
    drain.start()
    left = drain.seconds_left()
    await asyncio.sleep(0.05)
    drain.start()
    assert drain.is_draining
    assert drain.seconds_left() < left


async def test_a_drain_is_quiet_when_nothing_runs_and_nothing_came_lately() -> None:
    drain = Drain(quiet=0.05)
    drain.touch()
    assert not drain.is_quiet()
    await asyncio.sleep(0.06)
    assert drain.is_quiet()
    drain.in_flight = 1
    assert not drain.is_quiet()


async def test_quiet_counts_from_the_close_because_a_proxy_may_have_just_taken_a_pooled_connection() -> None:
    drain = Drain(quiet=60)
    drain.last_activity = asyncio.get_running_loop().time() - 61
    assert drain.is_quiet()
    drain.close()
    assert not drain.is_quiet()
    assert drain.closing.is_set()
    assert drain.phase is Phase.CLOSING


async def test_out_of_descriptors_it_waits_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("taskflow.web.serving._PAUSE_SECONDS", 0.05)
    listener = _Listener(ASGIWrapper(Door()), {}, "127.0.0.1:0", backlog=16)
    port = listener.open()
    real, refusals = listener._socket, 3

    class Exhausted:
        """The socket of a process that has no descriptor left, for a while."""

        def accept(self) -> Any:
            nonlocal refusals
            refusals -= 1
            if refusals < 0:
                return real.accept()
            raise OSError(24, "Too many open files")

        def __getattr__(self, name: str) -> Any:
            return getattr(real, name)

    listener._socket = Exhausted()  # type: ignore[assignment]
    assert (await fetch(port, "GET", "/now")).status == 200
    assert refusals < 0
    await listener.close()
