"""Every request: its id, the client behind the proxy, one log line, and its metrics."""

import re
import time
from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Any
from uuid import uuid4

import structlog

from taskflow.platform.metrics import counter, gauge, histogram
from taskflow.web.draining import Message, Receive, Scope, Send

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET_ROUTES = frozenset({"/health"})
log = structlog.get_logger("taskflow.access")

REQUESTS = counter("taskflow_requests_total", "Requests by door, method, route and status class")
DURATION = histogram("taskflow_request_duration_seconds", "Time from the request to the end of its answer")
IN_FLIGHT = gauge("taskflow_requests_in_flight", "Requests that are being answered")


class AccessLog:
    """ASGI middleware around one door."""

    def __init__(self, app: Any, *, door: str, trusted: Sequence[Network]) -> None:
        self.app, self.door, self.trusted = app, door, trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and write down how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        peer = _parse((scope.get("client") or ("",))[0])
        is_trusted = peer is not None and any(peer in network for network in self.trusted)
        given = headers.get(b"x-request-id", "")
        request_id = given if is_trusted and REQUEST_ID.fullmatch(given) else uuid4().hex
        client = find_client(peer, headers.get(b"x-forwarded-for", ""), self.trusted) if is_trusted else peer
        scope["taskflow.request_id"], scope["taskflow.client"] = request_id, str(client or "")
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        await self._answer(scope, receive, send, headers)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, str]) -> None:
        status, size, started = 0, 0, time.perf_counter()

        async def send_on(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                own = (b"x-request-id", scope["taskflow.request_id"].encode())
                message = {**message, "headers": [*message["headers"], own]}
            elif message["type"] == "http.response.body":
                size += len(message.get("body", b""))
            await send(message)

        IN_FLIGHT.add(1, {"door": self.door})
        try:
            await self.app(scope, receive, send_on)
        finally:
            IN_FLIGHT.add(-1, {"door": self.door})
            self._record(scope, status, size, time.perf_counter() - started, headers.get(b"user-agent", ""))

    def _record(self, scope: Scope, status: int, size: int, seconds: float, user_agent: str) -> None:
        route = scope.get("taskflow.route", "unmatched")
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        labels = {"door": self.door, "method": method, "route": route}
        REQUESTS.inc(labels | {"status": f"{status // 100}xx" if status else "hung_up"})
        DURATION.observe(seconds, labels)
        level = "debug" if route in _QUIET_ROUTES and status == 200 else "info"
        getattr(log, level)(
            "request",
            method=method,
            path=scope["path"],
            route=route,
            status=status,
            duration_ms=round(seconds * 1000, 2),
            bytes=size,
            client=scope["taskflow.client"],
            user_agent=user_agent[:200],
        )


def find_client(peer: Address | None, forwarded: str, trusted: Sequence[Network]) -> Address | None:
    """The address nearest to us that is not one of our proxies; what stands left of it, the client may have made up."""
    client = peer
    for part in reversed(forwarded.split(",")):
        address = _parse(part.strip())
        if address is None:
            break
        client = address
        if not any(address in network for network in trusted):
            break
    return client


def _parse(text: str) -> Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
