"""Every request: its id, the client behind the proxy, one log line, and its metrics."""

import asyncio
import logging
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from uuid import uuid4

import structlog

from taskflow.platform.errors import Unavailable
from taskflow.platform.metrics import counter, gauge, histogram
from taskflow.web.draining import OVERLOADED, is_event_stream
from taskflow.web.errors import InternalError
from taskflow.web.problems import AsgiApp, Message, Receive, Scope, Send, send_problem

Network = IPv4Network | IPv6Network
Address = IPv4Address | IPv6Address

REQUEST_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
HUNG_UP = 499  # nginx' number for a client that left before its answer
_ID_HEADER = b"x-request-id"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_QUIET_ROUTES = frozenset({"/health"})
_MAX_PATH, _MAX_AGENT = 500, 200
log = structlog.get_logger("taskflow.access")

REQUESTS = counter("taskflow_requests_total", "Requests by door, method, route and status class")
DURATION = histogram(
    "taskflow_request_duration_seconds", "Time from the request to the end of its answer; of a stream, to its start"
)
IN_FLIGHT = gauge("taskflow_requests_in_flight", "Requests that are being answered, open streams among them")


@dataclass(slots=True)
class _Exchange:
    """What is known of a request's answer so far."""

    agent: str
    began: float = field(default_factory=time.perf_counter)
    answered: float | None = None
    status: int = HUNG_UP
    size: int = 0
    is_stream: bool = False
    failure: str = "hung_up"

    def start(self, status: int, headers: Sequence[tuple[bytes, bytes]]) -> None:
        self.status, self.answered, self.failure = status, time.perf_counter(), ""
        self.is_stream = is_event_stream(headers)

    @property
    def outcome(self) -> str:
        """The status class, or how it ended without one."""
        return self.failure or f"{self.status // 100}xx"


class AccessLog:
    """ASGI middleware around one door; of `trusted` proxies, X-Forwarded-For and X-Request-ID are believed."""

    def __init__(self, app: AsgiApp, *, door: str, trusted: Sequence[Network]) -> None:
        self.app, self.door, self.trusted = app, door, trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request and write down how it went."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        peer = _parse((scope.get("client") or ("",))[0])
        client, given = peer, ""
        if peer is not None and any(peer in network for network in self.trusted):
            client = find_client(peer, _read(scope, b"x-forwarded-for"), self.trusted)
            given = _read(scope, _ID_HEADER)
        request_id = given if REQUEST_ID.fullmatch(given) else uuid4().hex
        scope["taskflow.request_id"], scope["taskflow.client"] = request_id, str(client or "")
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        exchange = _Exchange(_read(scope, b"user-agent"))
        IN_FLIGHT.add(1, {"door": self.door})
        try:
            await self._answer(scope, receive, send, exchange)
        except asyncio.CancelledError:
            exchange.failure = "cut"
            raise
        finally:
            IN_FLIGHT.add(-1, {"door": self.door})
            self._record(scope, exchange)

    async def _answer(self, scope: Scope, receive: Receive, send: Send, exchange: _Exchange) -> None:
        own = (_ID_HEADER, scope["taskflow.request_id"].encode())

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = [pair for pair in message["headers"] if pair[0].lower() != _ID_HEADER]
                exchange.start(message["status"], headers)
                message = {**message, "headers": [*headers, own]}
            elif message["type"] == "http.response.body" and scope["method"] != "HEAD":
                exchange.size += len(message.get("body", b""))
            await send(message)

        if scope.get(OVERLOADED):
            await send_problem(_build_refusal(), scope, send_on)
            return
        try:
            await self.app(scope, receive, send_on)
        except Exception:
            log.exception("request_crashed", route=_route(scope))
            if exchange.answered is None:
                await send_problem(InternalError(), scope, send_on)
            # Otherwise the server sees an answer without an end and closes the connection.
            exchange.failure = "5xx"

    def _record(self, scope: Scope, exchange: _Exchange) -> None:
        ended = time.perf_counter()
        method = scope["method"] if scope["method"] in _METHODS else "OTHER"
        labels = {"door": self.door, "method": method, "route": _route(scope)}
        REQUESTS.inc(labels | {"status": exchange.outcome})
        measured = exchange.answered if exchange.is_stream and exchange.answered else ended
        DURATION.observe(measured - exchange.began, labels)
        log.log(
            self._choose_level(labels["route"], exchange),
            "request",
            method=method,
            path=scope["path"][:_MAX_PATH],
            route=labels["route"],
            status=exchange.status,
            outcome=exchange.outcome,
            duration_ms=round((ended - exchange.began) * 1000, 2),
            bytes=exchange.size,
            client=scope["taskflow.client"],
            user_agent=exchange.agent[:_MAX_AGENT],
        )

    def _choose_level(self, route: str, exchange: _Exchange) -> int:
        if exchange.outcome == "5xx":
            return logging.WARNING
        return logging.DEBUG if route in _QUIET_ROUTES and exchange.status == 200 else logging.INFO


def find_client(peer: Address, forwarded: str, trusted: Sequence[Network]) -> Address:
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


def _build_refusal() -> Unavailable:
    return Unavailable(
        "This process works on as many requests as it can: try again in a moment",
        code="overloaded",
        headers={"Retry-After": "1"},
    )


def _route(scope: Scope) -> str:
    return str(scope.get("taskflow.route", "unmatched"))


def _read(scope: Scope, name: bytes) -> str:
    """A header's values, joined as RFC 9110 has it."""
    return ",".join(value.decode("latin-1") for given, value in scope["headers"] if given == name)


def _parse(text: str) -> Address | None:
    try:
        address = ip_address(text)
    except ValueError:
        return None
    return (address.ipv4_mapped or address) if isinstance(address, IPv6Address) else address
