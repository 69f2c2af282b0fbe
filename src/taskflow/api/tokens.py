"""API tokens: the keys of programs."""

from uuid import UUID

from taskflow import identity
from taskflow.api.operations import PageQuery, operation
from taskflow.api.rows import Row, page_of, window
from taskflow.api.schemas import NewTokenText, Token
from taskflow.identity import NewToken, Person
from taskflow.platform.pagination import Page


@operation("GET", "/me/tokens", items=Token)
async def list_tokens(person: Person, query: PageQuery) -> Page:
    """List your tokens that still work, the newest first"""
    return page_of(await identity.list_tokens(person, **window(query)), query, "id")


@operation(
    "POST", "/me/tokens", body=NewToken, answer=NewTokenText, needs_session=True, secret=True,
    location="/me/tokens/{id}",
)  # fmt: skip
async def create_token(person: Person, body: NewToken) -> Row:
    """Make a token

    Its text is shown this once. A token cannot make another one: whoever finds it could keep it alive for ever.
    """
    row, text = await identity.create_token(person, body)
    return row | {"text": text}


@operation("GET", "/me/tokens/{token_id}", answer=Token)
async def get_token(person: Person, token_id: UUID) -> Row:
    """Read one of your tokens, without its text"""
    return await identity.get_token(person, token_id)


@operation("DELETE", "/me/tokens/{token_id}")
async def revoke_token(person: Person, token_id: UUID) -> None:
    """End a token"""
    await identity.revoke_token(person, token_id)
