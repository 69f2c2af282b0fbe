"""The Tortoise engine: asyncpg with a transaction context that survives cancelling, and bounded pool waits.

Stock Tortoise keeps a pool connection for ever when a request is cancelled while its transaction starts, leaves a task
that was cancelled while its transaction ended with a dead connection, and waits for ever for a free one.
`tests/platform/test_engine.py` shows the faults and that they are gone here.
"""

import asyncio
from typing import Any

from tortoise.backends.asyncpg.client import AsyncpgDBClient, TransactionWrapper
from tortoise.backends.base.client import PoolConnectionWrapper, TransactionContextPooled
from tortoise.connection import get_connections
from tortoise.exceptions import TransactionManagementError

from taskflow.platform.database_watch import database_watch


class _Transaction(TransactionContextPooled):
    """Takes a connection within a bounded time and gives it back however its start ends."""

    async def __aenter__(self) -> Any:
        await self.ensure_connection()
        client: Any = self.client
        pool = client._parent._pool
        connection = await pool.acquire(timeout=client._parent.acquire_timeout)
        try:
            client._connection = connection
            await client.begin()
        except BaseException:
            await asyncio.shield(pool.release(connection))
            raise
        self.token = get_connections().set(self.connection_name, client)
        return client

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        client: Any = self.client
        pool = client._parent._pool
        try:
            # Nothing can be rolled back in a transaction that Tortoise itself has found broken.
            if not client._finalized and kind is None:
                await client.commit()
            elif not client._finalized and kind is not TransactionManagementError and database_watch.is_up:
                await client.rollback()
        finally:
            # Before the release, which may be cancelled: what runs next must not find a connection given back.
            get_connections().reset(self.token)
            await _release(pool, client._connection)


class _PooledConnection(PoolConnectionWrapper[Any]):
    """A connection outside a transaction, waited for within a bounded time."""

    async def __aenter__(self) -> Any:
        await self.ensure_connection()
        client: Any = self.client
        self.connection = await client._pool.acquire(timeout=client.acquire_timeout)
        return self.connection

    async def __aexit__(self, kind: Any, error: Any, trace: Any) -> None:
        client: Any = self.client
        await _release(client._pool, self.connection)


async def _release(pool: Any, connection: Any) -> None:
    """Give a connection back; one to a server that says nothing is cut, because its clean-up would be waited for."""
    if not database_watch.is_up:
        connection.terminate()
    await pool.release(connection)


class Client(AsyncpgDBClient):
    """asyncpg for Tortoise; `acquire_timeout` (seconds) bounds the wait for a free connection."""

    def __init__(self, *args: Any, acquire_timeout: float = 2.0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.acquire_timeout = float(acquire_timeout)

    def acquire_connection(self) -> Any:
        """A pooled connection as an async context manager. Entering raises TimeoutError when none gets free."""
        return _PooledConnection(self, self._pool_init_lock)

    def _in_transaction(self) -> Any:
        return _Transaction(TransactionWrapper(self), self._pool_init_lock)


client_class = Client
