"""The inner port of every role: is it alive, is it ready, how is it, and its metrics. Never published."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson

from taskflow.platform import metrics
from taskflow.platform.health import HealthChecks
from taskflow.web.draining import Receive, Scope, Send
from taskflow.web.serving import listening

JSON, PROBLEM, TEXT = "application/json", "application/problem+json", "text/plain; charset=utf-8"


class Inner:
    """A plain ASGI application: it has to answer before anything else of the process works."""

    def __init__(self, checks: HealthChecks) -> None:
        self.checks = checks
        self.waits_for: str | None = "its start"
        self.is_draining = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        status, kind, body = await self._answer(scope["path"])
        headers = [
            (b"content-type", kind.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})

    async def _answer(self, path: str) -> tuple[int, str, bytes]:
        if path == "/livez":
            return 200, TEXT, b"alive\n"
        if path == "/readyz":
            return await self._answer_ready()
        if path == "/health":
            report = await self.checks.report()
            return (200 if report.is_ready else 503), JSON, orjson.dumps(report.to_dict())
        if path == "/metrics":
            body, kind = metrics.render()
            return 200, kind, body
        return 404, PROBLEM, _problem(404, "not_found", "There is nothing here")

    async def _answer_ready(self) -> tuple[int, str, bytes]:
        if self.is_draining:
            return 503, PROBLEM, _problem(503, "draining", "This process is stopping")
        if self.waits_for is not None:
            return 503, PROBLEM, _problem(503, "starting", f"This process waits for {self.waits_for}")
        report = await self.checks.report()
        if not report.is_ready:
            failing = ", ".join(c.name for c in report.checks if c.is_critical and c.status == "fail")
            return 503, PROBLEM, _problem(503, "unavailable", f"Failing: {failing}")
        return 200, TEXT, b"ready\n"


@asynccontextmanager
async def open_inner(inner: Inner, *, bind: str) -> AsyncIterator[int]:
    """Serve it while the context lasts; gives the port. Raises BindError."""
    async with listening(inner, bind=bind) as port:
        yield port


def _problem(status: int, code: str, detail: str) -> bytes:
    title = "Not found" if status == 404 else "Not ready"
    return orjson.dumps(
        {"type": f"urn:taskflow:problem:{code}", "title": title, "status": status, "code": code, "detail": detail}
    )
