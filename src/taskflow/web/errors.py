"""Every error as RFC 9457 problem details, in one place."""

import asyncio
from typing import Any
from urllib.parse import quote

import orjson
import structlog
from quart import Response, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge
from werkzeug.exceptions import NotFound as NoRoute

from taskflow.platform.database import classify_failure
from taskflow.platform.errors import Moved, NotFound, TaskFlowError, Unavailable
from taskflow.web.application import UPLOADS
from taskflow.web.problems import PROBLEM_TYPE, TYPE_BASE

log = structlog.get_logger("taskflow.web")
_RETRY_SECONDS = "2"


class InternalError(TaskFlowError):
    """A fault of ours; the log has what happened under the same request id."""

    status = 500
    code = "internal_error"
    title = "TaskFlow made a mistake"


class _Http(TaskFlowError):
    """What the framework refuses before a handler runs."""


_FRAMEWORK_CODES = {
    400: "bad_request",
    405: "method_not_allowed",
    408: "request_timeout",
    413: "body_too_large",
    414: "uri_too_long",
    415: "unsupported_media_type",
    431: "headers_too_large",
}


def to_taskflow_error(error: BaseException) -> TaskFlowError:
    """The error that a person is told. What is nobody's fault but ours is logged and tells nothing."""
    if isinstance(error, TaskFlowError):
        return error
    if isinstance(error, NoRoute):
        return NotFound()
    if isinstance(error, HTTPException):
        return _from_framework(error)
    if isinstance(error, asyncio.TimeoutError) or classify_failure(error) is not None:
        log.warning("request_unavailable", reason=type(error).__name__, detail=str(error)[:200])
        return Unavailable(headers={"Retry-After": _RETRY_SECONDS})
    log.error("request_failed", exc_info=(type(error), error, error.__traceback__))
    return InternalError("Nothing was changed. Tell your operator the request id if it happens again.")


def build_problem(error: TaskFlowError) -> dict[str, Any]:
    """The members of the problem document."""
    problem: dict[str, Any] = {
        "type": TYPE_BASE + error.code,
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
        "code": error.code,
        "request_id": request.scope.get("taskflow.request_id", ""),
    }
    if error.errors:
        problem["errors"] = [{"pointer": e.pointer, "code": e.code, "detail": e.detail} for e in error.errors]
    return problem | error.extra


def problem_response(error: TaskFlowError) -> Response:
    """The problem document as a response."""
    body = orjson.dumps(build_problem(error), default=str)
    response = Response(body, status=error.status, content_type=PROBLEM_TYPE)
    response.headers.update(error.headers)
    return response


def redirect_moved(error: TaskFlowError) -> Response | None:
    """Where the thing of this address is now, to be asked there in the same way; None when the address has no such key.

    308 keeps the method and the body. Nobody keeps the answer: a former key may be freed and name something else.
    """
    if not isinstance(error, Moved):
        return None
    steps = request.path.split("/")
    if error.old not in steps:
        return None
    steps[steps.index(error.old)] = error.new
    address = quote("/".join(steps))
    query = request.query_string.decode("latin-1")
    headers = {"Location": f"{address}?{query}" if query else address, "Cache-Control": "no-store"}
    return Response(b"", status=308, headers=headers)


def _from_framework(error: HTTPException) -> TaskFlowError:
    status = error.code or 400
    converted = _Http(error.description or error.name, code=_FRAMEWORK_CODES.get(status, "bad_request"))
    converted.status = status  # type: ignore[misc]
    converted.title = error.name  # type: ignore[misc]
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        converted.headers["Allow"] = ", ".join(sorted(error.valid_methods))
    if isinstance(error, RequestEntityTooLarge):
        is_file = request.method == "POST" and request.path.endswith(UPLOADS)
        converted.detail = "The file is larger than is taken here" if is_file else "The body is larger than 1 MiB"
    return converted
