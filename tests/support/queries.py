"""Counting the statements that reach the database."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from tortoise import connections

# What begins and ends units asks for nothing.
_NO_QUERY = re.compile(r"\s*(begin|commit|rollback|savepoint|release|set|start transaction)\b", re.IGNORECASE)


@asynccontextmanager
async def recorded() -> AsyncIterator[list[str]]:
    """The statements inside, in the transaction of the test; they are complete when it ends."""
    client: Any = connections.get("default")
    seen: list[str] = []

    def note(record: Any) -> None:
        if not _NO_QUERY.match(record.query):
            seen.append(record.query)

    with client._connection.query_logger(note):
        yield seen
        await asyncio.sleep(0)  # asyncpg tells of a statement in the next turn of the loop
