"""Calling what others run: one request to an address that was looked at before, with limits on everything.

A name is resolved once, and the connection goes to what was found then, so that a name which leads somewhere else a
moment later changes nothing. No redirect is followed, no proxy asked, no cookie kept, and of an answer little is read.
"""

import asyncio
import socket
import ssl
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from yarl import URL

from taskflow.platform.outside import Network, RefusedAddress, choose_addresses, read_url

CONNECT_SECONDS, TOTAL_SECONDS = 5.0, 10.0
_RESOLVERS = 8  # names are asked for in threads of their own: one that hangs must not stop files and passwords

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
_threads = ThreadPoolExecutor(_RESOLVERS, thread_name_prefix="resolve")


class CallFailed(Exception):
    """There is no answer. The message says why, in words for people."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, some of the headers by their small names, and the beginning of the body."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float


class HttpClient:
    """Posts to URLs that people name. `networks` are those that the operator allows beside the public ones."""

    def __init__(
        self,
        networks: Sequence[Network] = (),
        *,
        resolve: Resolve | None = None,
        trust: ssl.SSLContext | None = None,
        connect_seconds: float = CONNECT_SECONDS,
        total_seconds: float = TOTAL_SECONDS,
    ) -> None:
        self.networks = tuple(networks)
        self._resolve = resolve or resolve_name
        self._trust = trust
        self._connect_seconds, self._total_seconds = connect_seconds, total_seconds

    async def post(self, address: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """The answer to one POST. Raises RefusedAddress for what is not called, CallFailed when there is no answer."""
        from taskflow.platform.http_exchange import exchange  # noqa: PLC0415  some megabytes for those who call only

        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._total_seconds):
                url = read_url(address, self.networks)
                addresses = await self._pin(url)
                trust = await self._find_trust() if url.scheme == "https" else None
                status, kept_headers, kept = await exchange(
                    url, addresses, body, headers, trust=trust, connect_seconds=self._connect_seconds
                )
        except TimeoutError:
            raise CallFailed(f"no whole answer within {self._total_seconds:g} seconds") from None
        return Answer(status, kept_headers, kept, time.perf_counter() - started)

    async def _pin(self, url: URL) -> list[str]:
        """The addresses that the name leads to now and that may be called."""
        try:
            async with asyncio.timeout(self._connect_seconds):
                found = await self._resolve(url.raw_host or "", url.port or 443)
        except TimeoutError:
            raise CallFailed("the name could not be resolved in time") from None
        except (OSError, UnicodeError):
            raise CallFailed("the name cannot be resolved") from None
        return choose_addresses(url, found, self.networks)

    async def _find_trust(self) -> ssl.SSLContext:
        """What certificates are held against: read once, which takes a while."""
        if self._trust is None:
            self._trust = await asyncio.to_thread(ssl.create_default_context)
        return self._trust


async def resolve_name(host: str, port: int) -> list[str]:
    """The addresses of a name, from the system. Raises OSError."""

    def ask() -> list[str]:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    return await asyncio.get_running_loop().run_in_executor(_threads, ask)


__all__ = ["Answer", "CallFailed", "HttpClient", "RefusedAddress", "resolve_name"]
