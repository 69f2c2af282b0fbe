"""A stop in the middle of a load: our drain loses nothing, and Hypercorn's own stop shows what would be lost."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from loadtests.common.wire import Lost, Wire

ROOT = Path(__file__).parents[2]
CLIENTS = 8
# Seconds: shorter than in production, in the same order.
LAME_DUCK, QUIET, DEADLINE = 0.3, 3.0, 8.0


class Server:
    """A bare server in a process of its own."""

    def __init__(self, process: asyncio.subprocess.Process, port: int) -> None:
        self.process, self.port = process, port

    def terminate(self) -> None:
        """Ask it to stop, as an orchestrator does."""
        self.process.terminate()

    async def wait(self, seconds: float = DEADLINE + 3) -> int | None:
        """Its exit code, or None when it hangs."""
        try:
            return await asyncio.wait_for(self.process.wait(), seconds)
        except TimeoutError:
            return None

    async def logs(self) -> list[dict[str, Any]]:
        """What it wrote, read to the end."""
        assert self.process.stdout is not None
        return [json.loads(line) for line in (await self.process.stdout.read()).splitlines()]


Start = Callable[..., Awaitable[Server]]


@pytest.fixture
async def start() -> AsyncIterator[Start]:
    servers: list[Server] = []

    async def start(kind: str, *durations: float) -> Server:
        command = [sys.executable, "-m", "tests.web.bare_server", kind, *map(str, durations)]
        environment = os.environ | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"}
        process = await asyncio.create_subprocess_exec(
            *command,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL if kind == "stock" else None,
            env=environment,
            cwd=ROOT,
        )
        assert process.stdout is not None
        while not (line := await process.stdout.readline()).startswith(b"port "):
            assert line, "the server did not start"
        servers.append(Server(process, int(line.split()[1])))
        return servers[-1]

    yield start
    for server in servers:
        if server.process.returncode is None:
            server.process.kill()
            await server.process.wait()
        await server.logs()


class Load:
    """Clients that post without a pause and never try again, but for a refused connection: nothing was sent on it."""

    def __init__(self, first: Server, second: Server) -> None:
        self.ports = [first.port, second.port]
        self.answered = dict.fromkeys(self.ports, 0)
        self.lost: list[str] = []
        self.is_over = False

    async def run(self, stopping: Callable[[], Awaitable[None]]) -> None:
        """Load both servers, call `stopping` in the middle, and go on after it."""
        async with asyncio.TaskGroup() as group:
            for number in range(CLIENTS):
                group.create_task(self._post(number % 2))
            await asyncio.sleep(0.3)
            await stopping()
            await asyncio.sleep(0.3)
            self.is_over = True

    async def _post(self, preferred: int) -> None:
        wire, port = await self._connect(preferred)
        while not self.is_over:
            try:
                answer = await wire.ask("POST", "/work", body=b"x" * 1000)
            except Lost as lost:
                self.lost.append(str(lost))
            else:
                self.answered[port] += answer.status == 200
                if not answer.closes:
                    continue
            await wire.close()
            wire, port = await self._connect(preferred)
        await wire.close()

    async def _connect(self, preferred: int) -> tuple[Wire, int]:
        for port in (self.ports[preferred], self.ports[1 - preferred]):
            try:
                return await Wire.open(port), port
            except ConnectionRefusedError:
                continue
        raise AssertionError("both servers refuse")


async def test_a_stop_under_load_loses_no_request(start: Start) -> None:
    stopped, staying = (
        await start("drain", LAME_DUCK, QUIET, DEADLINE),
        await start("drain", LAME_DUCK, QUIET, DEADLINE),
    )
    load, code = Load(stopped, staying), None

    async def stop() -> None:
        nonlocal code
        stopped.terminate()
        code = await stopped.wait()

    await load.run(stop)
    assert load.lost == []
    assert code == 0
    assert all(load.answered.values())
    finished = (await stopped.logs())[-1]
    assert (finished["event"], finished["cut"]) == ("drain_finished", 0)


async def test_the_stop_of_hypercorn_itself_loses_requests_of_the_same_load(start: Start) -> None:
    stopped, staying = await start("stock"), await start("stock")
    load = Load(stopped, staying)

    async def stop() -> None:
        stopped.terminate()
        await stopped.wait(2)

    await load.run(stop)
    assert load.lost


async def test_what_is_sent_on_an_idle_pooled_connection_after_the_signal_is_answered(start: Start) -> None:
    server = await start("drain", LAME_DUCK, QUIET, DEADLINE)
    wire = await Wire.open(server.port)
    assert not (await wire.ask("POST", "/work")).closes
    server.terminate()
    await refuses(server)  # the lame duck is over, so what comes now comes on a connection from before
    answer = await wire.ask("POST", "/work")
    assert (answer.status, answer.closes) == (200, True)
    await wire.close()
    assert await server.wait() == 0


async def test_hypercorn_itself_closes_an_idle_pooled_connection_without_a_word(start: Start) -> None:
    server = await start("stock")
    wire = await Wire.open(server.port)
    assert not (await wire.ask("POST", "/work")).closes  # nothing told the client not to use it again
    server.terminate()
    await refuses(server)
    with pytest.raises(Lost):
        await wire.ask("POST", "/work")
    await wire.close()


async def test_a_request_in_flight_is_answered_while_new_connections_are_refused(start: Start) -> None:
    server = await start("drain", 0, QUIET, DEADLINE)
    wire = await Wire.open(server.port)
    await wire.ask("POST", "/work")
    asked = asyncio.create_task(wire.ask("POST", "/slow"))
    await asyncio.sleep(0.1)
    server.terminate()
    await refuses(server)
    assert not asked.done()
    answer = await asked
    assert (answer.status, answer.closes) == (200, True)
    await wire.close()
    assert await server.wait() == 0


async def test_during_the_lame_duck_new_connections_are_served_and_told_to_close(start: Start) -> None:
    server = await start("drain", 30, QUIET, 3.0)
    idle = await Wire.open(server.port)
    await idle.ask("POST", "/work")
    server.terminate()
    while not (await idle.ask("POST", "/work")).closes:
        pass  # the signal is on its way
    wire = await Wire.open(server.port)
    assert (await wire.ask("POST", "/work")).closes
    assert await server.wait() == 0, "the deadline ends the lame duck, too"
    await wire.close()
    await idle.close()


async def test_an_open_stream_ends_by_itself(start: Start) -> None:
    server = await start("drain", LAME_DUCK, QUIET, DEADLINE)
    wire = await Wire.open(server.port)
    asked = asyncio.create_task(wire.ask("GET", "/events"))
    await asyncio.sleep(0.1)
    server.terminate()
    assert (await asked).body.endswith(b"event: bye\n\n")
    await wire.close()
    assert await server.wait() == 0


async def test_hypercorn_itself_cuts_an_open_stream_or_hangs(start: Start) -> None:
    server = await start("stock")
    wire = await Wire.open(server.port)
    asked = asyncio.create_task(wire.ask("GET", "/events"))
    await asyncio.sleep(0.1)
    server.terminate()
    if await server.wait(2.5) is None:  # from Python 3.12.1 on
        server.process.kill()
    with pytest.raises(Lost):
        await asked
    await wire.close()


async def test_a_stream_that_does_not_end_is_cut_at_the_deadline_and_counted(start: Start) -> None:
    server = await start("drain", 0, QUIET, 1.0)
    wire = await Wire.open(server.port)
    asked = asyncio.create_task(wire.ask("GET", "/stubborn"))
    await asyncio.sleep(0.1)
    server.terminate()
    assert await server.wait() == 0
    with pytest.raises(Lost):
        await asked
    await wire.close()
    finished = (await server.logs())[-1]
    assert (finished["level"], finished["event"], finished["cut"]) == ("warning", "drain_finished", 1)


async def test_nobody_is_waited_for_when_nobody_is_connected(start: Start) -> None:
    server = await start("drain", 0, 60, 60)
    wire = await Wire.open(server.port)
    await wire.ask("POST", "/work")
    await wire.close()
    server.terminate()
    assert await server.wait(10) == 0


async def refuses(server: Server) -> None:
    """Wait until it takes no new connection."""
    for _ in range(200):
        try:
            wire = await Wire.open(server.port)
        except ConnectionRefusedError:
            return
        except ConnectionResetError:
            continue
        await wire.close()
        await asyncio.sleep(0.02)
    raise AssertionError("it still accepts")
