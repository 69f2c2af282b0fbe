"""One exchange over HTTP with addresses that were chosen before; the library behind it is known to this module only."""

import socket
import ssl
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from taskflow.platform.http_client import CallFailed

MAX_ANSWER_BYTES, KEPT_BYTES = 64 * 1024, 1024
MAX_HEADERS, MAX_HEADER_CHARACTERS = 40, 500


async def exchange(
    url: URL,
    addresses: Sequence[str],
    body: bytes,
    headers: Mapping[str, str],
    *,
    trust: ssl.SSLContext | None,
    connect_seconds: float,
) -> tuple[int, dict[str, str], bytes]:
    """The status, headers and first KEPT_BYTES of the answer to a POST at one of the addresses. Raises CallFailed."""
    connector = aiohttp.TCPConnector(
        resolver=_Pinned(addresses), use_dns_cache=False, ssl=trust or True, force_close=True, limit=1
    )
    session = aiohttp.ClientSession(
        connector=connector,
        cookie_jar=aiohttp.DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
        timeout=aiohttp.ClientTimeout(total=None, sock_connect=connect_seconds),
    )
    try:
        async with session, session.post(url, data=body, headers=headers, allow_redirects=False) as response:
            return response.status, _keep_headers(response.headers), await _read(response.content)
    except aiohttp.ServerTimeoutError:
        raise CallFailed(f"no connection within {connect_seconds:g} seconds") from None
    except TimeoutError:
        raise
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise CallFailed(_describe(error)) from None


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


def _describe(error: Exception) -> str:
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
    return {name[:100].lower(): value[:MAX_HEADER_CHARACTERS].replace("\0", "") for name, value in pairs}
