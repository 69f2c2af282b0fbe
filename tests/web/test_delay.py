"""Small answers are sent at once."""

import asyncio
import socket
from typing import Any

import pytest

from taskflow.web import serving


async def test_a_small_answer_does_not_wait_for_an_acknowledgement(monkeypatch: pytest.MonkeyPatch) -> None:
    delays: list[bool] = []

    class Watched(serving._Connection):
        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments)
            connection = arguments[-1].get_extra_info("socket")
            delays.append(not connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

    async def answer(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    monkeypatch.setattr(serving, "_Connection", Watched)
    async with serving.listening(answer, bind="127.0.0.1:0") as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert (await reader.readline()).startswith(b"HTTP/1.1 204")
        writer.close()
        await writer.wait_closed()
    assert delays == [False]
