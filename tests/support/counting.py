"""Counting the statements that our own code sends, also where commits are real; those of asyncpg are not among them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from tortoise.backends.asyncpg.client import AsyncpgDBClient

_SENDING = ("execute_query", "execute_query_dict", "execute_insert", "execute_many")


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements that are sent inside, without those that begin and end transactions."""
    sent: list[str] = []

    def count(name: str) -> Any:
        send = getattr(AsyncpgDBClient, name)

        async def counting(client: Any, query: str, *rest: Any) -> Any:
            sent.append(query)
            return await send(client, query, *rest)

        return counting

    with pytest.MonkeyPatch.context() as patch:
        for name in _SENDING:
            patch.setattr(AsyncpgDBClient, name, count(name))
        yield sent
