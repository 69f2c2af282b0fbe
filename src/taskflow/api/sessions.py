"""Signing in and out, and where one is signed in."""

from typing import Any
from uuid import UUID

from quart import after_this_request, g, request

from taskflow import identity
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import Session
from taskflow.identity import Credentials, Person
from taskflow.platform.errors import NotFound
from taskflow.platform.pagination import Page
from taskflow.platform.unit_of_work import unit_of_work
from taskflow.web.authentication import clear_session_cookie, client_address, set_session_cookie


@operation(
    "POST", "/sessions", body=Credentials, answer=Session, public=True, own_units=True, secret=True,
    location="/me/sessions/{id}", codes=("wrong_credentials",),
)  # fmt: skip
async def sign_in(body: Credentials) -> Row:
    """Sign in with a password

    The session is in the cookie of the answer; one that the browser had before ends.
    Programs use a token instead, see `POST /me/tokens`.
    """
    user_id = await identity.check_credentials(body)
    async with unit_of_work():
        if g.via_cookie:
            await identity.close_session(g.person, g.person.session_id)
        session, token = await _open_session(user_id)

    @after_this_request
    async def remember(response: Any) -> Any:
        set_session_cookie(response, token, max_age=identity.SESSION_SECONDS)
        return response

    return session


@operation("DELETE", "/sessions/current", codes=("not_found",))
async def sign_out(person: Person) -> None:
    """Sign out here

    Not found when the request came with a token instead of a session.
    """
    if person.session_id is None:
        raise NotFound("This request has no session")
    await identity.close_session(person, person.session_id)
    after_this_request(_forget)


@operation("GET", "/me/sessions", items=Session)
async def list_sessions(person: Person, query: PageQuery) -> Page:
    """List where you are signed in, the latest use first"""
    return page_of(await identity.list_sessions(person, **window(query)), query, "last_seen_at", "id")


@operation("GET", "/me/sessions/{session_id}", answer=Session)
async def get_session(person: Person, session_id: UUID) -> Row:
    """Read one of your sessions"""
    return await identity.get_session(person, session_id)


@operation("DELETE", "/me/sessions/{session_id}")
async def close_session(person: Person, session_id: UUID) -> None:
    """Sign out there"""
    await identity.close_session(person, session_id)


async def _open_session(user_id: UUID) -> tuple[Row, str]:
    """A new session as its owner sees it, and the token for the cookie."""
    user_agent, address = request.headers.get("User-Agent", ""), client_address()
    session_id, token = await identity.open_session(user_id, user_agent=user_agent, address=address)
    person = await identity.find_by_session(token)
    assert person is not None  # noqa: S101  opened above, in this transaction
    return await identity.get_session(person, session_id), token


async def _forget(response: Any) -> Any:
    clear_session_cookie(response)
    return response
