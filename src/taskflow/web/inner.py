"""The inner port of every role: is it alive, is it ready, how is it, and its metrics. Never published."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import orjson

from taskflow.platform import metrics
from taskflow.platform.errors import NotFound, TaskFlowError, Unavailable
from taskflow.platform.health import HealthChecks
from taskflow.web.problems import Receive, Scope, Send, send_answer, send_problem
from taskflow.web.serving import listening

HEALTH, TEXT = "application/health+json", "text/plain; charset=utf-8"

READY = metrics.gauge("taskflow_process_ready", "1 when the role has everything that it waited for at its start")
DRAINING = metrics.gauge("taskflow_process_draining", "1 from the signal to stop on")


class NotReady(TaskFlowError):
    """The process does not want requests; the detail says what it waits for."""

    status = 503
    code = "not_ready"
    title = "Not ready"


class Inner:
    """A plain ASGI application: it has to answer before anything else of the process works.

    The role sets `waits_for` to what it waits for, None when it is ready, and `is_draining` when it is to stop.
    """

    def __init__(self, checks: HealthChecks) -> None:
        self.checks = checks
        self.waits_for: str | None = "its start"
        self.is_draining = False
        metrics.observe_at_scrape(READY, lambda: int(self.waits_for is None))
        metrics.observe_at_scrape(DRAINING, lambda: int(self.is_draining))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        try:
            status, kind, body = await self._answer(scope["path"])
        except TaskFlowError as error:
            await send_problem(error, scope, send)
        else:
            await send_answer(send, status, kind, body)

    async def _answer(self, path: str) -> tuple[int, str, bytes]:
        if path == "/livez":
            return 200, TEXT, b"alive\n"
        if path == "/readyz":
            await self._require_ready()
            return 200, TEXT, b"ready\n"
        if path == "/health":
            report = await self.checks.report()
            return (200 if report.is_ready else 503), HEALTH, orjson.dumps(report.to_dict())
        if path == "/metrics":
            body, kind = metrics.render()
            return 200, kind, body
        raise NotFound

    async def _require_ready(self) -> None:
        """Pass, or raise NotReady."""
        if self.is_draining:
            raise NotReady("This process is stopping", code="draining")
        if self.waits_for is not None:
            raise NotReady(f"This process waits for {self.waits_for}", code="starting")
        report = await self.checks.report()
        if not report.is_ready:
            failing = ", ".join(c.name for c in report.checks if c.is_critical and c.status == "fail")
            raise NotReady(f"Failing: {failing}", code=Unavailable.code)


@asynccontextmanager
async def open_inner(inner: Inner, *, bind: str) -> AsyncIterator[int]:
    """Serve it while the context lasts; gives the port. Raises BindError."""
    async with listening(inner, bind=bind) as port:
        yield port
