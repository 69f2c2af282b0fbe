"""From the operation table to routes: each reads what its operation declares, calls the handler, and answers."""

from collections.abc import Awaitable, Callable
from typing import Any

from quart import Response, g, request

from taskflow.api.answers import build_answer
from taskflow.api.bodies import read_body
from taskflow.api.operations import OPERATIONS, PREFIX, NoQuery, Operation
from taskflow.api.parameters import read_path, read_query
from taskflow.platform.errors import Forbidden
from taskflow.web.application import Application, with_own_units, with_streamed_body
from taskflow.web.authentication import public, require_member, require_person
from taskflow.web.conditional import find_if_match, read_if_match, require_if_match
from taskflow.web.forgery import require_same_origin
from taskflow.web.idempotency import answer_once
from taskflow.web.undo import offer_undo

View = Callable[..., Awaitable[Response]]


def install_operations(application: Application) -> None:
    """Give the application a route for every operation of the table."""
    application.before_request(_check_origin)
    for operation in OPERATIONS.values():
        rule = PREFIX + operation.path.replace("{", "<").replace("}", ">")
        application.add_url_rule(rule, operation.name, _build_view(operation), methods=[operation.method])


def find_operation() -> Operation | None:
    """The operation that the present request is for, if it is for one."""
    return OPERATIONS.get(request.endpoint or "")


async def _check_origin() -> None:
    """What a browser sends along by itself must come from our own pages; a program without a cookie has no origin."""
    if g.via_cookie:
        require_same_origin()


def _build_view(operation: Operation) -> View:
    async def view(**given: str) -> Response:
        path = read_path(given)
        arguments = await _read(operation, path)

        async def answer() -> Response:
            result = await operation.handler(**arguments)
            return offer_undo(result if isinstance(result, Response) else build_answer(operation, path, result))

        if operation.method != "POST":
            return await answer()
        asks = None if operation.is_public else require_person()
        return await answer_once(
            answer,
            asks,
            has_own_units=operation.has_own_units,
            is_secret=operation.is_secret,
            takes_bytes=operation.takes_bytes,
        )

    if operation.is_public:
        public(view)
    if operation.has_own_units:
        with_own_units(view)
    if operation.takes_bytes:
        with_streamed_body(view)
    return view


async def _read(operation: Operation, path: dict[str, Any]) -> dict[str, Any]:
    """The arguments of the handler. Who asks comes first: nobody else learns what is wrong with a request."""
    arguments: dict[str, Any] = {name: value for name, value in path.items() if name != "slug"}
    if operation.needs_session and require_person().session_id is None:
        raise Forbidden("A token may not do this: sign in with a password", code="session_required")
    if "slug" in path:
        arguments["member"] = await require_member(path["slug"])
    elif not operation.is_public:
        arguments["person"] = require_person()
    query = read_query(operation.query)
    body = None if operation.is_safe or operation.takes_bytes else await read_body(operation.body)
    if operation.query is not NoQuery:
        arguments["query"] = query
    if operation.takes_json:
        arguments["body"] = body
    if operation.if_match:
        arguments["version"] = _read_version(operation)
    return arguments


def _read_version(operation: Operation) -> int | None:
    if operation.merges:
        return read_if_match()
    return require_if_match() if operation.if_match == "required" else find_if_match()
