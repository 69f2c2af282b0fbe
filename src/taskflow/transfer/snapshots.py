"""Reading as of one moment, however long it takes."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tortoise.transactions import in_transaction

from taskflow.platform.database import execute

# While the storage is slow the transaction waits; a connection that nobody works on any more still ends.
_PATIENCE = "60s"


@asynccontextmanager
async def one_moment() -> AsyncIterator[None]:
    """Every statement inside sees the database as it was at the first one; nothing can be written.

    It holds one connection, and old rows stay for as long: for exports, not for pages. Each statement has its own
    time-out, so what is long is read in batches.
    """
    async with in_transaction("default"):
        await execute("set transaction isolation level repeatable read, read only")
        await execute(f"set local idle_in_transaction_session_timeout = '{_PATIENCE}'")
        yield
