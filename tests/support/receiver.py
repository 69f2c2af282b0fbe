"""Somebody else's server on loopback that answers as a test wants it, badly too, and remembers what it was sent."""

import asyncio
import contextlib
import ssl
import subprocess
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

Write = Callable[["Request", asyncio.StreamWriter], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    """What arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """Its port, what it got, and how it answers: `answer` for each request, or those in `answers` first."""

    port: int = 0
    got: list[Request] = field(default_factory=list)
    answer: Write | None = None
    answers: list[Write] = field(default_factory=list)
    serving: set[asyncio.Task[None]] = field(default_factory=set)
    open: int = 0
    most_open: int = 0

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}/hook"

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self.serving.add(task)
        task.add_done_callback(self.serving.discard)
        self.open += 1
        self.most_open = max(self.most_open, self.open)
        try:
            request = await _read(reader)
            self.got.append(request)
            write = self.answers.pop(0) if self.answers else self.answer or says(200)
            await write(request, writer)
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the other side has gone, as some tests want it
        finally:
            self.open -= 1
            with contextlib.suppress(ConnectionError):
                writer.close()
                await writer.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Request:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
    method, target, _ = head[0].split(" ")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
    return Request(method, target, headers, await reader.readexactly(int(headers.get("content-length", "0"))))


def says(status: int, body: bytes = b"ok", **headers: str) -> Write:
    """An answer in order."""

    async def write(_: Request, writer: asyncio.StreamWriter) -> None:
        lines = [f"HTTP/1.1 {status} Some", f"Content-Length: {len(body)}", "Connection: close"]
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join(lines).encode() + b"\r\n\r\n" + body)
        await writer.drain()

    return write


def writes(data: bytes, *, then_waits: float = 0, resets: bool = False) -> Write:
    """Some bytes, perhaps a while of nothing, and the end, perhaps a rude one."""

    async def write(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(then_waits)
        if resets:
            writer.transport.abort()

    return write


def waits_for(event: asyncio.Event, status: int = 200) -> Write:
    """An answer when the event is set."""

    async def write(request: Request, writer: asyncio.StreamWriter) -> None:
        await event.wait()
        await says(status)(request, writer)

    return write


def endless() -> Write:
    """A body that has no end."""

    async def write(_: Request, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 Fine\r\nConnection: close\r\n\r\n")
        while True:
            writer.write(b"x" * 65536)
            await writer.drain()

    return write


@asynccontextmanager
async def receiving(tls: ssl.SSLContext | None = None) -> AsyncIterator[Receiver]:
    """A receiver that listens."""
    receiver = Receiver()
    server = await asyncio.start_server(receiver._serve, "127.0.0.1", 0, ssl=tls)
    receiver.port = server.sockets[0].getsockname()[1]
    try:
        yield receiver
    finally:
        server.close()
        for task in receiver.serving:
            task.cancel()
        await asyncio.gather(*receiver.serving, return_exceptions=True)


def make_certificate(folder: Path, host: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """What a server of that name shows, and what trusts it."""
    key, certificate = folder / f"{host}.key", folder / f"{host}.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "2", "-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate, key)
    return server, ssl.create_default_context(cafile=str(certificate))
