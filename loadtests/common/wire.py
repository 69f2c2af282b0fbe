"""HTTP/1.1 over one connection, seen as a proxy sees it: nothing is tried again."""

import asyncio
from dataclasses import dataclass


class Lost(Exception):
    """A request was sent and not answered."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def closes(self) -> bool:
        """True when the server announces that this was the last answer on the connection."""
        return self.headers.get("connection", "") == "close"


class Wire:
    """One kept-alive connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    async def open(cls, port: int) -> "Wire":
        """Connect. Raises ConnectionRefusedError."""
        return cls(*await asyncio.open_connection("127.0.0.1", port))

    async def ask(self, method: str, path: str, headers: str = "", body: bytes = b"") -> Answer:
        """Send a request and read its answer. Raises Lost."""
        await self.send(method, path, headers, body)
        try:
            status, given = await self.read_head()
            return Answer(status, given, await self._read_body(method, given))
        except (OSError, asyncio.IncompleteReadError) as error:
            raise Lost(f"{method} {path}: {error!r}") from None

    async def send(self, method: str, path: str, headers: str = "", body: bytes = b"") -> None:
        """Send a request only."""
        head = f"{method} {path} HTTP/1.1\r\nHost: test\r\nContent-Length: {len(body)}\r\n{headers}\r\n"
        try:
            self.writer.write(head.encode() + body)
            await self.writer.drain()
        except OSError as error:
            raise Lost(f"{method} {path}: {error!r}") from None

    async def read_head(self) -> tuple[int, dict[str, str]]:
        """The status and the headers, their names in small letters."""
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.split(":", 1) for line in lines[1:] if line)
        return int(lines[0].split(" ")[1]), {name.lower(): value.strip() for name, value in pairs}

    async def _read_body(self, method: str, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding") == "chunked":
            body = b""
            while size := int(await self.reader.readuntil(b"\r\n"), 16):
                body += (await self.reader.readexactly(size + 2))[:-2]
            await self.reader.readexactly(2)
            return body
        return b"" if method == "HEAD" else await self.reader.readexactly(int(headers.get("content-length", "0")))

    async def close(self) -> None:
        """Hang up."""
        self.writer.close()
        try:
            await self.writer.wait_closed()
        except OSError:
            return  # the server was first


async def fetch(port: int, method: str, path: str, headers: str = "") -> Answer:
    """One request on a connection of its own."""
    wire = await Wire.open(port)
    try:
        return await wire.ask(method, path, headers)
    finally:
        await wire.close()
