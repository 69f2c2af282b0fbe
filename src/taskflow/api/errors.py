"""Every error of the API as problem details; a stale version shows the thing as it is now."""

from quart import Response

from taskflow.api.answers import build_tag, encode
from taskflow.api.routing import find_operation
from taskflow.platform.errors import StaleVersion, TaskFlowError
from taskflow.web.application import Application
from taskflow.web.errors import build_problem, redirect_moved, to_taskflow_error
from taskflow.web.problems import PROBLEM_TYPE


def install_errors(application: Application) -> None:
    """Answer every error with problem details."""
    application.register_error_handler(Exception, _answer)


async def _answer(error: Exception) -> Response:
    told = to_taskflow_error(error)
    if redirect := redirect_moved(told):
        return redirect
    if isinstance(told, StaleVersion):
        _show_current(told)
    response = Response(encode(build_problem(told)), status=told.status, content_type=PROBLEM_TYPE)
    response.headers["Cache-Control"] = "no-store"
    if told.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="taskflow"'
    response.headers.update(told.headers)
    return response


def _show_current(error: TaskFlowError) -> None:
    """What a 412 carries is what GET would show, and its ETag."""
    operation = find_operation()
    if operation is None or operation.current is None or "current" not in error.extra:
        return
    shown = operation.current.present(error.extra["current"])
    error.extra["current"] = shown
    error.extra.setdefault("changed", [])
    error.headers["ETag"] = build_tag(shown, encode(shown))
