"""The API over a real connection: what only a server does with it."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from loadtests.common.wire import Wire
from taskflow.web.application import Application
from taskflow.web.serving import listening

Connect = Callable[[], Awaitable[Wire]]


@pytest.fixture
async def connect(app: Application, database: None) -> AsyncIterator[Connect]:
    """Opens a connection to the API."""
    opened: list[Wire] = []
    async with listening(app, bind="127.0.0.1:0") as port:

        async def connect() -> Wire:
            opened.append(await Wire.open(port))
            return opened[-1]

        yield connect
        for wire in opened:
            await wire.close()


async def test_head_sends_the_headers_only(connect: Connect) -> None:
    wire = await connect()
    whole = await wire.ask("GET", "/api/v1/openapi.json")
    head = await wire.ask("HEAD", "/api/v1/openapi.json")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == whole.headers["content-length"] == str(len(whole.body))
    assert (await wire.ask("GET", "/api/v1/me")).status == 401  # the connection is still in step


async def test_an_odd_address_is_a_problem(connect: Connect) -> None:
    for path in ("/api/v1/%00", "/api/v1/%FF%FE", "/api/v1/me?%FF=%FF", "//api/v1/me", "/api/v1/workspaces/%ED%A0%80"):
        answer = await (await connect()).ask("GET", path)
        assert answer.status in {401, 404}, path
        assert answer.headers["content-type"] == "application/problem+json"
        assert json.loads(answer.body)["status"] == answer.status


async def test_a_body_that_grows_over_a_mebibyte_is_refused(connect: Connect) -> None:
    wire = await connect()
    head = "POST /api/v1/users HTTP/1.1\r\nHost: test\r\nTransfer-Encoding: chunked\r\n"
    chunk = b"%x\r\n" % 2**16 + b" " * 2**16 + b"\r\n"
    wire.writer.write(f"{head}Content-Type: application/json\r\n\r\n".encode() + chunk * 18)
    await wire.writer.drain()
    status, headers = await wire.read_head()
    assert (status, headers["content-type"]) == (413, "application/problem+json")
