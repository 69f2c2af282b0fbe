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
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from taskflow.platform.outside import Network, RefusedAddress, choose_addresses, read_url

CONNECT_SECONDS, TOTAL_SECONDS = 5.0, 10.0
MAX_ANSWER_BYTES, KEPT_BYTES = 64 * 1024, 1024
MAX_HEADERS, MAX_HEADER_VALUE = 40, 500
_RESOLVERS = 8  # names are asked for in threads of their own: one that hangs must not stop files and passwords

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
_threads = ThreadPoolExecutor(_RESOLVERS, thread_name_prefix="resolve")


class CallFailed(Exception):
    """There is no answer. The message says why, in words for people."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the status, some of the headers, and the first KEPT_BYTES of the body."""

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
        started = time.perf_counter()
        try:
            async with asyncio.timeout(self._total_seconds):
                url = read_url(address, self.networks)
                return await self._post(url, await self._pin(url), body, headers, started)
        except aiohttp.ServerTimeoutError:
            raise CallFailed(f"no connection within {self._connect_seconds:g} seconds") from None
        except TimeoutError:
            raise CallFailed(f"no whole answer within {self._total_seconds:g} seconds") from None
        except (aiohttp.ClientError, OSError, ValueError) as error:
            raise CallFailed(describe(error)) from None

    async def _pin(self, url: URL) -> list[str]:
        """The addresses that the name leads to now and that may be called."""
        host = url.raw_host or ""
        try:
            async with asyncio.timeout(self._connect_seconds):
                found = await self._resolve(host, url.port or 443)
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

    async def _post(
        self, url: URL, addresses: Sequence[str], body: bytes, headers: Mapping[str, str], started: float
    ) -> Answer:
        trust = await self._find_trust() if url.scheme == "https" else True
        connector = aiohttp.TCPConnector(
            resolver=_Pinned(addresses), use_dns_cache=False, ssl=trust, force_close=True, limit=1
        )
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=self._connect_seconds)
        async with (
            aiohttp.ClientSession(
                connector=connector,
                cookie_jar=aiohttp.DummyCookieJar(),
                trust_env=False,
                auto_decompress=False,
                timeout=timeout,
            ) as session,
            session.post(url, data=body, headers=headers, allow_redirects=False) as response,
        ):
            kept = await _read(response.content)
            return Answer(response.status, _keep_headers(response.headers), kept, time.perf_counter() - started)


class _Pinned(AbstractResolver):
    """Gives the addresses that were looked at, whatever the name leads to by now."""

    def __init__(self, addresses: Sequence[str]) -> None:
        self._addresses = addresses

    async def resolve(self, host: str, port: int = 0, family: int = socket.AF_UNSPEC) -> list[ResolveResult]:
        return [
            ResolveResult(
                hostname=host,
                host=address,
                port=port,
                family=socket.AF_INET6 if ":" in address else socket.AF_INET,
                proto=socket.IPPROTO_TCP,
                flags=socket.AI_NUMERICHOST | socket.AI_NUMERICSERV,
            )
            for address in self._addresses
        ]

    async def close(self) -> None:
        """Nothing is open."""


async def resolve_name(host: str, port: int) -> list[str]:
    """The addresses of a name, from the system. Raises OSError."""

    def ask() -> list[str]:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        return list(dict.fromkeys(str(entry[4][0]) for entry in found))

    return await asyncio.get_running_loop().run_in_executor(_threads, ask)


def describe(error: Exception) -> str:
    """Why there is no answer, without anything of ours in it."""
    if isinstance(error, aiohttp.ClientConnectorCertificateError | aiohttp.ClientConnectorSSLError):
        return f"the TLS connection could not be trusted: {_find_tls_reason(error)}"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"the connection failed: {error.os_error.strerror or 'unreachable'}"[:200]
    if isinstance(error, aiohttp.ClientPayloadError | ConnectionResetError | aiohttp.ServerDisconnectedError):
        return "the connection broke off before the answer was whole"
    if isinstance(error, aiohttp.ClientResponseError):
        return "the answer was not HTTP"
    return f"the connection failed: {type(error).__name__}"


def _find_tls_reason(error: Any) -> str:
    cause = getattr(error, "certificate_error", None) or getattr(error, "os_error", None) or error
    return str(getattr(cause, "verify_message", None) or getattr(cause, "reason", None) or "no secure connection")[:150]


async def _read(content: aiohttp.StreamReader) -> bytes:
    """Read until the end or MAX_ANSWER_BYTES, whichever is first; gives the first KEPT_BYTES."""
    kept, count = b"", 0
    while count < MAX_ANSWER_BYTES:
        chunk = await content.read(MAX_ANSWER_BYTES - count)
        if not chunk:
            break
        kept = (kept + chunk)[:KEPT_BYTES]
        count += len(chunk)
    return kept


def _keep_headers(headers: Mapping[str, str]) -> dict[str, str]:
    pairs = list(headers.items())[:MAX_HEADERS]
    return {name[:100].lower(): value[:MAX_HEADER_VALUE] for name, value in pairs}


__all__ = ["Answer", "CallFailed", "HttpClient", "RefusedAddress", "resolve_name"]
