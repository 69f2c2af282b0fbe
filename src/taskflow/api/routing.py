"""From the operation table to routes: each reads what its operation declares, calls the handler, and answers."""

from collections.abc import Awaitable, Callable
from typing import Any

from quart import Response, g, request

from taskflow.api.answers import build_answer
from taskflow.api.bodies import Nothing, read_body
from taskflow.api.operations import OPERATIONS, PREFIX, NoQuery, Operation
from taskflow.api.parameters import read_path, read_query
from taskflow.platform.errors import Forbidden
from taskflow.web.application import Application, with_own_units
from taskflow.web.authentication import public, require_member, require_person
from taskflow.web.conditional import find_if_match, require_if_match
from taskflow.web.forgery import require_same_origin

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
        return build_answer(operation, path, await operation.handler(**await _read(operation, path)))

    if operation.is_public:
        public(view)
    if operation.has_own_units:
        with_own_units(view)
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
    body = None if operation.is_safe else await read_body(operation.body)
    if operation.query is not NoQuery:
        arguments["query"] = query
    if operation.body is not Nothing:
        arguments["body"] = body
    if operation.if_match:
        arguments["version"] = require_if_match() if operation.if_match == "required" else find_if_match()
    return arguments
