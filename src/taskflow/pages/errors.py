"""Every error as a page: what happened, and one way on."""

from quart import Response, current_app, g, request

from taskflow.pages.addresses import with_query
from taskflow.pages.conflicts import render_blocked, render_conflict
from taskflow.pages.forms import build_state, find_form_page, find_way_back
from taskflow.pages.rendering import is_scripted, render_page, see_other
from taskflow.platform.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    StaleVersion,
    TaskFlowError,
    Unauthenticated,
)
from taskflow.web.application import SAFE_METHODS, Application
from taskflow.web.errors import problem_response, redirect_moved, to_taskflow_error
from taskflow.workspaces import Member

# What a person reads: a heading, and a sentence where the error's own detail is not meant for people.
_WORDS: dict[int, tuple[str, str]] = {
    401: ("You are signed out", "Sign in again, then go back and send the form once more: the browser still has it."),
    403: ("You may not do this", ""),
    404: ("There is nothing here", "It may have moved, or it is not shared with you."),
    405: ("That does not work here", "This address is for a form. Open the page and use its buttons."),
    409: ("That does not fit", ""),
    413: ("That is too much at once", ""),
    422: ("Some values are not valid", ""),
    429: ("One moment", "That were many requests in a short time. Wait a little and try again."),
    500: ("TaskFlow made a mistake", "Nothing was changed. Tell your operator the number below if it happens again."),
    503: ("Back in a moment", "TaskFlow is not available just now. Nothing was changed; try again in a few seconds."),
}


def install_errors(application: Application) -> None:
    """Answer errors with pages."""
    application.register_error_handler(Exception, _answer)


async def _answer(error: Exception) -> Response:
    told = to_taskflow_error(error)
    if redirect := redirect_moved(told):
        return redirect
    if is_scripted():
        return problem_response(told)
    try:
        response = await _answer_in_place(told)
    except TaskFlowError as nested:
        told, response = nested, None
    response = response or await _render_error(told)
    for name, value in told.headers.items():
        if name != "WWW-Authenticate":  # it is for programs; a browser would ask for nothing that we take
            response.headers[name] = value
    return response


async def _answer_in_place(error: TaskFlowError) -> Response | None:
    """The sign-in page, the form again, the two versions side by side, or what blocks a task.

    None when a page of its own tells more.
    """
    if isinstance(error, Unauthenticated) and request.method in SAFE_METHODS:
        wanted = request.full_path.rstrip("?")
        return see_other(with_query("/login", next=wanted if wanted != "/" else None))
    handler = current_app.view_functions.get(request.endpoint or "")
    if isinstance(error, StaleVersion) and request.method == "POST":
        return await render_conflict(error, handler)
    if isinstance(error, Conflict) and error.code == "task_blocked" and find_way_back(handler) != "/":
        return await render_blocked(error, handler)
    page = find_form_page(handler)
    if page is None or not isinstance(error, Invalid | Unauthenticated) or request.method != "POST":
        return None
    if isinstance(error, Unauthenticated) and error.code != "wrong_credentials":
        return None
    response = await page(**(request.view_args or {}), form=build_state(await request.form, error))
    response.status_code = 422
    return response


async def _render_error(error: TaskFlowError) -> Response:
    heading, sentence = _WORDS.get(error.status, (error.title, ""))
    member: Member | None = getattr(g, "member", None) if error.status < 500 else None
    return await render_page(
        "pages/errors/error.html",
        member=member,
        status=error.status,
        heading=heading,
        sentence=sentence or _speak(error),
        request_id=request.scope.get("taskflow.request_id", ""),
        way_on=_choose_way_on(error, member),
    )


def _speak(error: TaskFlowError) -> str:
    detail = error.detail if not isinstance(error, Forbidden | NotFound) or error.detail != error.title else ""
    return f"{detail[:1].upper()}{detail[1:]}." if detail and detail[-1] not in ".!?" else detail


def _choose_way_on(error: TaskFlowError, member: Member | None) -> dict[str, str]:
    if isinstance(error, Unauthenticated):
        return {"url": "/login", "text": "Sign in"}
    back = find_way_back(current_app.view_functions.get(request.endpoint or ""))
    if request.method == "POST" and back != "/":
        return {"url": back, "text": "Go back"}
    if error.status in {429, 503} and request.method in SAFE_METHODS:
        return {"url": request.full_path.rstrip("?"), "text": "Try again"}
    if error.status == 422 and request.method in SAFE_METHODS and request.query_string:
        return {"url": request.path, "text": "Clear filters"}
    if member is not None:
        return {"url": f"/{member.workspace_slug}/my", "text": "Go to my work"}
    return {"url": "/", "text": "Go to the start"}
