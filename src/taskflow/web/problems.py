"""Answers of plain ASGI, with RFC 9457 problem details, for what stands before or beside the doors."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

import orjson

from taskflow.platform.errors import TaskFlowError

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
AsgiApp = Callable[
    ..., Awaitable[None]
]  # (scope, receive, send); frameworks type these more narrowly, each its own way

PROBLEM_TYPE = "application/problem+json"
TYPE_BASE = "urn:taskflow:problem:"


async def send_problem(error: TaskFlowError, scope: Scope, send: Send) -> None:
    """Answer with the error; the request id is in it where the request has one."""
    problem = {
        "type": TYPE_BASE + error.code,
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
    }
    if "taskflow.request_id" in scope:
        problem["request_id"] = scope["taskflow.request_id"]
    await send_answer(send, error.status, PROBLEM_TYPE, orjson.dumps(problem), error.headers)


async def send_answer(
    send: Send, status: int, content_type: str, body: bytes, headers: MutableMapping[str, str] | None = None
) -> None:
    """Answer with a whole body, which nothing on the way may keep."""
    all_headers = {
        "content-type": content_type,
        "content-length": str(len(body)),
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        **(headers or {}),
    }
    pairs = [(name.lower().encode(), value.encode()) for name, value in all_headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body, "more_body": False})
