"""Who asks: a session cookie for browsers, a bearer token for programs."""

from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from quart import Response, g, request

from taskflow.identity import Person, find_by_session, find_by_token
from taskflow.platform.errors import Forbidden, NotFound, TaskFlowError, Unauthenticated
from taskflow.settings import Settings
from taskflow.web.application import SAFE_METHODS, Application, current_settings, needs_database
from taskflow.workspaces import Member, ask_membership, find_member

_PUBLIC = "_taskflow_public"
Handler = Callable[..., Awaitable[Any]]


def public(handler: Handler) -> Handler:
    """Marks a handler that answers without anybody signed in."""
    setattr(handler, _PUBLIC, True)
    return handler


def is_public(handler: object) -> bool:
    """True for handlers marked `public`."""
    return getattr(handler, _PUBLIC, False)


def cookie_name(settings: Settings) -> str:
    """`__Host-` binds the cookie to this host and to TLS; plain http exists on loopback only."""
    return "__Host-taskflow" if settings.is_secure else "taskflow"


def set_session_cookie(response: Response, token: str, *, max_age: int) -> None:
    """Give the browser its reference for `max_age` seconds."""
    settings = current_settings()
    response.set_cookie(
        cookie_name(settings),
        token,
        max_age=max_age,
        path="/",
        secure=settings.is_secure,
        httponly=True,
        samesite="Lax",
    )


def clear_session_cookie(response: Response) -> None:
    """Have the browser forget its reference."""
    settings = current_settings()
    response.delete_cookie(cookie_name(settings), path="/", secure=settings.is_secure, httponly=True, samesite="Lax")


async def identify() -> None:
    """Find the person behind the request, if any; a bad bearer token is an error, a stale cookie is nobody.

    Below a workspace the same statement finds them as its member.
    """
    g.person, g.member, g.via_cookie, g.session_token = None, None, False, ""
    slug = (request.view_args or {}).get("slug")
    also = ask_membership(slug) if slug is not None else None
    authorization = request.headers.get("Authorization", "")
    if authorization:
        scheme, _, bearer = authorization.partition(" ")
        g.person = await find_by_token(bearer.strip(), also) if scheme.lower() == "bearer" else None
        if g.person is None:
            raise Unauthenticated(
                "The bearer token is not valid, has expired or was revoked",
                code="bad_token",
                headers={"WWW-Authenticate": 'Bearer realm="taskflow", error="invalid_token"'},
            )
    elif token := request.cookies.get(cookie_name(current_settings())):
        g.person = await find_by_session(token, also)
        g.via_cookie = g.person is not None
        g.session_token = token
    if g.person is not None:
        structlog.contextvars.bind_contextvars(user_id=str(g.person.id))
        g.member = find_member(g.person, also.row) if also is not None else None


def require_person() -> Person:
    """Who asks. Raises Unauthenticated when nobody is signed in, Forbidden when a token may not write."""
    person: Person | None = g.person
    if person is None:
        raise Unauthenticated(headers={"WWW-Authenticate": 'Bearer realm="taskflow"'})
    scope = "read" if request.method in SAFE_METHODS else "write"
    if scope not in person.scopes and "write" not in person.scopes:
        raise Forbidden(f"The token does not have the scope {scope}", code="scope_missing")
    return person


async def require_member(slug: str) -> Member:
    """Who asks, as a member of the workspace in the address. Raises Unauthenticated, Forbidden or NotFound."""
    require_person()
    member: Member | None = g.member
    if member is None or member.workspace_slug != slug:
        raise NotFound
    structlog.contextvars.bind_contextvars(workspace=slug)
    return member


def client_address() -> str:
    """The address of the client, as the access log found it behind our proxies."""
    return str(request.scope.get("taskflow.client") or request.remote_addr or "")


def install_authentication(application: Application, count: Callable[[], Awaitable[None]] | None = None) -> None:
    """Identify before each request, and refuse every handler that is not public when nobody is signed in.

    `count` counts the request against its limits when it is known who asks, or that they are refused.
    """

    async def guard() -> None:
        handler = application.view_functions.get(request.endpoint or "")
        if not needs_database(handler):
            g.person, g.member, g.via_cookie, g.session_token = None, None, False, ""
            return
        try:
            await identify()
            if handler is not None and not is_public(handler):
                require_person()
        except TaskFlowError:
            if count is not None:
                await count()
            raise
        if count is not None:
            await count()

    application.before_request(guard)
